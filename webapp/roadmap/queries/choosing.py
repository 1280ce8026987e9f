"""Which roadmaps a person has, and the one a page is about."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import Roadmap
from workflows.roadmaps.words import RoadmapState


def listed() -> Sequence[Roadmap]:
    """Return the roadmaps the person acting sees, municipal ones first, the latest period first; one statement."""
    return session.scalars(
        select(Roadmap)
        .order_by(Roadmap.school_id.is_not(None), Roadmap.starts_on.desc(), Roadmap.id.desc())
        .options(joinedload(Roadmap.school), joinedload(Roadmap.municipality), joinedload(Roadmap.programme))
    ).all()


def chosen(number: str, today: date, rows: Sequence[Roadmap] | None = None) -> Roadmap | None:
    """Return the roadmap of this number, or without one that of today: approved before a draft, municipal before a
    school's; None when there is none at all. Raises NotThere for a number that is not there for the person.

    `rows` are those of `listed`, where the caller has them."""
    found = listed() if rows is None else rows
    if not number:
        return min(found, key=lambda row: _less_apt(row, today), default=None)
    named = next((row for row in found if row.number == number), None)
    if named is None:
        raise NotThere
    return named


def get(number: str, *, lock: bool = False) -> Roadmap:
    """Return a roadmap by its number, locked for a change when asked to; raises NotThere."""
    statement = (
        select(Roadmap)
        .where(Roadmap.number == number)
        .options(joinedload(Roadmap.school), joinedload(Roadmap.municipality), joinedload(Roadmap.programme))
    )
    if lock:
        statement = statement.with_for_update(of=Roadmap).execution_options(populate_existing=True)
    row = session.scalar(statement)
    if row is None:
        raise NotThere
    return row


def _less_apt(row: Roadmap, today: date) -> tuple[bool, bool, bool, int]:
    running = row.starts_on <= today <= row.ends_on
    return (not running, row.school_id is not None, row.state is not RoadmapState.APPROVED, -row.id)
