"""What waits for a person: only things they can move, soonest first; and the numbers in the frame."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVarTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import load_only

from webapp.access.actor import Actor, system_scope
from webapp.access.permissions import Permission as P
from webapp.access.permissions import holds, may
from webapp.database import UtcDateTime, kept, session, today_in
from webapp.frame import Counts
from webapp.models import (
    Delivery,
    ExpertAssignment,
    Mail,
    Membership,
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
from workflows.vocabulary import SCHOOL_ROLES, RemarkState, ReportState, Role, State, Turn

Columns = TypeVarTuple("Columns")
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
    barred: bool
    """A conflict of interest keeps the coordinator from examining it: someone else is to be named."""


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
    """Return what home lists, what of it is overdue, and unread notifications: one bounded statement."""
    today = today_in(actor.zone)
    values = {
        "me": actor.user_id,
        "instant": datetime.combine(today, time.min, ZoneInfo(actor.zone)),
        "today": today,
        "school": actor.school_id,
    }
    keeps = holds(actor, P.KEEP_SYSTEM)
    with system_scope("failures counted for their administrator") if keeps else nullcontext():
        waiting, overdue, unread = session.execute(_frame_counts(actor.role, keeps), values).one()
    return Counts(waiting, overdue, unread)


def mine(actor: Actor, *, limit: int = LIMIT) -> tuple[WaitingPackage, ...]:
    """Return the packages this person can move now, soonest deadline first; one statement for each turn."""
    return _waiting(actor, MY_TURNS.get(actor.role, ()), limit, mine=True)


def others(actor: Actor, *, limit: int = LIMIT) -> tuple[WaitingPackage, ...]:
    """Return the visible packages that others hold, soonest deadline first."""
    return _waiting(actor, ALL_TURNS, limit, mine=False)


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
    values = {"today": today_in(actor.zone), "school": actor.school_id}
    rows = session.execute(_NOT_BEGUN, values)
    return [(stage, kind) for stage, kind in rows]


def recent(actor: Actor, *, limit: int = 5) -> Sequence[Notification]:
    return session.scalars(_RECENT, {"me": actor.user_id, "most": limit}).all()


def reports_in_work(actor: Actor) -> Sequence[Report]:
    """Return the reports of stages that failed, and ready ones not yet accepted, for the one who accepts them."""
    if not may(actor.role, P.BUILD_REPORTS):
        return ()
    return session.scalars(_REPORTS_IN_WORK).all()


def failed_deliveries(actor: Actor) -> int:
    """Return how many consequences and letters failed for good; for the administrator of the installation alone."""
    if not holds(actor, P.KEEP_SYSTEM):
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
def _frame_counts(role: Role, keeps: bool) -> Select[int, int, int]:
    unread = _bounded(
        select(Notification.id).where(Notification.user_id == _me, Notification.read_at.is_(None))
    )
    beside = _beside(role, keeps)
    turns = MY_TURNS.get(role)
    if not turns:
        return kept(select(beside, literal(0), unread))
    due = select(Package.due_at).where(Package.turn.in_(turns), _mine(role)).limit(COUNT_LIMIT + 1).subquery()
    overdue = func.count().filter(due.c.due_at < bindparam("instant", type_=UtcDateTime()))
    return kept(select(func.count() + beside, overdue, unread).select_from(due))


def _beside(role: Role, keeps: bool) -> ColumnElement[int]:
    """Return how many lines home shows beside packages."""
    if role in SCHOOL_ROLES:
        return _bounded(_not_begun(select(StageDue.id)))
    if may(role, P.BUILD_REPORTS):
        return _bounded(_in_work(select(Report.id)))
    return case((_failed() > 0, 1), else_=0) if keeps else literal(0)


def _not_begun(statement: Select[*Columns]) -> Select[*Columns]:
    """Narrow a selection of dues to what open stages still expect of the school."""
    today, school = bindparam("today", type_=Date()), bindparam("school", type_=Integer())
    begun = exists().where(
        Package.stage_id == StageDue.stage_id, Package.kind == StageDue.kind, Package.school_id == school
    )
    return statement.join(Stage, Stage.id == StageDue.stage_id).where(
        Stage.opens_on <= today, Stage.closes_on >= today, StageDue.kind.in_(tuple(KINDS)), ~begun
    )


def _in_work(statement: Select[*Columns]) -> Select[*Columns]:
    return statement.where(
        Report.stage_id.is_not(None),
        Report.accepted_at.is_(None),
        Report.state.in_((ReportState.READY, ReportState.FAILED)),
    )


def _failed() -> ColumnElement[int]:
    return (
        select(func.count(Delivery.id)).where(Delivery.state == "failed").scalar_subquery()
        + select(func.count(Mail.id)).where(Mail.state == "failed").scalar_subquery()
    )


def _bounded(ids: Select[int]) -> ScalarSelect[int]:
    """Return how many rows there are, counted no further than the frame shows."""
    return select(func.count()).select_from(ids.limit(COUNT_LIMIT + 1).subquery()).scalar_subquery()


@cache
def _in_turn(role: Role, mine: bool) -> Select[*tuple[Any, ...]]:
    held = and_(Package.turn.in_(MY_TURNS.get(role, ())), _mine(role))
    whose = held if mine else ~held
    turn = bindparam("turn", type_=Package.turn.type)
    return kept(
        _rows(role).where(Package.turn == turn, whose).order_by(Package.due_at, Package.id).limit(_most)
    )


def _rows(role: Role) -> Select[*tuple[Any, ...]]:
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
            _barred() if role is Role.COORDINATOR else false(),
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
    """Of the packages in their turn, a coordinator holds what no expert can take; an expert what they may examine;
    everyone else, all. What a conflict of interest forbids is nobody's work; a coordinator names an expert for it."""
    if role is Role.EXPERT:
        begun = Package.state == State.EXPERTISE
        return and_(~_barred(), or_(~begun, func.coalesce(Package.examiner_id, _me) == _me))
    if role is not Role.COORDINATOR:
        return true()
    able = exists().where(
        ExpertAssignment.package_id == Package.id,
        ExpertAssignment.user_id.is_distinct_from(Package.confirmed_by_id),
    )
    return or_(
        and_(Package.turn == Turn.COORDINATOR, ~_barred()),
        Package.examiner_id.is_not_distinct_from(_me),
        and_(Package.state == State.ADMITTED, ~able),
    )


def _barred() -> ColumnElement[bool]:
    """One confirmed the package as its curator, or has or had a role in its school (AZ-09)."""
    own = select(Membership.school_id).where(Membership.user_id == _me, Membership.school_id.is_not(None))
    return or_(Package.confirmed_by_id.is_not_distinct_from(_me), Package.school_id.in_(own))


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
_FAILED = kept(select(_failed()))
_NOT_BEGUN = kept(
    _not_begun(select(Stage, StageDue.kind).select_from(StageDue)).order_by(Stage.closes_on, Stage.id)
)
_REPORTS_IN_WORK = kept(
    _in_work(select(Report))
    .order_by(Report.id.desc())
    .limit(LIMIT)
    .options(load_only(Report.number, Report.title, Report.state))
)
_RECENT = kept(
    select(Notification).where(Notification.user_id == _me).order_by(Notification.id.desc()).limit(_most)
)
