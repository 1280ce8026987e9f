"""Which column is what, by the words of the header, in any order; two-line headers with years below."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from workflows.roadmaps.lines import Line, one_line

LONGEST = 110
"""Signs: a longer cell is no name of a column."""
SHARE = 0.6


class Role(StrEnum):
    """What a column of a roadmap holds."""

    NUMBER = "number"
    TITLE = "title"
    DEADLINE = "deadline"
    DEADLINE_END = "deadline_end"
    """Where the first and the last day have columns of their own."""
    RESPONSIBLE = "responsible"
    RESULT = "result"
    PLAN = "plan"


_WORDS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.TITLE, re.compile(r"(?:наименовани|названи|перечень|содержани|тем[аы])\w*\s+(?:\w+\s+)?"
                            r"(?:мероприят|мер\b|работ|событ|действ).*")),
    (Role.NUMBER, re.compile(r"(?:№|n|no|#)?\s*(?:п\s*[/.]\s*п\.?|пп\.?|пункт\w*|строки|меры)?|номер.*|№.{0,6}")),
    (Role.PLAN, re.compile(r".*(?:планов\w+\s+(?:значени|показател|величин)|целев\w+\s+(?:значени|показател)|"
                           r"значени\w+\s+показател|ед\w*\.?\s*изм|план\b|всего|итого).*")),
    (Role.DEADLINE, re.compile(r".*(?:\bсрок|\bдат[аы]\b|период\s+(?:реализ|провед|исполн)|время\s+провед|"
                               r"календарн\w+\s+срок|когда).*|(?:\w+\s+)?период|месяц\w*|квартал|график.*|"
                               r"(?:дата\s+)?(?:начал|окончани|завершени)\w*")),
    (Role.RESPONSIBLE, re.compile(r".*(?:ответственн|исполнител|соисполнител|куратор\w*\s+мероприят|кто\s|"
                                  r"организатор|подразделени).*")),
    (Role.RESULT, re.compile(r".*(?:результат|показател|продукт|подтвержда|вид\s+документ|"
                             r"форма\s+(?:отч|заверш|предст)|\bитог|выход|индикатор|критери|эффект|фиксац).*|(?:\w+\s+)?документ\w*")),
    (Role.TITLE, re.compile(r".*(?:мероприят|событи|содержание|действи|задач|наименован|вид\w*\s+деятельн|"
                            r"направлени\w+\s+(?:работ|деятельн)|\bмер[аы]?\b|работ[аы]?\b|названи|\bтем[аы]\b|\bшаг).*")),
)  # fmt: skip
_CHIEF: Mapping[Role, tuple[str, ...]] = MappingProxyType(
    {
        Role.TITLE: ("мероприят", "событи", "содержание", "действи", "мер", "наименован", "вид", "задач"),
        Role.RESULT: ("результат", "показател", "продукт", "индикатор", "подтвержда"),
        Role.RESPONSIBLE: ("ответственн", "исполнител"),
        Role.DEADLINE: ("срок", "дат", "период"),
    }
)
"""Of several columns with one role, the one whose name has the earlier of these words."""
_LAST_DAY = re.compile(r"(?:дата\s+|срок\s+)?(?:окончани\w+|завершени\w+|по)(?:\s.*)?")
_YEAR = re.compile(r"(?:на\s+|план\w*\s+(?:на\s+)?)?(20\d\d)\s*(?:г\b\.?|год\w*)?")
_NAMED = re.compile(
    r"начал\w*|окончани\w*|завершени\w*|дата\s+(?:начала|окончания)|наименован\w*|название|план\w*|факт\w*|значени\w*|формулировка|описание"
)
_COUNT = re.compile(r"\d{1,2}")
_ORDINAL = re.compile(r"\d+(?:\.\d+)*[.)]*")
"""A row that has a number of its own is no header, whatever its words are."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each role is; `years` are columns of plan values. `names` are the header's own words, in order."""

    places: Mapping[Role, int] = field(default_factory=lambda: MappingProxyType({}))
    years: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    names: tuple[str, ...] = ()

    def __getitem__(self, role: Role) -> int | None:
        return self.places.get(role)


