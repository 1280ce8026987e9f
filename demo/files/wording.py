"""Russian dates, numbers and plurals of the demonstration documents, and the calendar of a school."""

from datetime import date, timedelta

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_SATURDAY = 5
_SCHOOL_STARTS = (8, 26)
_PUBLIC_HOLIDAYS = {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}


def long_date(day: date) -> str:
    """«14 марта 2026 г.»"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} г."


def short_date(day: date) -> str:
    """«14.03.2026»"""
    return f"{day:%d.%m.%Y}"


def number(value: float, places: int = 1) -> str:
    """A number with a decimal comma."""
    return f"{value:.{places}f}".replace(".", ",")


def percent(part: int, whole: int) -> str:
    """«41,7 %» of part in whole; «0 %» of nothing."""
    if not whole:
        return "0 %"
    return f"{number(part / whole * 100)} %"


def count(amount: int, one: str, few: str, many: str) -> str:
    """«1 урок», «2 урока», «5 уроков»."""
    tail, teens = amount % 10, amount % 100
    if tail == 1 and teens != 11:
        return f"{amount} {one}"
    if 2 <= tail <= 4 and not 12 <= teens <= 14:
        return f"{amount} {few}"
    return f"{amount} {many}"


def sentence(text: str) -> str:
    """The same text with a capital letter at the start; abbreviations keep theirs."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def school_day(day: date) -> date:
    """The same day, or the next one on which a school works: no weekends, New Year and summer holidays."""
    if (day.month, day.day) <= (1, 8):
        day = day.replace(month=1, day=12)
    if (6, 20) <= (day.month, day.day) < _SCHOOL_STARTS:
        day = day.replace(month=_SCHOOL_STARTS[0], day=_SCHOOL_STARTS[1])
    while day.weekday() >= _SATURDAY or (day.month, day.day) in _PUBLIC_HOLIDAYS:
        day += timedelta(days=1)
    return day


def school_days_after(day: date, days: int) -> date:
    return school_day(day + timedelta(days=days))


def past_school_years(today: date, amount: int = 3) -> tuple[str, ...]:
    """The last finished school years, oldest first: «2023/2024», …; a school year ends with May."""
    last_end = today.year if today >= date(today.year, 6, 1) else today.year - 1
    return tuple(f"{end - 1}/{end}" for end in range(last_end - amount + 1, last_end + 1))


def this_school_year(today: date) -> str:
    start = today.year if today >= date(today.year, 9, 1) else today.year - 1
    return f"{start}/{start + 1}"
