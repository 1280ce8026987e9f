"""The person on whose behalf this request or task acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from workflows.vocabulary import SCHOOL_ROLES, Role
from workflows.zones import DEFAULT_ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person in one of their roles. Which rows exist for them follows from these values alone."""

    user_id: int
    name: str
    email: str
    role: Role
    membership_id: int
    municipality_id: int | None = None
    school_id: int | None = None
    region: str | None = None
    zone: str = DEFAULT_ZONE
    session_id: int | None = None
    may_send: bool = False
    """A school coordinator whom the director let send packages."""

    @property
    def of_school(self) -> bool:
        return self.role in SCHOOL_ROLES


@dataclass(frozen=True, slots=True)
class RoleOption:
    """One of the roles a person may switch to: in which place."""

    membership_id: int
    role: Role
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A signed-in browser: the actor, the other roles, when the session ends, how pages are shown."""

    actor: Actor
    roles: tuple[RoleOption, ...]
    place: str
    zone_label: str
    post: str
    ends_at: datetime
    fresh_until: datetime
    display: str = ""


@dataclass(frozen=True, slots=True)
class SystemScope:
    """The product itself acts: every row exists. `reason` is greppable and logged."""

    reason: str


class NobodyActs(RuntimeError):
    """Code asked who acts where nobody does."""


_acting: ContextVar[Actor | SystemScope | None] = ContextVar("acting", default=None)


def acting() -> Actor | SystemScope | None:
    return _acting.get()


def current_actor() -> Actor:
    """Return the person who acts; raises NobodyActs for the system and for nobody."""
    who = _acting.get()
    if not isinstance(who, Actor):
        raise NobodyActs(str(who))
    return who


def start_acting(actor: Actor | None) -> None:
    """Bind the actor of this request; the request's context ends it."""
    _acting.set(actor)


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    token = _acting.set(actor)
    try:
        yield actor
    finally:
        _acting.reset(token)


@contextmanager
def system_scope(reason: str) -> Iterator[None]:
    """Read and write as the product itself; give the reason in one phrase."""
    token = _acting.set(SystemScope(reason))
    try:
        yield
    finally:
        _acting.reset(token)
