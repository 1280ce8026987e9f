"""Late sending: what closed stages expected, from whom, and the permits given."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import LatePermit, Participation, School, Stage, StageDue
from webapp.paging import PAGE_SIZE
from workflows.kinds import KINDS


def stage_and_school(stage_slug: str, school_slug: str) -> tuple[Stage, School]:
    """Return a stage and a participating school of it that this person sees; raises NotThere."""
    row = session.execute(
        select(Stage, School)
        .join(Participation, Participation.programme_id == Stage.programme_id)
        .join(School, School.id == Participation.school_id)
        .where(Stage.slug == stage_slug, School.slug == school_slug)
    ).first()
    if row is None:
        raise NotThere
    return row[0], row[1]


def has_permit(stage_id: int, school_id: int, kind: str) -> bool:
    found = select(LatePermit.id).where(
        LatePermit.stage_id == stage_id, LatePermit.school_id == school_id, LatePermit.kind == kind
    )
    return session.scalar(found) is not None


def closed_dues(today: date) -> Sequence[tuple[Stage, str]]:
    """Return what closed stages expected: the packages a late sending may be allowed for."""
    rows = session.execute(
        select(Stage, StageDue.kind)
        .join(StageDue, StageDue.stage_id == Stage.id)
        .where(Stage.closes_on < today)
        .order_by(Stage.closes_on.desc(), Stage.id)
    )
    return [(stage, kind) for stage, kind in rows if kind in KINDS]


def schools_by_name() -> Sequence[School]:
    return session.scalars(select(School).where(School.closed.is_(False)).order_by(School.short_name)).all()


def permits() -> Sequence[LatePermit]:
    """Return the permits given, newest first, with school and stage."""
    return session.scalars(
        select(LatePermit)
        .order_by(LatePermit.id.desc())
        .limit(PAGE_SIZE)
        .options(joinedload(LatePermit.school), joinedload(LatePermit.stage))
    ).all()
