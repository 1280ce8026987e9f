"""What an administrator has a say in, and that somebody always has it."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp import journal
from webapp.access.actor import Actor, acting, system_scope
from webapp.administration import queries
from webapp.database import today_in
from webapp.errors import Invalid, NotThere
from webapp.models import Membership, Municipality, User
from workflows.vocabulary import Role
from workflows.zones import DEFAULT_ZONE

NOT_YOURS = "У человека есть роли в других муниципалитетах: его учётную запись меняет общий администратор."
LAST = "Это последний действующий администратор. Сначала назначьте другого."


def own_place() -> int | None:
    """Return the administrator's municipality; None for one of the whole system and for the command line."""
    who = acting()
    return who.municipality_id if isinstance(who, Actor) else None


def locked(unit: Session, user_id: int) -> User:
    user = unit.scalar(
        select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    )
    if user is None:
        raise NotThere
    return user


def managed(unit: Session, user_id: int) -> User:
    """Return the locked account if the whole person is this administrator's, not a role among others."""
    require_managed(unit, user_id)
    return locked(unit, user_id)


def require_managed(unit: Session, user_id: int) -> None:
    """Raise NotThere for a person out of scope, Invalid for one who has roles in other municipalities too."""
    if unit.scalar(select(User.id).where(User.id == user_id)) is None:
        raise NotThere
    if queries.held_elsewhere(user_id, own_place()):
        raise Invalid(NOT_YOURS)


def may_touch(membership: Membership) -> bool:
    """An administrator of a municipality sees his own roles elsewhere, but has no say in them."""
    place = own_place()
    return place is None or membership.municipality_id == place


def keep_an_administrator(unit: Session, *, user_id: int = 0, membership_id: int = 0) -> None:
    """Raise Invalid if without this person, or this role, nobody could administer what they do.

    All administrators' rows are locked, so that two cannot remove each other at one moment; hence this comes
    before any other lock of the transaction."""
    with system_scope("last administrator"):
        rows = unit.execute(
            select(Membership, User)
            .join(User, User.id == Membership.user_id)
            .where(Membership.role == Role.ADMIN)
            .order_by(Membership.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        days = {membership.id: today(unit, membership.municipality_id) for membership, _user in rows}
    active = [m for m, user in rows if user.disabled_at is None and _holds(m, days[m.id])]
    leaving = [m for m in active if user_id == m.user_id or m.id == membership_id]
    staying = {m.municipality_id for m in active if m not in leaving}
    if any(m.municipality_id not in staying and None not in staying for m in leaving):
        raise Invalid(LAST)


def record(action: str, user: User, municipality_id: int | None, **details: Any) -> None:
    journal.record(action, kind="user", object_id=user.id, municipality_id=municipality_id, **details)


def today(unit: Session, municipality_id: int | None) -> date:
    with system_scope("time zone"):
        zone = unit.scalar(select(Municipality.zone).where(Municipality.id == (municipality_id or 0)))
    return today_in(zone or DEFAULT_ZONE)


def _holds(membership: Membership, day: date) -> bool:
    return membership.since <= day and (membership.until is None or day <= membership.until)
