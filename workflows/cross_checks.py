"""Documents of one school laid side by side: what contradicts, what one names and another does not.

Source: domain.md §2.4, §3.3 (a risk that is activated has its programme; measures have a date, an executor and a
document; measures of the first stage fall before its window; indicators have a base and a plan). Warnings all of them:
the judgement stays with people.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.listing import listed
from workflows.programme_tables import Place, Told, ToldMeasure, stems

ALIKE = 0.6
"""Share of words that two titles of one measure have in common; below it they are two measures."""
SAME_INDICATOR = 0.8
"""The same of indicators, whose titles differ in a word."""
FIRST_STAGE = 1
FEWEST = 2
"""Words with a meaning that a title must have to be compared."""
MOST_OF_A_KIND = 12
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_LACKS = {"deadline": "срок", "responsible": "ответственный", "result": "результат или документ"}


@dataclass(frozen=True, slots=True)
class ToldFile:
    """A file with what its tables say."""

    key: str
    """Names it among the files laid side by side."""
    name: str
    told: Told
    plans: bool = True
    """It says what is to be done; evidence tells what was, and the steps of two orders are no contradiction."""
    risk: str = ""
    """Code of the one risk it is the programme against."""
    whole: bool = True
    """A concept or a medium-term programme, which names every activated risk."""
    is_silent: bool = False
    """It has no words, a scan: nothing can be missed in it."""


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """A measure of an anti-risk programme as it was entered."""

    title: str
    due_on: date | None = None
    risk: str = ""
    stage: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What the product itself knows of the school's programme: activated risks by code and name, measures."""

    risks: tuple[tuple[str, str], ...] = ()
    measures: tuple[KnownMeasure, ...] = ()
    first_stage_opens: date | None = None
    """From this day evidence of the first stage is taken."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file of the package; the whole file without a page."""

    file: str
    leaf: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One warning with the place, or both places, it is about. `code` is stable: explanations are kept under it."""

    code: str
    text: str
    spots: tuple[Spot, ...] = ()
    risk: str = ""
    """Whose anti-risk programme in the product is the other place."""


@dataclass(frozen=True, slots=True)
class _Row:
    file: ToldFile
    measure: ToldMeasure
    words: frozenset[str]

    @property
    def spot(self) -> Spot:
        return _spot(self.file, self.measure.place)


def contradictions(files: Sequence[ToldFile], known: Known) -> tuple[Contradiction, ...]:
    """Return what a person should look at, in the order of its weight; empty for documents that agree."""
    rows = [
        _Row(file, measure, words)
        for file in files
        for measure in file.told.measures
        if len(words := stems(measure.title)) >= FEWEST
    ]
    return (
        *_dates_between_files(rows),
        *_dates_of_the_programme(rows, known),
        *_bases(files),
        *_risks(files, known),
        *_places(files, known),
        *(found for file in files if file.plans for found in _of_file(file, known)),
    )


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two titles, as stems, name one measure."""
    return len(one & other) >= ALIKE * len(one | other)


def _dates_between_files(rows: Sequence[_Row]) -> Iterator[Contradiction]:
    """One measure with different dates in two documents."""
    told = 0
    for place, row in enumerate(rows):
        for other in rows[place + 1 :]:
            beside = other.file.key != row.file.key and (row.file.plans or other.file.plans)
            if not beside or not _differ(row.measure, other.measure):
                continue
            if alike(row.words, other.words) and told < MOST_OF_A_KIND:
                told += 1
                yield Contradiction(
                    f"dates:{row.file.key}:{other.file.key}:{_key(row.words | other.words)}",
                    f"Мера «{row.measure.title}»: в «{row.file.name}» срок «{row.measure.deadline}», "
                    f"в «{other.file.name}» – «{other.measure.deadline}». Исправьте там, где ошибка.",
                    (row.spot, other.spot),
                )


