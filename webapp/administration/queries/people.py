"""Accounts as an administrator sees them: of the whole system, or of one municipality."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import selectinload

from webapp.access.actor import Actor, system_scope
from webapp.database import UtcDateTime, session, today_in
from webapp.errors import NotThere
from webapp.models import LoginSession, Membership, Municipality, School, User
from webapp.paging import PAGE_SIZE, Page, Place, cut
from workflows.search_keys import variants
from workflows.vocabulary import Role, Toned

EVERYWHERE = "Все муниципалитеты"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class AccountState(Toned):
    ACTIVE = "active", "Действует", "ok", "circle-check"
    INVITED = "invited", "Приглашён", "acc", "mail"
    NEW = "new", "Не приглашён", "mute", "circle-dashed"
    DISABLED = "disabled", "Отключён", "bad", "ban"


class Sort(StrEnum):
    """The orders of the register; a leading minus turns one round."""

    NAME = "name"
    NAME_BACK = "-name"
    LOGIN = "login"
    LOGIN_BACK = "-login"

    @classmethod
    def parse(cls, raw: str) -> "Sort":
        return cls(raw) if raw in set(cls) else cls.NAME


@dataclass(frozen=True, slots=True)
class Filters:
    """What the register shows: a part of a name or an address, a role held today, a state."""

    q: str = ""
    role: Role | None = None
    state: AccountState | None = None
    sort: Sort = Sort.NAME

    @property
    def active(self) -> bool:
        return bool(self.q or self.role or self.state)


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role of a person in words."""

    id: int
    role: Role
    place: str
    since: date
    until: date | None
    basis: str
    may_send: bool
    current: bool


@dataclass(frozen=True, slots=True)
class UserRow:
    id: int
    name: str
    email: str
    post: str
    state: AccountState
    last_login_at: datetime | None
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True)
class UserCard:
    """A person whole; `manageable` tells whether this administrator may change the account itself."""

    row: UserRow
    created_at: datetime
    invited_at: datetime | None
    password_changed_at: datetime | None
    live_sessions: int
    manageable: bool


