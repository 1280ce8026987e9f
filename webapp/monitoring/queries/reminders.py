"""Reminding schools of what they owe: what each would be told, who would be told, what was told today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select

from webapp import mail
from webapp.access.actor import Actor
from webapp.database import session, today_in
from webapp.models import School, SchoolReminder, Stage
from webapp.monitoring.queries.cells import Cell
from webapp.monitoring.queries.columns import Shape
from webapp.monitoring.queries.conditions import Filters
from webapp.monitoring.queries.matrix import SchoolRow, chosen
from webapp.notifications import queries as people
from workflows.listing import listed
from workflows.vocabulary import Event, Standing, State

LIMIT = 1000
"""Schools reminded in one act."""
TEXT_LIMIT = 270
KINDS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that went today."""

    school: str
    stage: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What a school would be told about one stage. Without `people` nobody would; `sent` says it was told today."""

    school_id: int
    slug: str
    school: str
    stage_id: int
    stage: str
    text: str
    people: tuple[str, ...]
    sent: Sent | None = None

    @property
    def goes(self) -> bool:
        return bool(self.people) and self.sent is None

    @property
    def words(self) -> str:
        """The text as the school reads it."""
        return mail.one_line(f"{Event.SCHOOL_REMINDED.label}: {self.text}")


def drafts(filters: Filters, found: Shape, slugs: Sequence[str], actor: Actor) -> tuple[Draft, ...]:
    """Return what the named schools, or all that the address asks for, owe: a draft for each school and stage.

    Schools whose turn it is in no document are left out."""
    rows = chosen(filters, found, slugs, actor, most=LIMIT)
    today = today_in(actor.zone)
    staff = people.staff_of([row.id for row in rows], today)
    told = {(one.school_id, one.stage_id): one for one in _told(found, actor)}
    made = []
    for row in rows:
        for (stage_id, title), owed in _owed(row, actor):
            before = told.get((row.id, stage_id))
            made.append(
                Draft(
                    row.id, row.slug, row.short_name, stage_id, title, _text(title, owed), staff.get(row.id, ()),
                    _sent(row.short_name, title, before) if before else None,
                )
            )  # fmt: skip
    return tuple(made)


def sent_today(found: Shape, actor: Actor) -> tuple[Sent, ...]:
    """Return the reminders about the stages looked at that went today, the last first."""
    rows = session.execute(
        select(SchoolReminder, School.short_name, Stage.title)
        .join(School, School.id == SchoolReminder.school_id)
        .join(Stage, Stage.id == SchoolReminder.stage_id)
        .where(SchoolReminder.day == today_in(actor.zone), SchoolReminder.stage_id.in_(found.stage_ids))
        .order_by(SchoolReminder.id.desc())
        .limit(LIMIT)
    )
    return tuple(_sent(school, stage, row) for row, school, stage in rows)


def _told(found: Shape, actor: Actor) -> Sequence[SchoolReminder]:
    today = SchoolReminder.day == today_in(actor.zone)
    return session.scalars(
        select(SchoolReminder).where(today, SchoolReminder.stage_id.in_(found.stage_ids))
    ).all()


def _sent(school: str, stage: str, row: SchoolReminder) -> Sent:
    return Sent(school, stage, row.text, row.sent_by_name, row.created_at)


def _owed(row: SchoolRow, actor: Actor) -> Iterable[tuple[tuple[int, str], list[Cell]]]:
    """Return the documents for which it is the school's turn, by stage."""
    today = today_in(actor.zone)
    found = [
        cell
        for cell in row.cells
        if cell.stage_id and _is_owed(cell) and (not cell.opens_on or cell.opens_on <= today)
    ]
    return [
        (stage, list(same))
        for stage, same in groupby(found, key=lambda cell: (cell.stage_id, cell.column.stage))
    ]


def _is_owed(cell: Cell) -> bool:
    if cell.state is None:
        return cell.required
    return cell.state is State.WITHDRAWN or cell.state in Standing.REWORKED.states


def _text(stage: str, owed: Sequence[Cell]) -> str:
    """Return «этап «…»: концепция не представлена до 15.03.2026»: what is owed and by when."""
    parts = listed([_owes(cell) for cell in owed], KINDS_NAMED)
    return f"«{stage}»: {parts}"[:TEXT_LIMIT]


def _owes(cell: Cell) -> str:
    what = "ждём доработанный пакет" if cell.state in Standing.REWORKED.states else "не представлено"
    until = f", срок {cell.due_on:%d.%m.%Y}" if cell.due_on else ""
    late = ", срок прошёл" if cell.overdue else ""
    return f"{cell.column.kind.short_title} – {what}{late or until}"