def _dates_of_the_programme(rows: Sequence[_Row], known: Known) -> Iterator[Contradiction]:
    """A measure whose date in a document is not that of the anti-risk programme in the product."""
    planned = [(one, stems(one.title)) for one in known.measures if one.due_on is not None]
    for row in rows:
        for one, words in planned:
            if one.due_on and _is_outside(one.due_on, row.measure) and alike(row.words, words):
                yield Contradiction(
                    f"planned:{row.file.key}:{_key(words)}",
                    f"Мера «{one.title}»: в антирисковой программе срок {one.due_on:%d.%m.%Y}, в «{row.file.name}» – "
                    f"«{row.measure.deadline}». Исправьте там, где ошибка.",
                    (row.spot,),
                    one.risk,
                )


def _bases(files: Sequence[ToldFile]) -> Iterator[Contradiction]:
    """One indicator that begins with different values in two documents; plans differ with the year they are for."""
    rows = [
        (file, one, words)
        for file in files
        if file.plans
        for one in file.told.indicators
        if one.base and len(words := stems(one.title)) >= FEWEST
    ]
    for place, (file, one, words) in enumerate(rows):
        for other_file, other, other_words in rows[place + 1 :]:
            if file.key == other_file.key or _figures(one.base) == _figures(other.base):
                continue
            if len(words & other_words) >= SAME_INDICATOR * len(words | other_words):
                yield Contradiction(
                    f"bases:{file.key}:{other_file.key}:{_key(words)}",
                    f"Показатель «{one.title}»: в «{file.name}» исходное значение «{one.base}», "
                    f"в «{other_file.name}» – «{other.base}». Исправьте там, где ошибка.",
                    (_spot(file, one.place), _spot(other_file, other.place)),
                )


def _risks(files: Sequence[ToldFile], known: Known) -> Iterator[Contradiction]:
    """Activated risks that a document does not name, and named ones that are not activated."""
    activated = {code for code, _ in known.risks}
    for file in files if known.risks else ():
        named = {risk.code for risk in file.told.risks}
        whole = file.plans and file.whole and not file.risk and not file.is_silent
        missing = [name for code, name in known.risks if code not in named]
        if whole and missing:
            names = listed(f"«{name}»" for name in missing)
            yield Contradiction(
                f"risks:{file.key}",
                f"«{file.name}» не называет активированных рисков: {names}. Допишите их или проверьте профиль.",
                (Spot(file.key),),
            )
        for risk in file.told.risks:
            if risk.heads and risk.code not in activated:
                yield Contradiction(
                    f"risk:{file.key}:{risk.code}",
                    f"«{file.name}» называет риск, не активированный в рисковом профиле. Проверьте, тот ли это риск.",
                    (_spot(file, risk.place),),
                )


def _places(files: Sequence[ToldFile], known: Known) -> Iterator[Contradiction]:
    """A programme against another risk than its place is for; a risk no programme is for; measures left out."""
    names, programmes = dict(known.risks), [file for file in files if file.risk]
    for file in programmes:
        own, named = names.get(file.risk, ""), [risk for risk in file.told.risks if risk.heads]
        if own and not file.is_silent and file.risk not in {risk.code for risk in file.told.risks}:
            spots = (_spot(file, named[0].place),) if named else (Spot(file.key),)
            text = f"«{file.name}» стоит на месте программы по риску «{own}», но не называет его. Проверьте файл."
            yield Contradiction(f"place:{file.key}", text, spots)
        yield from _left_out(file, known)
    for code, name in known.risks if programmes else ():
        if code not in {file.risk for file in programmes}:
            text = f"Среди документов нет антирисковой программы по активированному риску «{name}»."
            yield Contradiction(f"programme:{code}", text, risk=code)


