"""One school: requisites, programmes, curators with their orders, packages, people."""

import hashlib
from dataclasses import astuple, dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from webapp.access.actor import Actor, system_scope
from webapp.database import session
from webapp.errors import NotThere
from webapp.models import Curatorship, Membership, Package, Participation, School, Stage, User
from webapp.schools.queries.statuses import Status, held
from workflows.kinds import KINDS
from workflows.search_keys import fold
from workflows.vocabulary import SCHOOL_ROLES, Role, State

PACKAGES_LIMIT = 200
DECIDED = frozenset(
    {State.CONFORMS, State.CONFORMS_WITH_REMARKS, State.FAILS, State.APPROVED, State.REPORTED, State.PLACED}
)
OFF_THE_WAY = DECIDED | {State.DRAFT, State.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Requisites:
    """What the coordinator keeps about a school."""

    name: str
    short_name: str
    locality: str = ""
    pupils: int | None = None
    teachers: int | None = None
    director: str = ""
    statuses: tuple[Status, ...] = ()

    @property
    def mark(self) -> str:
        """A short print of the values: a page that shows older ones is known to be stale (BZ-02)."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Joined:
    """A participation of the school in a programme."""

    code: str
    title: str
    joined_on: date
    left_on: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class CuratorLine:
    """A curator fixed to the school, past and future ones included."""

    name: str
    since: date
    until: date | None
    order_number: str
    order_date: date | None
    substitute: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    post: str
    role: Role
    email: str
    may_send: bool


@dataclass(frozen=True, slots=True)
class PackageLine:
    number: str
    kind: str
    stage: str
    state: State
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """A school with what surrounds it."""

    id: int
    slug: str
    closed: bool
    requisites: Requisites
    joined: tuple[Joined, ...]
    curators: tuple[CuratorLine, ...]


def get(slug: str, *, lock: bool = False) -> School:
    """Return a school; raises NotThere. With `lock` it stays locked until the transaction ends."""
    statement = select(School).where(School.slug == slug).order_by(School.id).limit(1)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotThere
    return found


def card(slug: str, *, today: date) -> Card:
    """Return a school with its programmes and curators; three statements, raises NotThere."""
    school = get(slug)
    return Card(
        school.id,
        school.slug,
        school.closed,
        requisites_of(school),
        _joined(school.id),
        _curators(school.id, today),
    )


def own_slug(actor: Actor) -> str:
    """Return the address of the person's own school; raises NotThere."""
    slug = session.scalar(select(School.slug).where(School.id == actor.school_id))
    if slug is None:
        raise NotThere
    return slug


def same_name(name: str, *, except_id: int = 0) -> School | None:
    """Return a school of the municipality whose name reads the same, closed ones included."""
    wanted = fold(name)
    schools = session.scalars(select(School).where(School.id != except_id).order_by(School.id))
    return next((school for school in schools if fold(school.name) == wanted), None)


def packages_of(school_id: int) -> tuple[PackageLine, ...]:
    """Return the packages of a school that this person sees, last changed first."""
    rows = session.execute(
        select(Package.number, Package.kind, Stage.title, Package.state, Package.due_at)
        .join(Stage, Stage.id == Package.stage_id)
        .where(Package.school_id == school_id)
        .order_by(Package.updated_at.desc(), Package.id.desc())
        .limit(PACKAGES_LIMIT)
    )
    return tuple(
        PackageLine(number, KINDS[kind].title if kind in KINDS else kind, stage, state, due)
        for number, kind, stage, state, due in rows
    )


def contacts(school_id: int, *, today: date) -> tuple[Contact, ...]:
    """Return who answers for the school: directors and coordinators in office (К44); raises NotThere.

    Memberships are closed to a curator, the contacts of a school that he sees are open to him."""
    if session.scalar(select(School.id).where(School.id == school_id)) is None:
        raise NotThere
    with system_scope("contacts of a visible school"):
        rows = session.scalars(
            select(Membership)
            .join(User, User.id == Membership.user_id)
            .where(Membership.school_id == school_id, Membership.role.in_(SCHOOL_ROLES))
            .where(Membership.since <= today, or_(Membership.until.is_(None), Membership.until >= today))
            .where(User.disabled_at.is_(None))
            .order_by(Membership.role, User.name)
            .options(joinedload(Membership.user))
        ).all()
    return tuple(
        Contact(row.user.name, row.user.post, row.role, row.user.email, row.may_send) for row in rows
    )


def on_the_way(school_id: int) -> int:
    """Return how many packages of the school have been sent and not decided yet."""
    waiting = select(func.count(Package.id)).where(
        Package.school_id == school_id, Package.state.not_in(OFF_THE_WAY)
    )
    return session.scalar(waiting) or 0


def requisites_of(school: School) -> Requisites:
    return Requisites(
        school.name,
        school.short_name,
        school.locality,
        school.pupils,
        school.teachers,
        school.director,
        held(school),
    )


def _joined(school_id: int) -> tuple[Joined, ...]:
    rows = session.scalars(
        select(Participation)
        .where(Participation.school_id == school_id)
        .order_by(Participation.left_on.is_not(None), Participation.joined_on.desc(), Participation.id)
        .options(joinedload(Participation.programme))
    )
    return tuple(
        Joined(row.programme.code, row.programme.title, row.joined_on, row.left_on, row.basis) for row in rows
    )


def _curators(school_id: int, today: date) -> tuple[CuratorLine, ...]:
    rows = session.execute(
        select(Curatorship, User.name)
        .join(User, User.id == Curatorship.user_id)
        .where(Curatorship.school_id == school_id, Curatorship.direction == "")
        .order_by(Curatorship.since.desc(), Curatorship.id.desc())
    )
    return tuple(
        CuratorLine(
            name=name,
            since=row.since,
            until=row.until,
            order_number=row.order_number,
            order_date=row.order_date,
            substitute=row.substitutes_id is not None,
            current=row.since <= today and (row.until is None or row.until >= today),
        )
        for row, name in rows
    )
