"""Packages in a queue: what a person can move, what they have put off, what others hold, what is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
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
from sqlalchemy.orm import aliased

from webapp.access.actor import Actor
from webapp.database import UtcDateTime, kept, session, today_in
from webapp.models import (
    ConflictOfInterest,
    Curatorship,
    ExpertAssignment,
    Expertise,
    Membership,
    Package,
    PackageEvent,
    Postponement,
    Remark,
    Reminder,
    School,
    Stage,
    User,
)
from workflows.facts import EXPERTS
from workflows.kinds import KINDS
from workflows.vocabulary import SCHOOL_ROLES, RemarkState, Role, State, Turn

LIMIT = 50
COUNT_LIMIT = 99
MY_TURNS: Mapping[Role, tuple[Turn, ...]] = MappingProxyType(
    {
        Role.SCHOOL: (Turn.SCHOOL,),
        Role.HEAD: (Turn.SCHOOL,),
        Role.CURATOR: (Turn.CURATOR,),
        Role.EXPERT: (Turn.EXPERT,),
        Role.COORDINATOR: (Turn.EXPERT, Turn.COORDINATOR),
        Role.CHIEF: (Turn.CHIEF,),
    }
)
ALL_TURNS = tuple(turn for turn in Turn if turn is not Turn.NOBODY)


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
    holder: str = ""
    """Who has it, by name, where somebody else has it and one person answers for it."""
    reminded: bool = False
    """Somebody has reminded the holder today."""


@dataclass(frozen=True, slots=True)
class DoneLine:
    number: str
    title: str
    at: datetime


class Shelf(StrEnum):
    """What a list of packages holds: what one can move, what one has put off, what others hold."""

    MINE = "mine"
    PUT_OFF = "put_off"
    OTHERS = "others"


def mine(actor: Actor, *, limit: int = LIMIT) -> tuple[WaitingPackage, ...]:
    """Return the packages this person can move now, soonest deadline first; one statement for each turn."""
    return _waiting(actor, MY_TURNS.get(actor.role, ()), limit, Shelf.MINE)


def put_off(actor: Actor, *, limit: int = LIMIT) -> tuple[WaitingPackage, ...]:
    """Return what the person has put off for themselves, soonest deadline first."""
    return _waiting(actor, MY_TURNS.get(actor.role, ()), limit, Shelf.PUT_OFF)


def one_of_mine(actor: Actor, number: str) -> WaitingPackage | None:
    """Return a package this person can move now, put off or not; None for any other."""
    for shelf in (Shelf.MINE, Shelf.PUT_OFF):
        statement = _in_turn(actor.role, shelf).where(Package.number == number)
        for turn in MY_TURNS.get(actor.role, ()):
            row = session.execute(statement, {**values_of(actor), "turn": turn, "most": 1}).first()
            if row is not None:
                return _line(row)
    return None


def arrived_since(actor: Actor, since: datetime) -> int:
    """Return how many packages have come to this person after an instant, counted no further than the frame shows."""
    if actor.role not in MY_TURNS:
        return 0
    statement = _arrived(actor.role)
    return session.execute(statement, {**values_of(actor), "since": since}).scalar_one()


def values_of(actor: Actor) -> dict[str, object]:
    """Return what statements about a person's queue are asked with."""
    today = today_in(actor.zone)
    return {
        "me": actor.user_id,
        "today": today,
        "instant": datetime.combine(today, time.min, ZoneInfo(actor.zone)),
    }


def held(role: Role, shelf: Shelf) -> ColumnElement[bool]:
    """The packages of one shelf of a role, over the model and the parameters of `values_of`."""
    free = Package.held_until.is_(None) if role not in SCHOOL_ROLES else true()
    can_move = and_(Package.turn.in_(MY_TURNS.get(role, ())), free, _mine(role))
    if shelf is Shelf.OTHERS:
        return ~can_move
    return and_(can_move, _is_put_off() if shelf is Shelf.PUT_OFF else ~_is_put_off())


def others(actor: Actor, *, limit: int = LIMIT) -> tuple[WaitingPackage, ...]:
    """Return the visible packages that others hold, soonest deadline first."""
    return _waiting(actor, ALL_TURNS, limit, Shelf.OTHERS)


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


def _waiting(actor: Actor, turns: Sequence[Turn], limit: int, shelf: Shelf) -> tuple[WaitingPackage, ...]:
    statement, values = _in_turn(actor.role, shelf), values_of(actor)
    found: list[WaitingPackage] = []
    for turn in turns:
        rows = session.execute(statement, {**values, "turn": turn, "most": limit})
        found += [_line(row) for row in rows]
    found.sort(key=lambda line: (line.due_at is None, line.due_at or line.waiting_since))
    return tuple(found[:limit])


@cache
def _in_turn(role: Role, shelf: Shelf) -> Select[*tuple[Any, ...]]:
    turn = bindparam("turn", type_=Package.turn.type)
    return kept(
        _rows(role, shelf)
        .where(Package.turn == turn, held(role, shelf))
        .order_by(Package.due_at, Package.id)
        .limit(_most)
    )


