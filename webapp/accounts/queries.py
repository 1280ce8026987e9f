"""Who a browser is, its sessions, and what a one-time link is good for."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from webapp.access.actor import Actor, RoleOption, Visitor, system_scope
from webapp.database import now, session
from webapp.models import AccessLink, LoginSession, Membership, Municipality, School, User
from workflows.vocabulary import Role
from workflows.zones import DEFAULT_ZONE, ZONES

EVERYWHERE = "Все муниципалитеты"


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a session lives: without an act, in all, and as a freshly given password (SE-04, SE-09)."""

    idle: timedelta
    absolute: timedelta
    fresh: timedelta


@dataclass(frozen=True, slots=True)
class Seen:
    """A live session: the visitor, when it was last marked as used, when it ends whatever happens."""

    visitor: Visitor
    last_seen_at: datetime
    ends_at_latest: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A current role of a person with what the frame says about its place."""

    membership_id: int
    role: Role
    municipality_id: int | None
    school_id: int | None
    region: str | None
    may_send: bool
    place: str
    zone: str
    zone_label: str


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A signed-in browser as its owner sees it."""

    id: int
    device: str
    address: str
    started_at: datetime
    last_seen_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class LinkOwner:
    """The person a live one-time link belongs to."""

    link_id: int
    user_id: int
    name: str
    email: str


def token_hash(token: str) -> str:
    """Return what the database keeps instead of a secret. 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def visitor_by_token(token: str, terms: Terms) -> Seen | None:
    """Return the visitor whom this cookie proves, in one statement; None when the session is over."""
    with system_scope("sign-in"):
        rows = session.execute(_BY_TOKEN, {"digest": token_hash(token)}).all()
    if not rows:
        return None
    head, moment = rows[0], now()
    if moment >= _ends_at(head, terms):
        return None
    places = [place for row in rows if (place := _place(row, moment)) is not None]
    chosen = _chosen(places, head.chosen_id)
    if chosen is None:
        return None
    return Seen(_visitor(head, places, chosen, terms), head.last_seen_at, head.created_at + terms.absolute)


def user_of_token(token: str) -> int | None:
    """Return whose session this was, ended or not: a held request runs again only for the same person."""
    with system_scope("sign-in again"):
        return session.scalar(
            select(LoginSession.user_id).where(LoginSession.token_hash == token_hash(token))
        )


def own_sessions(actor: Actor, terms: Terms) -> tuple[OwnSession, ...]:
    """Return the live sessions of the actor, the most recently used first."""
    moment = now()
    rows = session.scalars(
        select(LoginSession)
        .where(
            LoginSession.user_id == actor.user_id,
            LoginSession.ended_at.is_(None),
            LoginSession.last_seen_at > moment - terms.idle,
            LoginSession.created_at > moment - terms.absolute,
        )
        .order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc())
    )
    return tuple(
        OwnSession(
            r.id, device_of(r.browser), r.address, r.created_at, r.last_seen_at, r.id == actor.session_id
        )
        for r in rows
    )


def link_owner(token: str, purpose: str) -> LinkOwner | None:
    """Return whose live link this is; None for a used, expired or unknown one alike."""
    with system_scope("one-time link"):
        row = session.execute(
            select(AccessLink.id, User.id.label("user_id"), User.name, User.email)
            .join(User, User.id == AccessLink.user_id)
            .where(
                AccessLink.token_hash == token_hash(token),
                AccessLink.purpose == purpose,
                AccessLink.used_at.is_(None),
                AccessLink.expires_at > now(),
                User.disabled_at.is_(None),
            )
        ).one_or_none()
    return LinkOwner(row.id, row.user_id, row.name, row.email) if row else None


def current_places(user_id: int) -> list[Place]:
    """Return the roles a person holds today, each by the calendar of its municipality."""
    moment = now()
    with system_scope("roles of a person"):
        rows = session.execute(_PLACES.where(Membership.user_id == user_id).order_by(Membership.id)).all()
    return [place for row in rows if (place := _place(row, moment)) is not None]


def actor_of(user_id: int, membership_id: int) -> Actor | None:
    """Return the person in this role as they are today; None when the role is over or the person is blocked."""
    place = next((one for one in current_places(user_id) if one.membership_id == membership_id), None)
    with system_scope("who acts later"):
        person = session.execute(
            select(User.name, User.email).where(User.id == user_id, User.disabled_at.is_(None))
        ).one_or_none()
    if place is None or person is None:
        return None
    return Actor(
        user_id=user_id,
        name=person.name,
        email=person.email,
        role=place.role,
        membership_id=place.membership_id,
        municipality_id=place.municipality_id,
        school_id=place.school_id,
        region=place.region,
        zone=place.zone,
        may_send=place.may_send,
    )


def device_of(agent: str) -> str:
    """Return a browser's own name in words, «Firefox, Windows»; the first match of each table wins."""
    named = [next((words for sign, words in table if sign in agent), "") for table in (_BROWSERS, _SYSTEMS)]
    return ", ".join(words for words in named if words) or "Неизвестное устройство"


