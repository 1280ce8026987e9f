"""Who is to be told about measures of a roadmap."""

from typing import Any

from sqlalchemy import Select, or_, select

from webapp.database import session
from webapp.models import Measure, MeasureParty, Membership, Participation, Roadmap, RoadmapParty
from webapp.notifications.queries.cases import Case
from webapp.notifications.queries.people import chiefs, coordinators, curators_of_place
from workflows.roadmaps.words import PartyKind
from workflows.vocabulary import SCHOOL_ROLES


def confirmers(case: Case) -> frozenset[int]:
    """Who confirms an execution: the coordinators; the head of the department where a coordinator marked it alone."""
    found = coordinators(case) - {case.named_id}
    return found or chiefs(case)


def responsible(case: Case) -> frozenset[int]:
    """Those a measure is the work of: persons, people of the schools, curators, the coordinators."""
    rows = session.execute(
        select(RoadmapParty.kind, RoadmapParty.school_id, RoadmapParty.user_id)
        .join(MeasureParty, MeasureParty.party_id == RoadmapParty.id)
        .where(MeasureParty.measure_id == case.measure_id)
    ).all()
    kinds = {kind for kind, _, _ in rows}
    found = {user_id for _, _, user_id in rows if user_id is not None}
    schools = {school_id for _, school_id, _ in rows if school_id is not None}
    found |= _ids(_staff(Membership.school_id.in_(schools))) if schools else set()
    if PartyKind.SCHOOLS in kinds:
        found |= _ids(_staff(Membership.school_id.in_(_in_project(case))))
    if PartyKind.CURATORS in kinds:
        found |= curators_of_place(case)
    if PartyKind.DEPARTMENT in kinds:
        found |= coordinators(case)
    return frozenset(found | _ids(_staff(Membership.school_id.in_(_own(case)))))


def _staff(which: Any) -> Select[int]:
    return select(Membership.user_id).where(which, Membership.role.in_(SCHOOL_ROLES))


def _in_project(case: Case) -> Any:
    return (
        select(Participation.school_id)
        .join(Roadmap, Roadmap.programme_id == Participation.programme_id)
        .join(Measure, Measure.roadmap_id == Roadmap.id)
        .where(Measure.id == case.measure_id)
        .where(or_(Participation.left_on.is_(None), Participation.left_on >= case.today))
    )


def _own(case: Case) -> Any:
    """The school whose own roadmap it is."""
    return (
        select(Roadmap.school_id)
        .join(Measure, Measure.roadmap_id == Roadmap.id)
        .where(Measure.id == case.measure_id, Roadmap.school_id.is_not(None))
    )


def _ids(statement: Any) -> set[int]:
    return set(session.scalars(statement))