@dataclass(frozen=True, slots=True)
class Option:
    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where this administrator may give roles."""

    municipalities: tuple[Option, ...]
    schools: tuple[Option, ...]
    regions: tuple[str, ...]
    everywhere: bool


def users(filters: Filters, place: Place, *, actor: Actor, size: int = PAGE_SIZE) -> Page[UserRow]:
    """Return a page of the accounts this administrator looks after."""
    today = today_in(actor.zone)
    order = _Order.of(filters.sort, backwards=place.backwards)
    query = order.apply(_filtered(select(User), filters, today), place.key).limit(size + 1)
    rows: Sequence[User] = session.scalars(query.options(*_with_roles())).all()  # type: ignore[assignment]
    return cut([_row(user, today) for user in rows], place, order.key, size)


def user_card(user_id: int, *, actor: Actor, live_after: datetime) -> UserCard:
    """Return one account; raises NotThere outside the administrator's municipality.

    Sessions used after `live_after` are counted as open."""
    user = session.scalars(select(User).where(User.id == user_id).options(*_with_roles())).one_or_none()
    if user is None:
        raise NotThere
    with system_scope("sessions of a managed account"):
        live = session.scalar(
            select(func.count()).where(
                LoginSession.user_id == user_id,
                LoginSession.ended_at.is_(None),
                LoginSession.last_seen_at > live_after,
            )
        )
    return UserCard(
        row=_row(user, today_in(actor.zone)),
        created_at=user.created_at,
        invited_at=user.invited_at,
        password_changed_at=user.password_changed_at,
        live_sessions=live or 0,
        manageable=not held_elsewhere(user_id, actor.municipality_id),
    )


def held_elsewhere(user_id: int, municipality_id: int | None) -> bool:
    """Tell whether a person holds roles that the administrator of this municipality has no say in."""
    if municipality_id is None:
        return False
    with system_scope("roles in other municipalities"):
        foreign = session.scalar(
            select(Membership.id)
            .where(
                Membership.user_id == user_id,
                or_(Membership.municipality_id.is_(None), Membership.municipality_id != municipality_id),
            )
            .limit(1)
        )
    return foreign is not None


def places(actor: Actor) -> Places:
    """Return the municipalities, open schools and regions in which this administrator may give roles."""
    towns = session.execute(
        select(Municipality.id, Municipality.name, Municipality.region).order_by(Municipality.name)
    ).all()
    schools = session.execute(
        select(School.id, School.short_name, Municipality.name)
        .join(Municipality, Municipality.id == School.municipality_id)
        .where(School.closed.is_(False))
        .order_by(Municipality.name, School.short_name)
    ).all()
    many = len(towns) > 1
    return Places(
        municipalities=tuple(Option(town.id, town.name) for town in towns),
        schools=tuple(Option(id_, f"{name}, {town}" if many else name) for id_, name, town in schools),
        regions=tuple(sorted({town.region for town in towns})) if actor.municipality_id is None else (),
        everywhere=actor.municipality_id is None,
    )


def place_by_codes(municipality: str, school: str) -> "FoundPlace":
    """Return the ids behind the codes of a municipality and a school in it, None for what does not exist."""
    town = session.scalar(select(Municipality.id).where(Municipality.code == municipality))
    inside = select(School.id).where(School.municipality_id == (town or 0), School.slug == school)
    return FoundPlace(town, session.scalar(inside) if school else None)


def user_id_by_email(email: str) -> int | None:
    return session.scalar(select(User.id).where(User.email == email))


@dataclass(frozen=True, slots=True)
class FoundPlace:
    municipality_id: int | None
    school_id: int | None


@dataclass(frozen=True, slots=True)
class _Order:
    """An order of the register over (column, id), so that equal names are told apart."""

    column: ColumnElement[Any]
    descending: bool
    by_name: bool

    @classmethod
    def of(cls, sort: Sort, *, backwards: bool) -> "_Order":
        by_name = sort in {Sort.NAME, Sort.NAME_BACK}
        column = (
            User.name.expression
            if by_name
            else func.coalesce(User.last_login_at, literal(NEVER, UtcDateTime()))
        )
        return cls(column, (sort in {Sort.NAME_BACK, Sort.LOGIN_BACK}) is not backwards, by_name)

    def apply(self, query: Select[tuple[User]], key: Sequence[Any]) -> Select[tuple[User]]:
        if (
            len(key) == 2
            and isinstance(key[0], str if self.by_name else datetime)
            and isinstance(key[1], int)
        ):
            query = query.where(self._after(*key))
        if self.descending:
            return query.order_by(self.column.desc(), User.id.desc())
        return query.order_by(self.column, User.id)

    def key(self, row: UserRow) -> tuple[Any, int]:
        return (row.name if self.by_name else row.last_login_at or NEVER), row.id

    def _after(self, value: Any, user_id: Any) -> ColumnElement[bool]:
        bound = literal(value, None if self.by_name else UtcDateTime())
        if self.descending:
            return or_(self.column < bound, and_(self.column == bound, User.id < user_id))
        return or_(self.column > bound, and_(self.column == bound, User.id > user_id))


def _filtered(query: Select[tuple[User]], filters: Filters, today: date) -> Select[tuple[User]]:
    if filters.q:
        query = query.where(_named(filters.q))
    if filters.role is not None:
        held = (Membership.user_id == User.id, Membership.role == filters.role, *_current(today))
        query = query.where(exists().where(*held))
    if filters.state is not None:
        query = query.where(*_IN_STATE[filters.state])
    return query


def _named(words: str) -> ColumnElement[bool]:
    """A part of a name, however it is typed, or of an address."""
    names = (User.search_key.contains(key, autoescape=True) for key in variants(words))
    return or_(*names, User.email.contains(words.lower(), autoescape=True))


def _current(today: date) -> tuple[ColumnElement[bool], ...]:
    return Membership.since <= today, or_(Membership.until.is_(None), Membership.until >= today)


_IN_STATE: dict[AccountState, tuple[ColumnElement[bool], ...]] = {
    AccountState.DISABLED: (User.disabled_at.is_not(None),),
    AccountState.ACTIVE: (User.disabled_at.is_(None), User.password_hash != ""),
    AccountState.INVITED: (
        User.disabled_at.is_(None),
        User.password_hash == "",
        User.invited_at.is_not(None),
    ),
    AccountState.NEW: (User.disabled_at.is_(None), User.password_hash == "", User.invited_at.is_(None)),
}


def _with_roles() -> tuple[Any, ...]:
    roles = selectinload(User.memberships)
    return roles.joinedload(Membership.school), roles.joinedload(Membership.municipality)


def _row(user: User, today: date) -> UserRow:
    lines = (_line(membership, today) for membership in user.memberships)
    return UserRow(
        id=user.id,
        name=user.name,
        email=user.email,
        post=user.post,
        state=_state(user),
        last_login_at=user.last_login_at,
        roles=tuple(sorted(lines, key=lambda line: (not line.current, line.since, line.id))),
    )


def _state(user: User) -> AccountState:
    if user.disabled_at is not None:
        return AccountState.DISABLED
    if user.password_hash:
        return AccountState.ACTIVE
    return AccountState.INVITED if user.invited_at else AccountState.NEW


def _line(membership: Membership, today: date) -> RoleLine:
    return RoleLine(
        id=membership.id,
        role=membership.role,
        place=_place_of(membership),
        since=membership.since,
        until=membership.until,
        basis=membership.basis,
        may_send=membership.may_send,
        current=membership.since <= today and (membership.until is None or today <= membership.until),
    )


def _place_of(membership: Membership) -> str:
    if membership.school is not None:
        return membership.school.short_name
    if membership.municipality is not None:
        return membership.municipality.name
    return membership.region or EVERYWHERE
