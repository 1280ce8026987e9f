"""Whom and what a roadmap may name: projects, schools, people of its municipality."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import MeasureParty, Membership, Programme, Roadmap, RoadmapParty, School, User
from workflows.vocabulary import MUNICIPAL_ROLES, SCHOOL_ROLES

_MAY_BE_NAMED = MUNICIPAL_ROLES | SCHOOL_ROLES


def programmes() -> Sequence[Programme]:
    """Return the projects the person sees, the latest first."""
    return session.scalars(select(Programme).order_by(Programme.starts_on.desc(), Programme.id)).all()


def programme_of(code: str) -> Programme:
    row = session.scalar(select(Programme).where(Programme.code == code))
    if row is None:
        raise NotThere
    return row


def parties(roadmap: Roadmap) -> Sequence[tuple[RoadmapParty, int]]:
    """Return the names of a roadmap's dictionary with how many measures each stands in."""
    found = session.scalars(
        select(RoadmapParty).where(RoadmapParty.roadmap_id == roadmap.id).order_by(RoadmapParty.name)
    ).all()
    used = session.scalars(
        select(MeasureParty.party_id)
        .join(RoadmapParty, RoadmapParty.id == MeasureParty.party_id)
        .where(RoadmapParty.roadmap_id == roadmap.id)
    ).all()
    return [(one, used.count(one.id)) for one in found]


def party(roadmap: Roadmap, party_id: int) -> RoadmapParty:
    row = session.scalar(
        select(RoadmapParty).where(RoadmapParty.id == party_id, RoadmapParty.roadmap_id == roadmap.id)
    )
    if row is None:
        raise NotThere
    return row


def schools() -> Sequence[School]:
    return session.scalars(select(School).where(School.closed.is_(False)).order_by(School.name)).all()


def school_of(school_id: int | None) -> School:
    row = session.scalar(select(School).where(School.id == school_id))
    if row is None:
        raise NotThere
    return row


def people(today: date) -> Sequence[User]:
    """Return the people with a role in the municipality or in its schools today, by name; each once."""
    holds = or_(Membership.until.is_(None), Membership.until >= today)
    return (
        session.scalars(
            select(User)
            .join(Membership, Membership.user_id == User.id)
            .where(Membership.role.in_(_MAY_BE_NAMED), User.disabled_at.is_(None), holds)
            .order_by(User.name, User.id)
        )
        .unique()
        .all()
    )


def person_of(user_id: int | None, today: date) -> User:
    row = next((user for user in people(today) if user.id == user_id), None)
    if row is None:
        raise NotThere
    return row
