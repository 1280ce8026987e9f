"""Giving and taking roles. Either ends the sessions of the person at once (SE-03)."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from webapp.accounts import operations as accounts
from webapp.administration.operations.standing import (
    keep_an_administrator,
    locked,
    may_touch,
    own_place,
    record,
    today,
)
from webapp.database import transaction
from webapp.errors import Invalid, NotThere
from webapp.models import Membership, Municipality, School
from workflows.vocabulary import MUNICIPAL_ROLES, SCHOOL_ROLES, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role in a place for a time; `until` is the last day, None without an end."""

    role: Role
    since: date
    municipality_id: int | None = None
    school_id: int | None = None
    region: str | None = None
    until: date | None = None
    basis: str = ""
    may_send: bool = False


def grant_role(user_id: int, grant: Grant) -> None:
    """Give a person one more role; the person's sessions end now.

    Raises Invalid when it is already held then, NotThere out of scope."""
    with transaction() as unit:
        user = locked(unit, user_id)
        given = settled(unit, grant)
        if _already_held(unit, user_id, given):
            raise Invalid("Такая роль у человека в это время уже есть.", "role")
        unit.add(Membership(user_id=user_id, **asdict(given)))
        unit.flush()
        accounts.end_all_sessions(user_id, "role changed")
        record("user.role_granted", user, given.municipality_id, after=words(given))


def end_role(user_id: int, membership_id: int, *, last_day: date | None = None) -> None:
    """End a role with its last day, at once without one; the person's sessions end now.

    Raises NotThere for a role out of scope, Invalid for the last administrator's or an impossible day."""
    with transaction() as unit:
        if _held(unit, user_id, membership_id).role is Role.ADMIN:
            keep_an_administrator(unit, membership_id=membership_id)
        user = locked(unit, user_id)
        held = _held(unit, user_id, membership_id)
        _check_last_day(held, last_day)
        before = held.until
        held.until = last_day or today(unit, held.municipality_id) - timedelta(days=1)
        accounts.end_all_sessions(user_id, "role changed")
        record(
            "user.role_ended", user, held.municipality_id,
            role=held.role.value, before=_iso(before), after=_iso(held.until),
        )  # fmt: skip


def settled(unit: Session, grant: Grant) -> Grant:
    """Return the grant with its place filled in and checked in the scope of whoever gives it."""
    if grant.until is not None and grant.until < grant.since:
        raise Invalid("Последний день роли не может быть раньше первого.", "until")
    return _PLACES[grant.role](unit, grant)


def words(grant: Grant) -> dict[str, Any]:
    """Return a grant as the journal keeps it."""
    values = asdict(grant)
    return {**values, "role": grant.role.value, "since": _iso(grant.since), "until": _iso(grant.until)}


def _in_school(unit: Session, grant: Grant) -> Grant:
    school = unit.scalar(select(School).where(School.id == (grant.school_id or 0), School.closed.is_(False)))
    if school is None:
        raise Invalid("Выберите школу.", "school")
    return _placed(grant, municipality_id=school.municipality_id, school_id=school.id)


def _in_municipality(unit: Session, grant: Grant) -> Grant:
    town = unit.scalar(select(Municipality.id).where(Municipality.id == (grant.municipality_id or 0)))
    if town is None:
        raise Invalid("Выберите муниципалитет.", "municipality")
    return _placed(grant, municipality_id=town)


def _in_region(unit: Session, grant: Grant) -> Grant:
    if own_place() is not None:
        raise Invalid("Регионального наблюдателя назначает администратор системы.", "role")
    region = unit.scalar(
        select(Municipality.region).where(Municipality.region == (grant.region or "")).limit(1)
    )
    if region is None:
        raise Invalid("Выберите регион.", "region")
    return _placed(grant, region=region)


def _administrator(unit: Session, grant: Grant) -> Grant:
    """Without a municipality: of the whole system, which only such an administrator may give."""
    if grant.municipality_id is None and own_place() is None:
        return _placed(grant)
    return _in_municipality(unit, grant)


_PLACES: Mapping[Role, Callable[[Session, Grant], Grant]] = MappingProxyType(
    {
        **dict.fromkeys(SCHOOL_ROLES, _in_school),
        **dict.fromkeys(MUNICIPAL_ROLES, _in_municipality),
        Role.OBSERVER: _in_region,
        Role.ADMIN: _administrator,
    }
)


def _placed(
    grant: Grant,
    *,
    municipality_id: int | None = None,
    school_id: int | None = None,
    region: str | None = None,
) -> Grant:
    """Return the grant in exactly this place: what a form sent besides is dropped (AZ-05)."""
    return Grant(
        role=grant.role,
        since=grant.since,
        until=grant.until,
        basis=grant.basis.strip()[:300],
        may_send=grant.may_send and grant.role is Role.SCHOOL,
        municipality_id=municipality_id,
        school_id=school_id,
        region=region,
    )


def _held(unit: Session, user_id: int, membership_id: int) -> Membership:
    """Return a role of a person as it is now; raises NotThere for one this administrator has no say in."""
    held = unit.scalar(
        select(Membership)
        .where(Membership.id == membership_id, Membership.user_id == user_id)
        .execution_options(populate_existing=True)
    )
    if held is None or not may_touch(held):
        raise NotThere
    return held


def _check_last_day(held: Membership, last_day: date | None) -> None:
    if last_day is None:
        return
    if last_day < held.since:
        raise Invalid("Последний день роли не может быть раньше первого.", "last_day")
    if held.until is not None and last_day > held.until:
        raise Invalid(
            "Эта роль закончится раньше названного дня. Чтобы продлить её, добавьте новую.", "last_day"
        )


def _already_held(unit: Session, user_id: int, grant: Grant) -> bool:
    same = (
        Membership.user_id == user_id,
        Membership.role == grant.role,
        Membership.municipality_id.is_not_distinct_from(grant.municipality_id),
        Membership.school_id.is_not_distinct_from(grant.school_id),
        Membership.region.is_not_distinct_from(grant.region),
        or_(Membership.until.is_(None), Membership.until >= grant.since),
    )
    overlapping = (*same, Membership.since <= grant.until) if grant.until else same
    return unit.scalar(select(Membership.id).where(*overlapping).limit(1)) is not None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