_BROWSERS = (
    ("YaBrowser", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_NEIGHBOUR = aliased(Municipality)
_ZONE_OF_REGION = (
    select(func.min(_NEIGHBOUR.zone)).where(_NEIGHBOUR.region == Membership.region).scalar_subquery()
)
"""The clock of an observer is that of the region's municipalities; the foot of every page names it."""
_PLACE_COLUMNS = (
    Membership.id.label("membership_id"),
    Membership.role,
    Membership.municipality_id,
    Membership.school_id,
    Membership.region,
    Membership.may_send,
    Membership.since,
    Membership.until,
    School.short_name,
    Municipality.name.label("municipality"),
    func.coalesce(Municipality.zone, _ZONE_OF_REGION).label("zone"),
    Municipality.zone_label,
)
_PLACES = (
    select(*_PLACE_COLUMNS)
    .outerjoin(Municipality, Municipality.id == Membership.municipality_id)
    .outerjoin(School, School.id == Membership.school_id)
)
_BY_TOKEN = (
    select(
        LoginSession.id.label("session_id"),
        LoginSession.membership_id.label("chosen_id"),
        LoginSession.created_at,
        LoginSession.last_seen_at,
        LoginSession.fresh_at,
        User.id.label("user_id"),
        User.name,
        User.email,
        User.post,
        User.display,
        *_PLACE_COLUMNS,
    )
    .select_from(LoginSession)
    .join(User, User.id == LoginSession.user_id)
    .join(Membership, Membership.user_id == User.id)
    .outerjoin(Municipality, Municipality.id == Membership.municipality_id)
    .outerjoin(School, School.id == Membership.school_id)
    .where(
        LoginSession.token_hash == bindparam("digest"),
        LoginSession.ended_at.is_(None),
        User.disabled_at.is_(None),
    )
    .order_by(Membership.id)
)


def _ends_at(row: Any, terms: Terms) -> datetime:
    ends: datetime = min(row.created_at + terms.absolute, row.last_seen_at + terms.idle)
    return ends


def _place(row: Any, moment: datetime) -> Place | None:
    """Return the role of a row, None when it has not begun or is over where it is held."""
    zone = row.zone or DEFAULT_ZONE
    if not _holds(row.since, row.until, moment.astimezone(ZoneInfo(zone)).date()):
        return None
    return Place(
        membership_id=row.membership_id,
        role=row.role,
        municipality_id=row.municipality_id,
        school_id=row.school_id,
        region=row.region,
        may_send=row.may_send,
        place=row.short_name or row.municipality or row.region or EVERYWHERE,
        zone=zone,
        zone_label=row.zone_label or ZONES.get(zone, zone),
    )


def _holds(since: date, until: date | None, today: date) -> bool:
    return since <= today and (until is None or today <= until)


def _chosen(places: Sequence[Place], membership_id: int | None) -> Place | None:
    """Return the role of the session; a role that is over ends it rather than turn into another (AZ-06)."""
    if membership_id is None:
        return places[0] if places else None
    return next((place for place in places if place.membership_id == membership_id), None)


def _visitor(head: Any, places: Sequence[Place], chosen: Place, terms: Terms) -> Visitor:
    return Visitor(
        actor=Actor(
            user_id=head.user_id,
            name=head.name,
            email=head.email,
            role=chosen.role,
            membership_id=chosen.membership_id,
            municipality_id=chosen.municipality_id,
            school_id=chosen.school_id,
            region=chosen.region,
            zone=chosen.zone,
            session_id=head.session_id,
            may_send=chosen.may_send,
        ),
        roles=tuple(RoleOption(place.membership_id, place.role, place.place) for place in places),
        place=chosen.place,
        zone_label=chosen.zone_label,
        post=head.post,
        ends_at=_ends_at(head, terms),
        fresh_until=head.fresh_at + terms.fresh,
        display=head.display,
    )
