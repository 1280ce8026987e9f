"""Requisites a document carries in its first lines: what it is, its number and its date (ГОСТ Р 7.0.97-2025)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflows.passages import Passage

FIRST_PASSAGES = 40
_MONTHS = (
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
)
_FIGURES = re.compile(r"(?<!\d)([0-3]?\d)\.([01]?\d)\.(20\d{2}|\d{2})(?!\d)")
_WORDS = re.compile(r"[«\"]?(?<!\d)([0-3]?\d)[»\"]?\s+([а-яё]+)\s+(20\d{2})(?!\d)", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<!школа )(?<!школы )(?<!сош )(?<!оош )(?<!гимназия )(?<!лицей )№\s*([0-9][\w./-]{0,20})",
    re.IGNORECASE,
)
"""The number of a document, not that of a school."""
_NAMES = re.compile(
    r"(?<!\w)(приказ|протокол|справк[аи]|план|программа|отч[её]т|положение|договор|распоряжение|решение|акт|заключение)(?!\w)",
    re.IGNORECASE,
)
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Requisites:
    """What a document says of itself; empty where it says nothing."""

    name: str = ""
    number: str = ""
    dated: date | None = None

    @property
    def words(self) -> str:
        """«Приказ № 41-од от 14.03.2026»; '' when nothing was found."""
        number = f"№ {self.number}" if self.number else ""
        dated = f"от {self.dated:%d.%m.%Y}" if self.dated else ""
        return " ".join(word for word in (self.name.capitalize(), number, dated) if word)


def requisites(passages: Sequence[Passage]) -> Requisites:
    """Return the requisites found in the first lines: the first name, number and date that stand there."""
    lines = [passage.text for passage in passages[:FIRST_PASSAGES]]
    name = next((found.group(1).lower() for line in lines if (found := _NAMES.search(line))), "")
    number = next((found.group(1).rstrip(".") for line in lines if (found := _NUMBER.search(line))), "")
    dated = next((found for line in lines for found in dates_in(line)), None)
    return Requisites(name, number, dated)


def dates_in(text: str) -> tuple[date, ...]:
    """Return the calendar dates written in a text, in figures or with the month in words, in their order."""
    found = [(match.start(), _of_figures(match)) for match in _FIGURES.finditer(text)]
    found += [(match.start(), _of_words(match)) for match in _WORDS.finditer(text)]
    return tuple(day for _, day in sorted(found, key=lambda one: one[0]) if day is not None)


def _of_figures(match: re.Match[str]) -> date | None:
    day, month, year = (int(group) for group in match.groups())
    return _date(year if year >= _CENTURY else year + _CENTURY, month, day)


def _of_words(match: re.Match[str]) -> date | None:
    word = match.group(2).lower()
    month = next((place for place, stem in enumerate(_MONTHS, start=1) if _is_month(word, stem)), 0)
    return _date(int(match.group(3)), month, int(match.group(1)))


def _is_month(word: str, stem: str) -> bool:
    return word in {"мая", "май", "мае"} if stem == "ма" else word.startswith(stem)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
