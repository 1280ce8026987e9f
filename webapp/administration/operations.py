"""Giving and taking accounts and roles. Every act is journalled; a role taken ends the sessions at once (SE-03)."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp import journal
from webapp.access.actor import Actor, acting, system_scope
from webapp.accounts import operations as accounts
from webapp.accounts.operations import Purpose
from webapp.administration import queries
from webapp.database import now, transaction
from webapp.errors import Invalid, NotThere
from webapp.models import Membership, Municipality, School, User
from workflows.vocabulary import MUNICIPAL_ROLES, SCHOOL_ROLES, Role

DEFAULT_ZONE = "Europe/Moscow"
TAKEN = "Учётная запись с таким адресом уже есть. Если её нет в вашем списке, обратитесь к администратору системы."
NOT_YOURS = (
    "У этого человека есть роли в других муниципалитетах: его учётную запись меняет администратор системы."
)
LAST = "Это последний действующий администратор. Сначала назначьте другого."


@dataclass(frozen=True, slots=True)
class NewUser:
    name: str
    email: str
    post: str = ""


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


def create_user(person: NewUser, grant: Grant, *, invite: bool = True) -> int:
    """Create an account with its first role and, with `invite`, order the letter; returns the id.

    Raises Invalid with the field for what must be corrected."""
    email = checked_email(person.email)
    if not person.name.strip():
        raise Invalid("Укажите фамилию, имя и отчество.", "name")
    with transaction() as unit:
        settled = _settled(unit, grant)
        user = User(email=email, name=" ".join(person.name.split()), post=person.post.strip())
        _add_user(unit, user)
        unit.add(Membership(user_id=user.id, **asdict(settled)))
        unit.flush()
        _record("user.created", user, settled.municipality_id, after={"name": user.name, "email": email})
        _record("user.role_granted", user, settled.municipality_id, after=_words(settled))
        if invite:
            _invite(user, settled.municipality_id)
        return user.id


def grant_role(user_id: int, grant: Grant) -> None:
    """Give a person one more role. Raises Invalid when it is already held in that time, NotThere out of scope."""
    with transaction() as unit:
        user = _locked(unit, user_id)
        settled = _settled(unit, grant)
        if _already_held(unit, user_id, settled):
            raise Invalid("Такая роль у человека в это время уже есть.", "role")
        unit.add(Membership(user_id=user_id, **asdict(settled)))
        unit.flush()
        _record("user.role_granted", user, settled.municipality_id, after=_words(settled))


def end_role(user_id: int, membership_id: int, *, last_day: date | None = None) -> None:
    """End a role with its last day, at once without one; the person's sessions end now.

    Raises NotThere for a role out of scope, Invalid for the last administrator's."""
    with transaction() as unit:
        user = _locked(unit, user_id)
        held = unit.scalar(
            select(Membership)
            .where(Membership.id == membership_id, Membership.user_id == user_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if held is None or not _may_touch(held):
            raise NotThere
        _keep_an_administrator(unit, membership_id=membership_id)
        before = held.until
        held.until = last_day or _today(unit, held.municipality_id) - timedelta(days=1)
        accounts.end_all_sessions(user_id, "role changed")
        _record(
            "user.role_ended", user, held.municipality_id,
            role=held.role.value, before=_iso(before), after=_iso(held.until),
        )  # fmt: skip


def disable(user_id: int) -> None:
    """Close an account: sessions end, links die. Raises Invalid for the last administrator."""
    with transaction() as unit:
        _keep_an_administrator(unit, user_id=user_id)
        user = _managed(unit, user_id)
        if user.disabled_at is not None:
            return
        user.disabled_at = now()
        accounts.end_all_sessions(user_id, "disabled")
        accounts.void_links(user_id)
        _record("user.disabled", user, _own_place())


def enable(user_id: int) -> None:
    """Open a closed account again."""
    with transaction() as unit:
        user = _managed(unit, user_id)
        if user.disabled_at is None:
            return
        user.disabled_at = None
        _record("user.enabled", user, _own_place())


def invite(user_id: int) -> None:
    """Order a letter with an invitation. Raises Invalid for a person who has a password already or is disabled."""
    with transaction() as unit:
        user = _managed(unit, user_id)
        if user.password_hash:
            raise Invalid("Пароль уже задан. Отправьте ссылку для нового пароля.")
        _refuse_disabled(user)
        _invite(user, _own_place())


def send_reset(user_id: int) -> None:
    """Order a letter with a link for a new password. Raises Invalid for a person without one or disabled."""
    with transaction() as unit:
        user = _managed(unit, user_id)
        _refuse_disabled(user)
        if not user.password_hash:
            raise Invalid("Пароль ещё не задан. Отправьте приглашение.")
        accounts.order_link(user_id, Purpose.RESET)
        _record("user.reset_sent", user, _own_place())


def end_sessions(user_id: int) -> int:
    """End every session of a person; returns how many."""
    with transaction() as unit:
        user = _managed(unit, user_id)
        ended = accounts.end_all_sessions(user_id, "administrator")
        _record("user.sessions_ended", user, _own_place(), count=ended)
        return ended


def change_email(user_id: int, email: str) -> None:
    """Change the address a person signs in with: sessions end, links die (SE-10). Raises Invalid with the field."""
    wanted = checked_email(email)
    with transaction() as unit:
        user = _managed(unit, user_id)
        if user.email == wanted:
            return
        before, user.email = user.email, wanted
        _flush_unique(unit)
        accounts.end_all_sessions(user_id, "email changed")
        accounts.void_links(user_id)
        _record("user.email_changed", user, _own_place(), before=before, after=wanted)


def rename(user_id: int, name: str, post: str) -> None:
    """Correct a person's name and post."""
    if not name.strip():
        raise Invalid("Укажите фамилию, имя и отчество.", "name")
    with transaction() as unit:
        user = _managed(unit, user_id)
        before = {"name": user.name, "post": user.post}
        user.name, user.post = " ".join(name.split()), post.strip()
        _record(
            "user.renamed", user, _own_place(), before=before, after={"name": user.name, "post": user.post}
        )


def checked_email(raw: str) -> str:
    """Return the address as it is kept; raises Invalid."""
    try:
        checked = validate_email(raw.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise Invalid("Укажите адрес электронной почты, например имя@школа.рф.", "email") from error
    return checked.normalized.lower()


def _settled(unit: Session, grant: Grant) -> Grant:
    """Return the grant with its place filled in and checked in the scope of whoever gives it."""
    if grant.until is not None and grant.until < grant.since:
        raise Invalid("Последний день роли не может быть раньше первого.", "until")
    return _PLACES[grant.role](unit, grant)


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
    if _own_place() is not None:
        raise Invalid("Регионального наблюдателя назначает администратор системы.", "role")
    region = unit.scalar(
        select(Municipality.region).where(Municipality.region == (grant.region or "")).limit(1)
    )
    if region is None:
        raise Invalid("Выберите регион.", "region")
    return _placed(grant, region=region)


def _administrator(unit: Session, grant: Grant) -> Grant:
    """Without a municipality: of the whole system, which only such an administrator may give."""
    if grant.municipality_id is None and _own_place() is None:
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


def _locked(unit: Session, user_id: int) -> User:
    user = unit.scalar(
        select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    )
    if user is None:
        raise NotThere
    return user


def _managed(unit: Session, user_id: int) -> User:
    """Return the locked account if the whole person is this administrator's, not a role among others."""
    user = _locked(unit, user_id)
    if queries.held_elsewhere(user_id, _own_place()):
        raise Invalid(NOT_YOURS)
    return user


def _may_touch(membership: Membership) -> bool:
    """An administrator of a municipality sees his own roles elsewhere, but has no say in them."""
    place = _own_place()
    return place is None or membership.municipality_id == place


def _keep_an_administrator(unit: Session, *, user_id: int = 0, membership_id: int = 0) -> None:
    """Raise Invalid if without this person, or this role, nobody could administer what they do.

    All administrators' rows are locked, so that two cannot remove each other at one moment."""
    with system_scope("last administrator"):
        rows = unit.execute(
            select(Membership, User)
            .join(User, User.id == Membership.user_id)
            .where(Membership.role == Role.ADMIN)
            .order_by(Membership.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        today = {membership.id: _today(unit, membership.municipality_id) for membership, _user in rows}
    active = [m for m, user in rows if user.disabled_at is None and _holds(m, today[m.id])]
    leaving = [m for m in active if user_id == m.user_id or m.id == membership_id]
    staying = {m.municipality_id for m in active if m not in leaving}
    if any(m.municipality_id not in staying and None not in staying for m in leaving):
        raise Invalid(LAST)


def _holds(membership: Membership, today: date) -> bool:
    return membership.since <= today and (membership.until is None or today <= membership.until)


def _today(unit: Session, municipality_id: int | None) -> date:
    with system_scope("time zone"):
        zone = unit.scalar(select(Municipality.zone).where(Municipality.id == (municipality_id or 0)))
    return now().astimezone(ZoneInfo(zone or DEFAULT_ZONE)).date()


def _add_user(unit: Session, user: User) -> None:
    unit.add(user)
    _flush_unique(unit)


def _flush_unique(unit: Session) -> None:
    """Flush; the unique constraint decides about the address, not a look beforehand."""
    try:
        unit.flush()
    except IntegrityError as error:
        raise Invalid(TAKEN, "email") from error


def _invite(user: User, municipality_id: int | None) -> None:
    user.invited_at = now()
    accounts.order_link(user.id, Purpose.INVITATION)
    _record("user.invited", user, municipality_id)


def _refuse_disabled(user: User) -> None:
    if user.disabled_at is not None:
        raise Invalid("Учётная запись отключена. Сначала включите её.")


def _own_place() -> int | None:
    """Return the municipality of the administrator; None for one of the whole system and for the command line."""
    who = acting()
    return who.municipality_id if isinstance(who, Actor) else None


def _record(action: str, user: User, municipality_id: int | None, **details: Any) -> None:
    journal.record(action, kind="user", object_id=user.id, municipality_id=municipality_id, **details)


def _words(grant: Grant) -> dict[str, Any]:
    """Return a grant as the journal keeps it."""
    values = asdict(grant)
    return {**values, "role": grant.role.value, "since": _iso(grant.since), "until": _iso(grant.until)}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
