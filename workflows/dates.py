"""Russian dates as people type them, and the instant at which a deadline ends."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST = 60
PASSED_MONTHS = 6
"""A date without a year that passed longer ago than this means the next year."""


class DateError(ValueError):
    """The text is not a date; the message is one Russian sentence for the person who typed it."""


def parse_date(text: str, *, today: date) -> date:
    """Return the date a person typed: «27.11.2026», «27.11.26», «27 ноября 2026 г.», «27.11», «2026-11-27».

    Without a year it is this year, or the next one when the date passed more than six months ago. Raises
    DateError for an empty text, an unknown form and an impossible date.
    """
    if len(text) > LONGEST:
        raise DateError("Слишком длинная запись даты. Укажите её так: 27.11.2026 или 27 ноября 2026.")
    tidy = _TAIL.sub("", " ".join(_QUOTES.sub(" ", text).split()).casefold())
    if not tidy:
        raise DateError("Укажите дату, например: 27.11.2026.")
    for form, month_number in _FORMS:
        if found := form.fullmatch(tidy):
            day, month = int(found["day"]), month_number(found["month"])
            year = _year(found["year"]) if found["year"] else _nearest_year(day, month, today)
            return _checked(day, month, year)
    raise DateError(f"Дата «{text.strip()}» не распознана. Укажите её так: 27.11.2026 или 27 ноября 2026.")


def day_in(text: str, *, today: date) -> date | None:
    """Return the date that stands in an address; None for an empty one and for one that cannot be read."""
    try:
        return parse_date(text[:LONGEST], today=today) if text else None
    except DateError:
        return None


def from_iso(text: str) -> date | None:
    """Return the day of an answer kept as «2026-11-27»; None for what was typed and is no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def long_date(day: date) -> str:
    """Return the date in words: «27 ноября 2026 года»."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} года"


def deadline_instant(day: date, zone: ZoneInfo) -> datetime:
    """Return the last second of the day in the municipality's zone, as an aware UTC time."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone).astimezone(UTC)


def is_overdue(due: datetime, now: datetime) -> bool:
    """Tell whether the deadline has passed; its last second counts. Raises ValueError for naive times."""
    if due.tzinfo is None or now.tzinfo is None:
        raise ValueError("A deadline and the present moment are compared with their time zones.")
    return now.replace(microsecond=0) > due


_QUOTES = re.compile(r"[«»\"„“”]")
_TAIL = re.compile(r"[\s,]*(?:г\.?|год|года)?[\s,.]*$")
_BETWEEN = r"(?: ?[./-] ?| )"
_DIGITS_YEAR = r"(?P<year>\d{4}|\d{2})"


def _month_by_number(word: str) -> int:
    month = int(word)
    if not 1 <= month <= 12:
        raise DateError(f"Месяца с номером {month} не бывает. Укажите месяц от 1 до 12.")
    return month


def _month_by_name(word: str) -> int:
    names = ((number, name) for number, name in enumerate(MONTHS, start=1))
    for number, name in names:
        if name.startswith(word) or _nominative(name).startswith(word):
            return number
    raise DateError(f"Месяц «{word}» не распознан. Укажите дату так: 27.11.2026 или 27 ноября 2026.")


def _nominative(genitive: str) -> str:
    if genitive == "мая":
        return "май"
    return genitive[:-1] if genitive.endswith("та") else f"{genitive[:-1]}ь"


_FORMS: tuple[tuple[re.Pattern[str], Callable[[str], int]], ...] = (
    (re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"), _month_by_number),
    (
        re.compile(rf"(?P<day>\d{{1,2}}){_BETWEEN}(?P<month>\d{{1,2}})(?:{_BETWEEN}{_DIGITS_YEAR})?"),
        _month_by_number,
    ),
    (re.compile(rf"(?P<day>\d{{1,2}}) ?(?P<month>[а-яё]{{3,}})\.?(?:,? ?{_DIGITS_YEAR})?"), _month_by_name),
)


def _year(digits: str) -> int:
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(f"Год {digits} слишком далёк. Укажите год от {FIRST_YEAR} до {LAST_YEAR}.")
    return year


def _nearest_year(day: int, month: int, today: date) -> int:
    meant = (month, day)
    back = today.month - PASSED_MONTHS
    if back <= 0:  # six months ago was last year, and no date of this year is that old
        return today.year
    limit = min(today.day, monthrange(today.year, back)[1])
    return today.year + 1 if meant < (back, limit) else today.year


def _checked(day: int, month: int, year: int) -> date:
    last = monthrange(year, month)[1]
    if 1 <= day <= last:
        return date(year, month, day)
    of_year = f" {year} года" if month == 2 else ""
    raise DateError(f"{day} {MONTHS[month - 1]}{of_year} нет в календаре. Укажите число от 1 до {last}.")
