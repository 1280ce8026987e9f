"""The production calendar: which days work. A day that does not work warns, it never refuses a deadline.

Sources: Labour Code, art. 112 (holidays; a holiday on a weekend moves to the next working day, January
apart); the yearly government decree that moves days off.
"""

from calendar import isleap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, groupby
from types import MappingProxyType

from workflows.dates import long_date

SATURDAY = 5
DAY = timedelta(days=1)
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
WINTER = "новогодние каникулы"
STATUTORY: Mapping[tuple[int, int], str] = MappingProxyType(
    {
        **{(1, day): WINTER for day in (1, 2, 3, 4, 5, 6, 8)},
        (1, 7): "Рождество Христово",
        (2, 23): "День защитника Отечества",
        (3, 8): "Международный женский день",
        (5, 1): "Праздник Весны и Труда",
        (5, 9): "День Победы",
        (6, 12): "День России",
        (11, 4): "День народного единства",
    }
)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off that is not merely a Saturday or a Sunday, and why."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """One year: its days off beside the weekends, and the weekend days that work."""

    year: int
    holidays: tuple[Holiday, ...]
    moved_working_days: frozenset[date] = frozenset()
    provisional: bool = False
    """The decree of the year is not taken into account: days off may still move."""
    source: str = ""

    def holiday_name(self, day: date) -> str | None:
        return next((holiday.name for holiday in self.holidays if holiday.day == day), None)


Calendars = Mapping[int, Calendar]


@cache
def statutory_calendar(year: int) -> Calendar:
    """Return the calendar of a year whose decree is unknown: holidays by law, marked provisional."""
    named = {date(year, month, day): name for (month, day), name in STATUTORY.items()}
    moved = {
        _monday_after(day): f"перенос выходного дня с {day:%d.%m.%Y}"
        for day in named
        if day.month != 1 and day.weekday() >= SATURDAY
    }
    return Calendar(year, _holidays({**named, **moved}), provisional=True, source="ТК РФ, ст. 112")


def _decreed_calendar(
    year: int, source: str, *, moved: Mapping[tuple[int, int], str], working: frozenset[date] = frozenset()
) -> Calendar:
    """Return the calendar of a decree; `moved` names the day off each working day was given for."""
    named = {date(year, month, day): name for (month, day), name in STATUTORY.items()}
    given = {date(year, month, day): f"перенос выходного дня с {was}" for (month, day), was in moved.items()}
    return Calendar(year, _holidays({**named, **given}), working, source=source)


def _holidays(named: Mapping[date, str]) -> tuple[Holiday, ...]:
    return tuple(Holiday(day, name) for day, name in sorted(named.items()))


def _monday_after(weekend_day: date) -> date:
    # No holiday outside January has another within two days, so that Monday is always free.
    return weekend_day + DAY * (len(WEEKDAYS) - weekend_day.weekday())


CALENDARS: Calendars = MappingProxyType(
    {
        2025: _decreed_calendar(
            2025,
            "Постановление Правительства РФ от 04.10.2024 № 1335",
            moved={
                (5, 2): "04.01.2025",
                (5, 8): "23.02.2025",
                (6, 13): "08.03.2025",
                (11, 3): "01.11.2025",
                (12, 31): "05.01.2025",
            },
            working=frozenset({date(2025, 11, 1)}),
        ),
        2026: _decreed_calendar(
            2026,
            "Постановление Правительства РФ от 24.09.2025 № 1466",
            moved={
                (1, 9): "03.01.2026",
                (3, 9): "08.03.2026",
                (5, 11): "09.05.2026",
                (12, 31): "04.01.2026",
            },
        ),
        2027: statutory_calendar(2027),
    }
)


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that differs from the calendar the product came with; `source` is the decree that says so."""

    day: date
    works: bool
    name: str = ""
    source: str = ""


def with_changes(changes: Iterable[DayChange], calendars: Calendars = CALENDARS) -> Calendars:
    """Return the calendars with the days an administrator entered; a source makes its year no longer provisional."""
    found = dict(calendars)
    for year, own in groupby(
        sorted(changes, key=lambda change: change.day), key=lambda change: change.day.year
    ):
        found[year] = _changed(calendar_of(year, calendars), tuple(own))
    return MappingProxyType(found)


