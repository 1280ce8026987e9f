"""A month of the calendar: weeks of days with what is due, days off by name, stages that open and close."""

from calendar import Calendar as Weeks
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from webapp.agenda.forms import end_of_month, next_month
from webapp.agenda.queries import Due
from webapp.formatting import date_ru, day_month, month_ru, weekday_ru
from webapp.models import Stage
from workflows.roadmaps.words import MeasureStatus
from workflows.working_days import WEEKDAYS, Calendars, calendar_notice, calendar_of, is_working

SHOWN = 3
"""So many lines of a day are shown at once; the others open."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something of a day: a measure with its state, or a stage with what happens to it."""

    title: str
    url: str
    note: str
    status: MeasureStatus | None = None


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
class MonthPage:
    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Day, ...], ...]
    previous: tuple[str, str]
    following: tuple[str, str]
    notice: str
    count: int
    """Measures and stages of this month."""


def month_page(
    first: date,
    due: Mapping[date, Sequence[Due]],
    stages: Sequence[Stage],
    calendars: Calendars,
    *,
    number: str,
    today: date,
) -> MonthPage:
    days = {day: [*_stages(stages, day), *_measures(due.get(day, ()))] for day in _days(first)}
    weeks = tuple(
        tuple(_day(day, first, days.get(day, []), calendars, today) for day in week)
        for week in Weeks().monthdatescalendar(first.year, first.month)
    )
    before = (first - timedelta(days=1)).replace(day=1)
    return MonthPage(
        month_ru(first),
        WEEKDAYS,
        weeks,
        _way(before, number),
        _way(next_month(first), number),
        calendar_notice(first.year, calendars) or "",
        sum(len(items) for items in days.values()),
    )


def _days(first: date) -> Iterator[date]:
    for n in range((end_of_month(first) - first).days + 1):
        yield first + timedelta(days=n)


def _way(month: date, number: str) -> tuple[str, str]:
    return month_ru(month), url_for("agenda.calendar", month=f"{month:%Y-%m}", map=number)


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


def _measures(due: Sequence[Due]) -> Iterator[Item]:
    for one in due:
        measure = one.line.measure
        several = len(one.line.occurrences) > len(one.occurrences)
        note = one.occurrences[0].label if several or len(one.occurrences) == 1 else ""
        yield Item(
            f"{measure.number} {measure.title}".strip(),
            url_for("roadmap.item", ref=measure.ref),
            note,
            one.status,
        )


def _stages(stages: Sequence[Stage], day: date) -> Iterator[Item]:
    for stage in stages:
        for when, words in (
            (stage.opens_on, "открывается приём документов"),
            (stage.closes_on, "закрывается приём документов"),
            (stage.examine_until, "завершается экспертиза"),
        ):
            if when == day:
                yield Item(stage.title, "", f"{words}, {date_ru(day)}")
