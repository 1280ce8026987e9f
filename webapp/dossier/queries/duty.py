"""Who acts for whom at a school today: dated substitutions of curators (К10)."""

from collections.abc import Iterable

from sqlalchemy import Date, Integer, bindparam, or_, select
from sqlalchemy.orm import joinedload

from webapp.access.actor import Actor, system_scope
from webapp.database import kept, session, today_in
from webapp.models import Curatorship
from workflows.vocabulary import Role


def curators_of(school_id: int, zone: str) -> tuple[Curatorship, ...]:
    """Return who looks after the school today, substitutes with those they stand in for.

    Read as the product: the school may know its curator's name."""
    with system_scope("curators of a visible package"):
        return tuple(session.scalars(_CURATORS, {"school": school_id, "today": today_in(zone)}))


def acting_for(rows: Iterable[Curatorship], actor: Actor) -> str:
    """Return the name of the curator on leave in whose place the person acts, '' for one who acts for themselves."""
    own = _own(rows, actor)
    return own.substitutes.user.name if own and own.substitutes else ""


def substitute_of(rows: Iterable[Curatorship], actor: Actor) -> str:
    """Return who stands in for the person here today, '' for one who is on duty."""
    known = tuple(rows)
    own = _own(known, actor)
    if own is None:
        return ""
    return next((one.user.name for one in known if one.substitutes_id == own.id), "")


def in_place_of(school_id: int, actor: Actor) -> str:
    """Return for whom the person acts at a school: one statement for a curator, none for the others."""
    if actor.role is not Role.CURATOR:
        return ""
    return acting_for(curators_of(school_id, actor.zone), actor)


def _own(rows: Iterable[Curatorship], actor: Actor) -> Curatorship | None:
    if actor.role is not Role.CURATOR:
        return None
    return next((one for one in rows if one.user_id == actor.user_id), None)


_today = bindparam("today", type_=Date())
_CURATORS = kept(
    select(Curatorship)
    .where(Curatorship.school_id == bindparam("school", type_=Integer()), Curatorship.direction == "")
    .where(Curatorship.since <= _today)
    .where(or_(Curatorship.until.is_(None), Curatorship.until >= _today))
    .order_by(Curatorship.since.desc(), Curatorship.id.desc())
    .options(joinedload(Curatorship.user), joinedload(Curatorship.substitutes).joinedload(Curatorship.user))
)