def _changed(calendar: Calendar, changes: tuple[DayChange, ...]) -> Calendar:
    days = {change.day for change in changes}
    named = {one.day: one.name for one in calendar.holidays if one.day not in days}
    named |= {change.day: change.name or "нерабочий день" for change in changes if not change.works}
    working = (calendar.moved_working_days - days) | {change.day for change in changes if change.works}
    sources = dict.fromkeys(change.source for change in changes if change.source)
    source = "; ".join(dict.fromkeys((calendar.source, *sources)))
    return Calendar(
        calendar.year, _holidays(named), frozenset(working), calendar.provisional and not sources, source
    )


def calendar_of(year: int, calendars: Calendars = CALENDARS) -> Calendar:
    """Return the calendar of the year, or a provisional one by law when none was entered."""
    return calendars.get(year) or statutory_calendar(year)


def is_working(day: date, calendars: Calendars = CALENDARS) -> bool:
    calendar = calendar_of(day.year, calendars)
    if day in calendar.moved_working_days:
        return True
    return day.weekday() < SATURDAY and calendar.holiday_name(day) is None


def next_working_day(day: date, calendars: Calendars = CALENDARS) -> date:
    """Return the day itself when it works, else the first working day after it."""
    while not is_working(day, calendars):
        day += DAY
    return day


def add_working_days(start: date, n: int, calendars: Calendars = CALENDARS) -> date:
    """Return the n-th working day after `start` (before it for a negative n); `start` is not counted."""
    step, day = (DAY if n > 0 else -DAY), start
    for _ in range(abs(n)):
        day += step
        while not is_working(day, calendars):
            day += step
    return day


def working_days_between(a: date, b: date, calendars: Calendars = CALENDARS) -> int:
    """Return how many working days follow `a` up to and including `b`; negative when `b` is earlier."""
    if b < a:
        return -working_days_between(b, a, calendars)
    return sum(is_working(a + DAY * passed, calendars) for passed in range(1, (b - a).days + 1))


class DayCount:
    """The same count for those who ask it thousands of times: a year is added up once, then a span is two look-ups."""

    def __init__(self, calendars: Calendars = CALENDARS) -> None:
        self._calendars = calendars
        self._years: dict[int, tuple[int, ...]] = {}

    def between(self, a: date, b: date) -> int:
        """Return how many working days follow `a` up to and including `b`; negative when `b` is earlier."""
        if b < a:
            return -self.between(b, a)
        whole = sum(self._passed(year)[-1] for year in range(a.year, b.year))
        return (
            whole + self._passed(b.year)[b.timetuple().tm_yday] - self._passed(a.year)[a.timetuple().tm_yday]
        )

    def _passed(self, year: int) -> tuple[int, ...]:
        """Return how many days worked up to each day of the year, from none to all of them."""
        if year not in self._years:
            first, length = date(year, 1, 1), 366 if isleap(year) else 365
            works = (is_working(first + DAY * n, self._calendars) for n in range(length))
            self._years[year] = tuple(accumulate(works, initial=0))
        return self._years[year]


def non_working_warning(day: date, calendars: Calendars = CALENDARS) -> str | None:
    """Return why the day is a poor deadline and which one is better; None for a working day."""
    if is_working(day, calendars):
        return None
    reason = calendar_of(day.year, calendars).holiday_name(day) or WEEKDAYS[day.weekday()]
    better = next_working_day(day, calendars)
    sentences = [
        f"Срок приходится на нерабочий день: {long_date(day)}, {reason}.",
        f"Ближайший рабочий день – {long_date(better)}.",
        calendar_notice(better.year, calendars) or calendar_notice(day.year, calendars) or "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def calendar_notice(year: int, calendars: Calendars = CALENDARS) -> str | None:
    """Return a caution when the calendar of the year is provisional, so that computed deadlines may shift."""
    if not calendar_of(year, calendars).provisional:
        return None
    return f"Переносы выходных дней на {year} год не учтены: проверьте производственный календарь."