def find_header(lines: Sequence[Line], place: int) -> tuple[Columns, int] | None:
    """Return the columns if a header begins at `place`, and how many lines it takes; None where none does."""
    first = lines[place]
    if first.is_paragraph or not _is_header(first):
        return None
    second = lines[place + 1] if place + 1 < len(lines) else None
    if second is not None and _is_second(first, second):
        return _columns(_spread(first.cells, second.cells), second.cells, first.cells), 2
    blank = ("",) * len(first.cells)
    return _columns(first.cells, blank, first.cells), 1


def is_numbering(line: Line) -> bool:
    """Tell whether a line only counts its columns: «1 2 3 …»."""
    told = [text.strip(". ") for text in line.cells if text]
    return len(told) >= 3 and told == [str(number) for number in range(1, len(told) + 1)]


def role_of(text: str) -> Role | None:
    """Return what the name of a column says it holds."""
    name = one_line(text).lower().replace("ё", "е").strip(" .:*")
    if len(name) > LONGEST:
        return None
    return next((role for role, words in _WORDS if words.fullmatch(name)), None)


def year_of(text: str) -> int | None:
    found = _YEAR.fullmatch(one_line(text).lower().strip(" .,"))
    return int(found[1]) if found else None


def _is_header(line: Line) -> bool:
    told = [text for text in line.cells if text]
    roles = [role_of(text) for text in told]
    known = {role for role in roles if role is not None}
    years = sum(year_of(text) is not None for text in told)
    enough = len(known - {Role.NUMBER}) >= 2 and Role.TITLE in known
    counted = any(_ORDINAL.fullmatch(text) and not year_of(text) for text in told)
    named = sum(role is not None for role in roles) + years
    return (
        enough and not counted and named >= SHARE * len(told) and all(len(text) <= LONGEST for text in told)
    )


def _is_second(first: Line, second: Line) -> bool:
    """Tell whether a line goes on a header: years, «плановое значение», nothing where the first line speaks alone."""
    told = [(place, text) for place, text in enumerate(second.cells) if text]
    if not told or second.is_paragraph or is_numbering(second):
        return False
    if any(_COUNT.fullmatch(text) and not year_of(text) for _, text in told):
        return False
    known = [bool(year_of(text) or _NAMED.match(text.lower()) or role_of(text)) for _, text in told]
    under = second.cell(0) == "" or first.cell(0) == second.cell(0)
    return all(known) and under and all(len(text) <= LONGEST for _, text in told)


def _spread(top: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Let the name of a group stand over each column below it."""
    found = list(top) + [""] * (len(below) - len(top))
    for place in range(1, len(found)):
        if not found[place] and place < len(below) and below[place]:
            found[place] = found[place - 1]
    return tuple(found)


def _columns(top: Sequence[str], below: Sequence[str], first: Sequence[str]) -> Columns:
    places: dict[Role, int] = {}
    years: dict[int, int] = {}
    names = []
    for place, name in enumerate(top):
        sub = below[place] if place < len(below) else ""
        names.append(one_line(sub or name))
        year = year_of(sub) or (None if sub else year_of(name))
        if year is not None:
            years.setdefault(year, place)
            continue
        role = _role(name, sub, place, first)
        if role is not None and _is_chief(role, place, places, top):
            places[role] = place
    if Role.PLAN in places and not years and Role.RESULT not in places:
        places[Role.RESULT] = places.pop(Role.PLAN)
    return Columns(MappingProxyType(places), MappingProxyType(years), tuple(names))


def _is_chief(role: Role, place: int, places: Mapping[Role, int], names: Sequence[str]) -> bool:
    """Tell whether a column stands for its role: the first of its kind, unless a later one says it better."""
    return role not in places or _rank(role, names[place]) < _rank(role, names[places[role]])


def _rank(role: Role, name: str) -> int:
    words = _CHIEF.get(role, ())
    return next((rank for rank, word in enumerate(words) if word in name.lower()), len(words))


def _role(name: str, sub: str, place: int, first: Sequence[str]) -> Role | None:
    below = role_of(sub) if sub else None
    if below is Role.PLAN:
        return below
    days = (sub or name).lower().strip(" .")
    if role_of(name) is Role.DEADLINE and _LAST_DAY.fullmatch(days):
        return Role.DEADLINE_END
    if not name and not sub:
        return Role.NUMBER if place == 0 and any(first[1:]) else None
    return role_of(name) or below
