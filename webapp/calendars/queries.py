"""Which days work: read once a minute by each process, since no page can spare a statement for it."""

import time
from collections.abc import Mapping
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import select

from webapp.database import kept, session
from webapp.models import CalendarDay
from workflows.working_days import Calendars, DayChange, with_changes

FRESH_FOR = 60.0
"""Seconds for which another process may still count by the calendar before the last change."""
_held: WeakKeyDictionary[object, tuple[float, Calendars]] = WeakKeyDictionary()


def calendars() -> Calendars:
    """Return the calendars of all years with what was entered; one statement a minute."""
    engine, instant = session.get_bind(), time.monotonic()
    until, found = _held.get(engine, (0.0, {}))
    if instant >= until:
        found = with_changes(DayChange(*row) for row in session.execute(_DAYS))
        _held[engine] = (instant + FRESH_FOR, found)
    return found


def forget() -> None:
    """Read the days anew when they are asked for next: something has just been entered."""
    _held.clear()


def entered(year: int) -> Mapping[date, CalendarDay]:
    """Return the days of the year that were entered."""
    rows = session.scalars(
        select(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
    )
    return {row.day: row for row in rows}


_DAYS = kept(
    select(CalendarDay.day, CalendarDay.works, CalendarDay.name, CalendarDay.source).order_by(CalendarDay.day)
)
