"""The stages that are on: their dates, how far they are, what they still expect of a school."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import Date, Integer, Select, bindparam, exists, func, select

from webapp.access.actor import Actor
from webapp.database import kept, session, today_in
from webapp.models import Package, Stage, StageDue
from workflows.kinds import KINDS
from workflows.vocabulary import State

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class StageCounts:
    """The stage that is on now, with how many packages stand where."""

    stage: Stage
    by_state: Mapping[State, int]


def stages_on(actor: Actor, *, limit: int = 6) -> Sequence[Stage]:
    """Return the stages whose last date is still to come, soonest first."""
    return session.scalars(_STAGES_ON, {"today": today_in(actor.zone), "most": limit}).all()


def current_stage(actor: Actor, stages: Sequence[Stage]) -> StageCounts | None:
    """Return the first of the stages that is on now, with its packages by state; one statement."""
    today = today_in(actor.zone)
    stage = next((one for one in stages if one.opens_on <= today), None)
    if stage is None:
        return None
    rows = session.execute(_BY_STATE, {"stage": stage.id})
    return StageCounts(stage, {state: count for state, count in rows})


def dues_not_begun(actor: Actor) -> Sequence[tuple[Stage, str]]:
    """Return what open stages still expect of the person's school, without a package yet."""
    values = {"today": today_in(actor.zone), "school": actor.school_id}
    rows = session.execute(_NOT_BEGUN, values)
    return [(stage, kind) for stage, kind in rows]


def is_new_school(actor: Actor) -> bool:
    """Tell whether the person's school has not begun a single package yet."""
    return session.scalar(_ANY_PACKAGE, {"school": actor.school_id}) is None


def not_begun(statement: Select[*Columns]) -> Select[*Columns]:
    """Narrow a selection of dues to what open stages still expect of the school."""
    school = bindparam("school", type_=Integer())
    begun = exists().where(
        Package.stage_id == StageDue.stage_id, Package.kind == StageDue.kind, Package.school_id == school
    )
    return statement.join(Stage, Stage.id == StageDue.stage_id).where(
        Stage.opens_on <= _today, Stage.closes_on >= _today, StageDue.kind.in_(tuple(KINDS)), ~begun
    )


_today = bindparam("today", type_=Date())
_STAGES_ON = kept(
    select(Stage)
    .where(Stage.examine_until >= _today)
    .order_by(Stage.examine_until, Stage.id)
    .limit(bindparam("most", type_=Integer()))
)
_ANY_PACKAGE = kept(
    select(Package.id).where(Package.school_id == bindparam("school", type_=Integer())).limit(1)
)
_BY_STATE = kept(
    select(Package.state, func.count())
    .where(Package.stage_id == bindparam("stage", type_=Integer()))
    .group_by(Package.state)
)
_NOT_BEGUN = kept(
    not_begun(select(Stage, StageDue.kind).select_from(StageDue)).order_by(Stage.closes_on, Stage.id)
)
