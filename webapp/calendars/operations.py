"""Entering the decree of a year: days that work, days that do not, days off that move."""

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.calendars import queries
from webapp.database import now, session, transaction
from webapp.errors import Invalid, Stale
from webapp.models import CalendarDay
from workflows.working_days import DayChange, is_working


def enter(change: DayChange, *, actor: Actor) -> None:
    """Say of a day that it works or not; a day entered before is corrected."""
    with transaction():
        _put(change, actor)
        journal.record(
            "calendar.changed",
            kind="calendar",
            object_id=change.day,
            works=change.works,
            source=change.source,
        )
    queries.forget()


def move(off: date, to: date, source: str, *, actor: Actor) -> None:
    """Let a day off become a working day and another day be free for it. Raises Invalid when it is the other way."""
    with transaction():
        queries.forget()
        known = queries.calendars()
        if is_working(off, known):
            raise Invalid("Этот день и так рабочий: переносят выходной.", "off")
        if not is_working(to, known):
            raise Invalid("Этот день и так нерабочий: выберите рабочий.", "to")
        _put(DayChange(off, True, "рабочий день по переносу", source), actor)
        _put(DayChange(to, False, f"перенос выходного дня с {off:%d.%m.%Y}", source), actor)
        journal.record("calendar.moved", kind="calendar", object_id=off, to=to.isoformat(), source=source)
    queries.forget()


def reset(day: date, *, actor: Actor) -> None:
    """Let a day be again as in the calendar the product came with; a day nobody entered stays as it is."""
    with transaction():
        session.execute(delete(CalendarDay).where(CalendarDay.day == day))
        journal.record("calendar.reset", kind="calendar", object_id=day, by=actor.name)
    queries.forget()


def _put(change: DayChange, actor: Actor) -> None:
    row = session.scalar(select(CalendarDay).where(CalendarDay.day == change.day).with_for_update())
    if row is None:
        row = CalendarDay(day=change.day)
        session.add(row)
    row.works, row.name, row.source = change.works, change.name, change.source
    row.changed_by_name, row.changed_at = actor.name, now()
    try:
        session.flush()
    except IntegrityError as error:
        raise Stale(f"День {change.day:%d.%m.%Y} только что изменил другой администратор.") from error
