"""Who sees roadmaps, their measures and what came of them.

A draft is its makers' own. An approved roadmap of a municipality is read whole by those who work there and by its
region; a school sees in it the measures it takes part in, and its own roadmap whole."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from webapp import models as m
from webapp.access.criteria import READS_ALL, SCHOOL, in_place, looked_after, row_exists, table_of
from webapp.access.eyes import Eyes
from workflows.roadmaps.words import PartyKind, RoadmapState
from workflows.vocabulary import Role

PLANNERS = READS_ALL | {Role.METHODIST}
READERS = PLANNERS | SCHOOL | {Role.CURATOR, Role.OBSERVER}

Criterion = Callable[[Eyes], ColumnElement[bool]]


def roadmap(eyes: Eyes) -> ColumnElement[bool]:
    return _roadmap(m.Roadmap, eyes)


def in_roadmap(model: Any) -> Criterion:
    """Rows that belong to a visible roadmap."""

    def criterion(eyes: Eyes) -> ColumnElement[bool]:
        parent = table_of(m.Roadmap)
        return row_exists(parent, parent.c.id == model.roadmap_id, _roadmap(parent.c, eyes))

    return criterion


def measure(eyes: Eyes) -> ColumnElement[bool]:
    return _measure(m.Measure, eyes)


def of_measure(model: Any) -> Criterion:
    """Rows that belong to a visible measure."""

    def criterion(eyes: Eyes) -> ColumnElement[bool]:
        return _of_measure(model.measure_id, eyes)

    return criterion


def of_measure_and_school(model: Any) -> Criterion:
    """The same where a row may be about one school: a school's own, those a curator looks after."""

    def criterion(eyes: Eyes) -> ColumnElement[bool]:
        return and_(_of_measure(model.measure_id, eyes), _about_school(model.school_id, eyes))

    return criterion


def evidence(eyes: Eyes) -> ColumnElement[bool]:
    fact = table_of(m.Progress)
    return row_exists(
        fact,
        fact.c.id == m.ProgressEvidence.progress_id,
        _of_measure(fact.c.measure_id, eyes),
        _about_school(fact.c.school_id, eyes),
    )


def roadmap_import(eyes: Eyes) -> ColumnElement[bool]:
    """A file on its way: for those who may make a roadmap of it."""
    if eyes.role in SCHOOL:
        return m.RoadmapImport.school_id == eyes.school_id
    if eyes.role in PLANNERS:
        return and_(
            m.RoadmapImport.municipality_id == eyes.municipality_id, m.RoadmapImport.school_id.is_(None)
        )
    return false()


def _roadmap(r: Any, eyes: Eyes) -> ColumnElement[bool]:
    if eyes.role not in READERS:
        return false()
    approved = r.state != RoadmapState.DRAFT
    if eyes.role in SCHOOL:
        municipal = and_(r.school_id.is_(None), r.municipality_id == eyes.municipality_id, approved)
        return or_(municipal, r.school_id == eyes.school_id)
    if eyes.role is Role.CURATOR:
        of_schools = or_(r.school_id.is_(None), looked_after(r.school_id, eyes))
        return and_(r.municipality_id == eyes.municipality_id, approved, of_schools)
    if eyes.role is Role.OBSERVER:
        return and_(in_place(r.municipality_id, eyes), approved)
    return and_(in_place(r.municipality_id, eyes), or_(r.school_id.is_(None), approved))


def _measure(row: Any, eyes: Eyes) -> ColumnElement[bool]:
    parent = table_of(m.Roadmap)
    seen = [parent.c.id == row.roadmap_id, _roadmap(parent.c, eyes)]
    if eyes.role in SCHOOL:
        each = and_(row.per_school, _in_project(parent, eyes))
        seen.append(or_(parent.c.school_id.is_not(None), each, _takes_part(row.id, parent, eyes)))
    return row_exists(parent, *seen)


def _takes_part(measure_id: Any, parent: Any, eyes: Eyes) -> ColumnElement[bool]:
    """The school, the person, or all schools of the project are among the responsible."""
    named, party = table_of(m.MeasureParty), table_of(m.RoadmapParty)
    in_project = _in_project(parent, eyes)
    mine = or_(
        party.c.school_id == eyes.school_id,
        party.c.user_id == eyes.user_id,
        and_(party.c.kind == PartyKind.SCHOOLS, or_(parent.c.programme_id.is_(None), in_project)),
    )
    return row_exists(
        named.join(party, party.c.id == named.c.party_id), named.c.measure_id == measure_id, mine
    )


def _in_project(parent: Any, eyes: Eyes) -> ColumnElement[bool]:
    joined = table_of(m.Participation)
    return row_exists(
        joined, joined.c.programme_id == parent.c.programme_id, joined.c.school_id == eyes.school_id
    )


def _of_measure(measure_id: Any, eyes: Eyes) -> ColumnElement[bool]:
    row = table_of(m.Measure)
    return row_exists(row, row.c.id == measure_id, _measure(row.c, eyes))


def _about_school(school_id: Any, eyes: Eyes) -> ColumnElement[bool]:
    if eyes.role in SCHOOL:
        return or_(school_id.is_(None), school_id == eyes.school_id)
    if eyes.role is Role.CURATOR:
        return or_(school_id.is_(None), looked_after(school_id, eyes))
    return true()