def _left_out(file: ToldFile, known: Known) -> Iterator[Contradiction]:
    """Measures entered for a risk that the document of its programme does not hold."""
    told = [stems(one.title) for one in file.told.measures]
    entered = [one for one in known.measures if one.risk == file.risk]
    missing = [one for one in entered if not any(alike(stems(one.title), words) for words in told)]
    if told and missing:
        names = listed((f"«{one.title}»" for one in missing), limit=3)
        text = (
            f"В «{file.name}» нет мер, внесённых в антирисковую программу: {names}. Исправьте то или другое."
        )
        yield Contradiction(
            f"entered:{file.key}", text, (_spot(file, file.told.measures[0].place),), file.risk
        )


def _of_file(file: ToldFile, known: Known) -> Iterator[Contradiction]:
    empty = [one for one in file.told.measures if one.lacks]
    if empty:
        what = listed(sorted({_LACKS[role] for one in empty for role in one.lacks}))
        text = (
            f"В таблице мер «{file.name}» у {_count(empty)} не указано: {what}. Первая: «{empty[0].title}»."
        )
        yield Contradiction(f"lacks:{file.key}", text, (_spot(file, empty[0].place),))
    yield from _late(file, known)
    bare = [one for one in file.told.indicators if not one.base or not one.planned]
    if bare:
        value = "базового" if not bare[0].base else "планового"
        more = f" и ещё у {len(bare) - 1}" if len(bare) > 1 else ""
        text = f"В таблице показателей «{file.name}» нет {value} значения: «{bare[0].title}»{more}."
        yield Contradiction(f"indicators:{file.key}", text, (_spot(file, bare[0].place),))


def _late(file: ToldFile, known: Known) -> Iterator[Contradiction]:
    """Measures of the first stage that go on when its evidence is already taken."""
    opens = known.first_stage_opens
    first = [stems(one.title) for one in known.measures if one.stage == FIRST_STAGE]
    late = [
        one
        for one in file.told.measures
        if opens and one.end and one.end >= opens and _is_of_first_stage(one, first)
    ]
    if late and opens:
        text = f"В «{file.name}» {_count(late, nominative=True)} 1 этапа со сроком не раньше начала приёма документов"
        text += f" ({opens:%d.%m.%Y}). Первая: «{late[0].title}», срок «{late[0].deadline}»."
        yield Contradiction(f"late:{file.key}", text, (_spot(file, late[0].place),))


def _count(found: Sequence[ToldMeasure], *, nominative: bool = False) -> str:
    number = len(found)
    one = number % 10 == 1 and number % 100 != 11
    few = number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}
    if nominative:
        return f"{number} {'мера' if one else 'меры' if few else 'мер'}"
    return f"{number} {'меры' if one else 'мер'}"


def _is_of_first_stage(measure: ToldMeasure, entered: Iterable[frozenset[str]]) -> bool:
    """The title says that its evidence is examined at the first stage, or a measure entered for it is the same."""
    title = measure.title.lower()
    if "1 этап" in title or "первого этапа" in title:
        return True
    words = stems(measure.title)
    return any(alike(words, other) for other in entered)


def _is_outside(due: date, measure: ToldMeasure) -> bool:
    """The day is none of those a document gives; a document whose date is not read gives all."""
    if measure.end is None:
        return False
    return (measure.start is not None and due < measure.start) or due > measure.end


def _figures(value: str) -> tuple[str, ...] | str:
    """Return the numbers of a value, which is what is compared: «45%» and «45 % обучающихся» are one."""
    numbers = tuple(number.replace(",", ".") for number in _NUMBER.findall(value))
    return numbers or value.casefold()


def _differ(one: ToldMeasure, other: ToldMeasure) -> bool:
    """Dates that are both read and have not a day in common; two «до …» must name one day."""
    if one.end is None or other.end is None:
        return False
    if one.start is None and other.start is None:
        return one.end != other.end
    return bool((one.start and one.start > other.end) or (other.start and other.start > one.end))


def _spot(file: ToldFile, place: Place) -> Spot:
    return Spot(file.key, place.leaf, place.position)


def _key(words: Iterable[str]) -> str:
    return "-".join(sorted(words))[:60]
