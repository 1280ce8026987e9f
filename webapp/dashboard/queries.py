"""What waits for a person: only things they can move, soonest first; and the numbers in the frame."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import load_only

from webapp.access.actor import Actor, system_scope
from webapp.database import UtcDateTime, kept, now, session, today_in
from webapp.frame import Counts
from webapp.models import (
    Delivery,
    ExpertAssignment,
    Mail,
    Notification,
    Package,
    PackageEvent,
    Remark,
    Report,
    School,
    Stage,
    StageDue,
)
from workflows.kinds import KINDS
from workflows.vocabulary import RemarkState, ReportState, Role, State, Turn

LIMIT = 50
COUNT_LIMIT = 99
MY_TURNS: Mapping[Role, tuple[Turn, ...]] = MappingProxyType(
    {
        Role.SCHOOL: (Turn.SCHOOL,),
        Role.HEAD: (Turn.SCHOOL,),
        Role.CURATOR: (Turn.CURATOR,),
        Role.EXPERT: (Turn.EXPERT,),
        Role.COORDINATOR: (Turn.EXPERT, Turn.COORDINATOR),
    }
)
ALL_TURNS = (Turn.SCHOOL, Turn.CURATOR, Turn.EXPERT, Turn.COORDINATOR)


@dataclass(frozen=True, slots=True)
class WaitingPackage:
    """A package in a queue: whose, which, since when, until when."""

    number: str
    school: str
    kind: str
    stage: str
    state: State
    turn: Turn
    round: int
    returns: int
    due_at: datetime | None
    waiting_since: datetime
    open_remarks: int


@dataclass(frozen=True, slots=True)
class StageCounts:
    """The stage that is on now, with how many packages stand where."""

    stage: Stage
    by_state: Mapping[State, int]


@dataclass(frozen=True, slots=True)
class DoneLine:
    number: str
    title: str
    at: datetime


def frame_counts(actor: Actor) -> Counts:
    """Return what waits, what of it is overdue, and unread notifications: one bounded statement."""
    values = {"me": actor.user_id, "instant": now()}
    waiting, overdue, unread = session.execute(_frame_counts(actor.role), values).one()
    return Counts(waiting, overdue, unread)


def mine(actor: Actor, *, limit: int = LIMIT) -> tuple[WaitingPackage, ...]:
    """Return the packages this person can move now, soonest deadline first; one statement for each turn."""
    return _waiting(actor, MY_TURNS.get(actor.role, ()), limit, mine=True)


def others(actor: Actor, *, limit: int = LIMIT) -> tuple[WaitingPackage, ...]:
    """Return the visible packages that others hold, soonest deadline first."""
    turns = tuple(turn for turn in ALL_TURNS if turn not in MY_TURNS.get(actor.role, ()))
    return _waiting(actor, turns, limit, mine=False)


def done(actor: Actor, *, limit: int = LIMIT) -> tuple[DoneLine, ...]:
    """Return what this person did last."""
    rows = session.execute(
        select(Package.number, PackageEvent.title, PackageEvent.at)
        .join(Package, Package.id == PackageEvent.package_id)
        .where(PackageEvent.actor_id == actor.user_id)
        .order_by(PackageEvent.id.desc())
        .limit(limit)
    )
    return tuple(DoneLine(*row) for row in rows)


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
    today = today_in(actor.zone)
    begun = exists().where(
        Package.stage_id == StageDue.stage_id,
        Package.kind == StageDue.kind,
        Package.school_id == actor.school_id,
    )
    rows = session.execute(
        select(Stage, StageDue.kind)
        .join(StageDue, StageDue.stage_id == Stage.id)
        .where(Stage.opens_on <= today, Stage.closes_on >= today, ~begun)
        .order_by(Stage.closes_on, Stage.id)
    )
    return [(stage, kind) for stage, kind in rows if kind in KINDS]


def recent(actor: Actor, *, limit: int = 5) -> Sequence[Notification]:
    return session.scalars(_RECENT, {"me": actor.user_id, "most": limit}).all()


def reports_in_work(actor: Actor, *, limit: int = 5) -> Sequence[Report]:
    """Return reports being made or failed, and ready ones not yet accepted."""
    if actor.role not in {Role.COORDINATOR, Role.CHIEF}:
        return ()
    return session.scalars(
        select(Report)
        .where(Report.stage_id.is_not(None), Report.accepted_at.is_(None))
        .where(Report.state.in_((ReportState.READY, ReportState.FAILED)))
        .order_by(Report.id.desc())
        .limit(limit)
        .options(load_only(Report.number, Report.title, Report.state))
    ).all()


def failed_deliveries(actor: Actor) -> int:
    """Return how many consequences and letters failed for good; for the administrator of the installation alone."""
    if actor.role is not Role.ADMIN or actor.municipality_id is not None:
        return 0
    with system_scope("failures for the administrator's queue"):
        return session.execute(_FAILED).scalar_one()


def _waiting(actor: Actor, turns: Sequence[Turn], limit: int, *, mine: bool) -> tuple[WaitingPackage, ...]:
    statement = _in_turn(actor.role, mine)
    found: list[WaitingPackage] = []
    for turn in turns:
        rows = session.execute(statement, {"turn": turn, "me": actor.user_id, "most": limit})
        found += [_line(row) for row in rows]
    found.sort(key=lambda line: (line.due_at is None, line.due_at or line.waiting_since))
    return tuple(found[:limit])


@cache
def _frame_counts(role: Role) -> Select[int, int, int]:
    unread = _bounded(
        select(Notification.id).where(Notification.user_id == _me, Notification.read_at.is_(None))
    )
    turns = MY_TURNS.get(role)
    if not turns:
        return kept(select(literal(0), literal(0), unread))
    due = select(Package.due_at).where(Package.turn.in_(turns), _mine(role)).limit(COUNT_LIMIT + 1).subquery()
    overdue = func.count().filter(due.c.due_at < bindparam("instant", type_=UtcDateTime()))
    return kept(select(func.count(), overdue, unread).select_from(due))


def _bounded(ids: Select[int]) -> ScalarSelect[int]:
    """Return how many rows there are, counted no further than the frame shows."""
    return select(func.count()).select_from(ids.limit(COUNT_LIMIT + 1).subquery()).scalar_subquery()


@cache
def _in_turn(role: Role, mine: bool) -> Select[*tuple[Any, ...]]:
    whose = _mine(role) if mine else true()
    turn = bindparam("turn", type_=Package.turn.type)
    return kept(_rows().where(Package.turn == turn, whose).order_by(Package.due_at, Package.id).limit(_most))


def _rows() -> Select[*tuple[Any, ...]]:
    waiting = (RemarkState.OPEN, RemarkState.NOT_FIXED)
    remarks = (
        select(func.count(Remark.id))
        .where(Remark.package_id == Package.id, Remark.state.in_(waiting))
        .correlate(Package)
        .scalar_subquery()
    )
    return (
        select(
            Package.number,
            School.short_name,
            Package.kind,
            Stage.title,
            Package.state,
            Package.turn,
            Package.round,
            Package.returns,
            Package.due_at,
            Package.waiting_since,
            remarks,
        )
        .join(School, School.id == Package.school_id)
        .join(Stage, Stage.id == Package.stage_id)
    )


def _line(row: Sequence[object]) -> WaitingPackage:
    values = list(row)
    kind = KINDS.get(str(values[2]))
    values[2] = kind.short_title if kind else values[2]
    return WaitingPackage(*values)  # type: ignore[arg-type]


def _mine(role: Role) -> ColumnElement[bool]:
    """A coordinator holds what no expert holds; everyone else, all that is in their turn."""
    if role is not Role.COORDINATOR:
        return true()
    given = exists().where(ExpertAssignment.package_id == Package.id)
    return or_(
        Package.turn == Turn.COORDINATOR,
        Package.examiner_id == _me,
        and_(Package.state == State.ADMITTED, ~given),
    )


_me = bindparam("me", type_=Integer())
_most = bindparam("most", type_=Integer())
_STAGES_ON = kept(
    select(Stage)
    .where(Stage.examine_until >= bindparam("today", type_=Date()))
    .order_by(Stage.examine_until, Stage.id)
    .limit(_most)
)
_BY_STATE = kept(
    select(Package.state, func.count())
    .where(Package.stage_id == bindparam("stage", type_=Integer()))
    .group_by(Package.state)
)
_FAILED = kept(
    select(
        select(func.count(Delivery.id)).where(Delivery.state == "failed").scalar_subquery()
        + select(func.count(Mail.id)).where(Mail.state == "failed").scalar_subquery()
    )
)
_RECENT = kept(
    select(Notification).where(Notification.user_id == _me).order_by(Notification.id.desc()).limit(_most)
)
