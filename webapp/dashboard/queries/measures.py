"""Measures of roadmaps that wait for a person: executed ones to confirm, their own ones that are due."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, cast, exists, literal, or_, select

from webapp.access.actor import Actor
from webapp.database import today_in
from webapp.models import Measure, MeasureParty, Progress, Roadmap, RoadmapParty
from workflows.roadmaps.words import STANDING, PartyKind, ProgressState, RoadmapState
from workflows.vocabulary import SCHOOL_ROLES, Role

DAYS_AHEAD = 7
NO_DAY: Any = cast(literal(None), Date)
"""A line without a deadline of its own."""
_OFFICES = {Role.COORDINATOR: PartyKind.DEPARTMENT, Role.CURATOR: PartyKind.CURATORS}


def rows_of(role: Role) -> list[Any]:
    """Return the lines about measures that a role has on home: what, title, address, '', fact, deadline."""
    found = []
    if role in {Role.COORDINATOR, Role.CHIEF}:
        found.append(_to_confirm(role))
    if role in SCHOOL_ROLES | {Role.COORDINATOR, Role.CHIEF, Role.CURATOR, Role.METHODIST}:
        found.append(_to_execute(role))
    return found


def values_of(actor: Actor) -> dict[str, object]:
    """Return what the lines are asked with."""
    return {
        "soon": today_in(actor.zone) + timedelta(days=DAYS_AHEAD),
        "place": actor.municipality_id,
        "own_school": actor.school_id,
    }


def _to_confirm(role: Role) -> Any:
    """Executed by others; the head of the department decides on what a coordinator marked."""
    statement = (
        select(literal("confirm"), Measure.title, Measure.ref, literal(""), Progress.id, NO_DAY)
        .select_from(Progress)
        .join(Measure, Measure.id == Progress.measure_id)
        .join(Roadmap, Roadmap.id == Measure.roadmap_id)
        .where(
            Progress.municipality_id == _place,
            Progress.state == ProgressState.EXECUTED,
            Progress.executed_by_id != _me,
            Roadmap.state == RoadmapState.APPROVED,
        )
    )
    if role is Role.CHIEF:
        return statement.where(Progress.executed_by_role == Role.COORDINATOR)
    return statement


def _to_execute(role: Role) -> Any:
    """Overdue or due within a week, and nobody says that it was executed: by the last day of the measure."""
    return (
        select(literal("execute"), Measure.title, Measure.ref, literal(""), literal(0), Measure.due_on)
        .select_from(Measure)
        .join(Roadmap, Roadmap.id == Measure.roadmap_id)
        .where(
            Measure.municipality_id == _place,
            Measure.due_on <= bindparam("soon", type_=Date()),
            Measure.excluded_on.is_(None),
            Roadmap.state == RoadmapState.APPROVED,
            _is_theirs(role),
            ~_is_executed(role),
        )
    )


def _is_theirs(role: Role) -> ColumnElement[bool]:
    """A school is shown the municipal measures it takes part in, and its own ones; others are named by their office."""
    if role in SCHOOL_ROLES:
        return or_(Roadmap.school_id.is_(None), Roadmap.school_id == _school)
    mine = and_(RoadmapParty.kind == PartyKind.PERSON, RoadmapParty.user_id == _me)
    office = _OFFICES.get(role)
    named = or_(mine, RoadmapParty.kind == office) if office else mine
    return and_(
        Measure.per_school.is_(False),
        Roadmap.school_id.is_(None),
        exists().where(
            MeasureParty.measure_id == Measure.id, RoadmapParty.id == MeasureParty.party_id, named
        ),
    )


def _is_executed(role: Role) -> ColumnElement[bool]:
    standing = and_(Progress.measure_id == Measure.id, Progress.state.in_(STANDING))
    if role in SCHOOL_ROLES:
        standing = and_(standing, or_(Progress.school_id.is_(None), Progress.school_id == _school))
    return exists().where(standing)


MINE = _me = bindparam("me", type_=Integer())
"""Who asks."""
_place = bindparam("place", type_=Integer())
OWN_SCHOOL = _school = bindparam("own_school", type_=Integer())
