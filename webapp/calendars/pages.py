"""The year as the administrator sees it: days that differ from the week, working days of the months."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.calendars import queries
from webapp.formatting import MONTHS_NAMED, date_short, weekday_ru
from webapp.tables import Column, columns
from workflows.dates import FIRST_YEAR, LAST_YEAR
from workflows.working_days import DayCount, calendar_notice, calendar_of

COLUMNS = columns("День", "Каким стал", "Название", "Основание", "Действие")


@dataclass(frozen=True, slots=True)
class DayLine:
    iso: str
    words: str
    works: str
    name: str
    source: str
    entered: bool


@dataclass(frozen=True, slots=True)
class YearPage:
    year: int
    previous: int | None
    following: int | None
    source: str
    notice: str
    columns: tuple[Column, ...]
    lines: tuple[DayLine, ...]
    months: tuple[tuple[str, int], ...]
    total: int


def year_of(asked: str, today: date) -> int:
    """Return the year an address asks for, this one when it asks for none that can be."""
    year = int(asked) if asked.isdecimal() and len(asked) == len("2026") else today.year
    return year if FIRST_YEAR <= year <= LAST_YEAR else today.year


def year_page(year: int) -> YearPage:
    known, own = queries.calendars(), queries.entered(year)
    calendar, count = calendar_of(year, known), DayCount(known)
    off = {one.day: ("нерабочий", one.name) for one in calendar.holidays}
    days = off | {
        day: ("рабочий", own[day].name if day in own else "") for day in calendar.moved_working_days
    }
    lines = tuple(
        DayLine(
            day.isoformat(),
            f"{date_short(day)}, {weekday_ru(day)}",
            works,
            name,
            own[day].source if day in own else "",
            day in own,
        )
        for day, (works, name) in sorted(days.items())
    )
    months = tuple((MONTHS_NAMED[month - 1], _working(count, year, month)) for month in range(1, 13))
    return YearPage(
        year,
        year - 1 if year > FIRST_YEAR else None,
        year + 1 if year < LAST_YEAR else None,
        calendar.source,
        calendar_notice(year, known) or "",
        COLUMNS,
        lines,
        months,
        sum(days for _month, days in months),
    )


def _working(count: DayCount, year: int, month: int) -> int:
    first = date(year, month, 1)
    return count.between(first - timedelta(days=1), first.replace(day=monthrange(year, month)[1]))