@cache
def _arrived(role: Role) -> Select[int]:
    since = bindparam("since", type_=UtcDateTime())
    news = (
        select(Package.id)
        .where(Package.turn.in_(MY_TURNS[role]), Package.waiting_since > since, held(role, Shelf.MINE))
        .limit(COUNT_LIMIT)
    )
    return kept(select(func.count()).select_from(news.subquery()))


def _rows(role: Role, shelf: Shelf) -> Select[*tuple[Any, ...]]:
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
            _holder(role) if shelf is Shelf.OTHERS else literal(""),
            _reminded() if shelf is Shelf.OTHERS else false(),
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
    if role is Role.CURATOR:
        return ~_handed_over()
    if role is Role.CHIEF:
        return and_(~_barred(), Package.examiner_id.is_distinct_from(_me))
    if role is Role.EXPERT:
        begun = Package.state == State.EXPERTISE
        alone = and_(~Package.joint, func.coalesce(Package.examiner_id, _me) == _me)
        return and_(~_barred(), or_(~begun, alone, and_(Package.joint, ~_handed_in())))
    if role is not Role.COORDINATOR:
        return true()
    able = (
        ExpertAssignment.package_id == Package.id,
        ExpertAssignment.user_id.is_distinct_from(Package.confirmed_by_id),
        ExpertAssignment.declined_at.is_(None),
    )
    how_many = select(func.count(ExpertAssignment.id)).where(*able).correlate(Package).scalar_subquery()
    open_to_experts = Package.state.in_((State.ADMITTED, State.EXPERTISE))
    return or_(
        and_(Package.turn == Turn.COORDINATOR, ~_barred()),
        Package.examiner_id.is_not_distinct_from(_me),
        and_(Package.state == State.ADMITTED, ~exists().where(*able)),
        and_(Package.joint, open_to_experts, how_many < EXPERTS),
    )


def _handed_in() -> ColumnElement[bool]:
    """The person's own sheet of the version on the table waits for the other expert's."""
    return exists().where(
        Expertise.version_id == Package.current_version_id,
        Expertise.examiner_id == _me,
        Expertise.handed_in_at.is_not(None),
    )


def _handed_over() -> ColumnElement[bool]:
    """One is on leave from this school today, and somebody stands in."""
    main, instead = aliased(Curatorship), aliased(Curatorship)
    return (
        select(instead.id)
        .join(main, main.id == instead.substitutes_id)
        .where(main.school_id == Package.school_id, main.user_id == _me, instead.since <= _today)
        .where(or_(instead.until.is_(None), instead.until >= _today))
        .correlate(Package)
        .exists()
    )


def _is_put_off() -> ColumnElement[bool]:
    """Put off until a later day, and nothing has happened since: what moved or became overdue is back by itself."""
    return and_(
        or_(Package.due_at.is_(None), Package.due_at >= bindparam("instant", type_=UtcDateTime())),
        select(Postponement.id)
        .where(
            Postponement.package_id == Package.id,
            Postponement.user_id == _me,
            Postponement.until > _today,
            Postponement.created_at >= Package.waiting_since,
        )
        .correlate(Package)
        .exists(),
    )


def _holder(role: Role) -> ColumnElement[str]:
    """The name of the curator or of the examiner; a school is not told who examines its package."""
    curator = (
        select(func.min(User.name))
        .join(Curatorship, Curatorship.user_id == User.id)
        .where(Curatorship.school_id == Package.school_id, Curatorship.direction == "")
        .where(Curatorship.since <= _today, or_(Curatorship.until.is_(None), Curatorship.until >= _today))
        .correlate(Package)
        .scalar_subquery()
    )
    examiner = (
        select(User.name).where(User.id == Package.examiner_id).correlate(Package).scalar_subquery()
        if role not in SCHOOL_ROLES
        else literal(None)
    )
    return case(
        (Package.turn == Turn.CURATOR, func.coalesce(curator, "")),
        (Package.state == State.EXPERTISE, func.coalesce(examiner, "")),
        else_="",
    )


def _reminded() -> ColumnElement[bool]:
    return exists().where(
        Reminder.package_id == Package.id, Reminder.turn == Package.turn, Reminder.day == _today
    )


def _barred() -> ColumnElement[bool]:
    """One confirmed the package as its curator, has or had a role in its school, or declared a conflict (AZ-09)."""
    own = select(Membership.school_id).where(Membership.user_id == _me, Membership.school_id.is_not(None))
    declared = select(ConflictOfInterest.school_id).where(
        ConflictOfInterest.user_id == _me, ConflictOfInterest.withdrawn_at.is_(None)
    )
    return or_(
        Package.confirmed_by_id.is_not_distinct_from(_me),
        Package.school_id.in_(own),
        Package.school_id.in_(declared),
    )


_me = bindparam("me", type_=Integer())
_most = bindparam("most", type_=Integer())
_today = bindparam("today", type_=Date())
