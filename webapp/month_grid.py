"""A month as a calendar: weeks of days with what stands on them and why a day does not work."""

from calendar import Calendar as Weeks
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.formatting import day_month, month_ru, weekday_ru
from workflows.vocabulary import Toned
from workflows.working_days import WEEKDAYS, Calendars, calendar_notice, calendar_of, is_working

SHOWN = 3
"""So many lines of a day are shown at once; the others open."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something of a day: what it is called, where it leads, in which state it is."""

    title: str
    url: str
    note: str = ""
    status: Toned | None = None


@dataclass(frozen=True, slots=True)
class Day:
    number: int
    iso: str
    words: str
    inside: bool
    """Of this month."""
    today: bool
    off: str
    """Why the day does not work; '' for a working day."""
    shown: tuple[Item, ...]
    more: tuple[Item, ...]

    @property
    def idle(self) -> bool:
        return not self.shown


@dataclass(frozen=True, slots=True)
class MonthGrid:
    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Day, ...], ...]
    previous: tuple[str, str]
    """The name of the month before and its address."""
    following: tuple[str, str]
    notice: str
    count: int
    """What stands on the days of this month, together."""


def month_grid(
    first: date,
    items: Mapping[date, Sequence[Item]],
    calendars: Calendars,
    *,
    today: date,
    address: Callable[[date], str],
) -> MonthGrid:
    """Return the month that begins with `first`; `address` gives that of another month by its first day."""
    weeks = tuple(
        tuple(_day(day, first, items.get(day, ()), calendars, today) for day in week)
        for week in Weeks().monthdatescalendar(first.year, first.month)
    )
    before, after = (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)
    return MonthGrid(
        month_ru(first),
        WEEKDAYS,
        weeks,
        (month_ru(before), address(before)),
        (month_ru(after), address(after)),
        calendar_notice(first.year, calendars) or "",
        sum(len(of_day) for day, of_day in items.items() if first <= day < after),
    )


def _day(day: date, first: date, items: Sequence[Item], calendars: Calendars, today: date) -> Day:
    off = ""
    if not is_working(day, calendars):
        off = calendar_of(day.year, calendars).holiday_name(day) or "выходной"
    return Day(
        day.day,
        day.isoformat(),
        f"{day_month(day)}, {weekday_ru(day)}",
        day.month == first.month,
        day == today,
        off,
        tuple(items[:SHOWN]),
        tuple(items[SHOWN:]),
    )
