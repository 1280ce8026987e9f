"""What stands above the table: title, territory, project and period of a roadmap."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflows.deadlines import Frame, Period
from workflows.deadlines.model import school_year, whole_year
from workflows.roadmaps.lines import Line, one_line

NAMES = re.compile(
    r"дорожн\w+\s+карт|план\w*\s+мероприятий|комплекс\w*\s+мер|план-график|программ", re.IGNORECASE
)
_STAMP = re.compile(
    r"^\s*(?:утвержд|согласован|приложение|приказ|к\s+приказу|постановлени|распоряжени|от\s+[«\"\d]|№\s*\d|начальник|директор|"
    r"заведующ|руководител|_{3,}|лист\s+\d)",
    re.IGNORECASE,
)
_SCHOOL_YEAR = re.compile(r"(20\d\d)\s*[-–—/]\s*(?:20)?(\d\d)\s*(?:-?й\s+)?(?:учебн|уч\.)", re.IGNORECASE)
_YEARS = re.compile(r"(20\d\d)\s*[-–—]\s*(20\d\d)\s*(?:гг?\b|год)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.])(20\d\d)\s*(?:-?(?:й|м)\s+)?(?:г\b|год)", re.IGNORECASE)
_PROJECT = re.compile(
    r"«(500\+|Школа Минпросвещения России)»|(500\+)|\b(ШНОР(?:\s*(?:и|/|,)\s*ШНСУ)?|ШНСУ)\b"
)
_REGION = re.compile(
    r"\b([А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*)(ой|ого|ая|ий)\s+(област[ьи]|кра[йяю]|автономн\w+\s+округ\w?)|"
    r"\b[Рр]еспублик[аиу]\s+([А-ЯЁ][\w-]+)"
)
_PLACE = re.compile(
    r"\b(?:город[аеу]?|г\.)\s+((?:[А-ЯЁ][а-яё]+(?:ий|ый|ая|ого|ом|ой)\s+[А-ЯЁ][а-яё]+(?!\s+област|\s+кра))|"
    r"[А-ЯЁ][а-яё]+(?:-[а-яё]+)*(?:-[А-ЯЁ][а-яё]+)?)"
)
_DISTRICT = re.compile(
    r"\b(?!Муниципальн|Городск)([А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*?)(ого|его|ом|ем|ый|ий|ой)\s+(муниципальн\w+|городск\w+)?\s*"
    r"(район\w*|округ\w*)"
)
_NAMED_DISTRICT = re.compile(
    r"\b(муниципальн\w+|городск\w+)\s+(округ|район)\w*\s+[«\"]?(?:город\w*\s+|г\.\s*)?([А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*)",
    re.IGNORECASE,
)
_STRESSED_AT_END = frozenset(
    {"Лесн", "Степн", "Речн", "Морск", "Донск", "Лугов", "Берегов", "Полев", "Боров"}
)
_REGION_WORDS = {"об": ("ая", "область"), "кр": ("ий", "край"), "ав": ("ий", "автономный округ")}
_VOWELS = "аеёиоуыэюя"


@dataclass(frozen=True, slots=True)
class Heading:
    """The words above the table. `frame` is the period they state; empty where they state none."""

    title: str = ""
    territory: str = ""
    project: str = ""
    frame: Frame = Frame()  # noqa: RUF009


def read_heading(lines: Sequence[Line]) -> Heading:
    """Return what the lines before the header say; a stamp of approval above the title is no part of it."""
    told = [one_line(line.text) for line in lines if not line.is_border and line.text]
    start = next((place for place, text in enumerate(told) if NAMES.search(text)), None)
    if start is None:
        title = " ".join(text for text in told if not _STAMP.match(text))
    else:
        title = " ".join(text for text in told[start:] if not _STAMP.match(text) or NAMES.search(text))
    return Heading(title, territory_of(title), project_of(title), frame_of(title))


def frame_of(title: str) -> Frame:
    """Return the period a title states: a school year, years, a year."""
    if found := _SCHOOL_YEAR.search(title):
        return Frame(school_year(int(found[1])), is_school_year=True)
    if found := _YEARS.search(title):
        first, last = whole_year(int(found[1])), whole_year(int(found[2]))
        return Frame(Period(first.start, last.end))
    if found := _YEAR.search(title):
        return Frame(whole_year(int(found[1])))
    return Frame()


def frame_of_years(years: Iterable[int]) -> Frame:
    """Return the period from the first of some years to the last; none for none."""
    known = sorted(years)
    if not known:
        return Frame()
    return Frame(Period(whole_year(known[0]).start, whole_year(known[-1]).end))


def project_of(title: str) -> str:
    found = _PROJECT.search(title)
    name = next((name for name in found.groups() if name), "") if found else ""
    return "ШНОР/ШНСУ" if name.startswith("ШН") else name


def territory_of(title: str) -> str:
    """Return the place in the nominative: «город Саянск, Иркутская область»; '' where the title names none."""
    return ", ".join(name for name in (_city(title) or _district(title), _region(title)) if name)


def _city(title: str) -> str:
    found = _PLACE.search(title)
    if not found:
        return ""
    case = re.search(r"город([аеу]?)\s", found.group())
    return f"город {_nominative(found[1], case[1] if case else '')}"


def _district(title: str) -> str:
    found = _DISTRICT.search(title)
    if not found:
        return _named_district(title)
    kind = "муниципальный " if (found[3] or "").startswith("муницип") else "городской " if found[3] else ""
    name = f"{found[1]}{_adjective(found[1], found[2])}"
    return f"{name} {kind}{'район' if found[4].startswith('район') else 'округ'}"


def _named_district(title: str) -> str:
    """«городского округа Тольятти»: the name comes after and does not change."""
    found = _NAMED_DISTRICT.search(title)
    if not found or found[3][0].islower():
        return ""
    kind = "муниципальный" if found[1].lower().startswith("муницип") else "городской"
    return f"{kind} {found[2].lower()} {found[3]}"


def _adjective(stem: str, ending: str) -> str:
    """Return the ending in the nominative: «Саянск-ого» and «Верхн-его» are «-ий», «Заречн-ом» is «-ый»."""
    if ending in {"ый", "ий", "ой"}:
        return ending
    if stem in _STRESSED_AT_END:
        return "ой"
    soft = ending in {"его", "ем"} or stem.endswith(("ск", "цк", "к", "г", "х"))
    return "ий" if soft else "ый"


def _region(title: str) -> str:
    found = _REGION.search(title)
    if not found:
        return ""
    if found[4]:
        return f"Республика {found[4]}"
    ending, kind = _REGION_WORDS[found[3][:2].lower()]
    return f"{found[1]}{ending} {kind}"


def _nominative(name: str, case: str) -> str:
    """«города Зеи», «городе Саянске»: the name as it stands on the map; rules for the commonest endings only."""
    if not case:
        return name
    stem, ending = name[:-1], name[-1]
    if ending == "и":
        return f"{stem}{'я' if stem[-1] in _VOWELS else 'ь'}"
    if ending == "ы":
        return f"{stem}а"
    if ending in ("а", "е", "у") and stem[-1] not in _VOWELS:
        return stem
    return name
