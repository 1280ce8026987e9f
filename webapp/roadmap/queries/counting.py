"""The rows of a roadmap as the indicator counts them: deadlines, executions and exclusions with their days (К19).

One figure for everybody who reads a roadmap whole; a school's is made of the measures it takes part in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, bindparam, select

from webapp.access.actor import Actor, acting, system_scope
from webapp.database import kept, session
from webapp.models import Measure, MeasureEvent, MeasureTerm, Progress, Roadmap
from webapp.roadmap.queries.participations import known_schools
from workflows.deadlines import Period, from_plain
from workflows.roadmaps.indicator import Confirmed, Plan, Reading, Row, Share, share
from workflows.roadmaps.occurrences import Joined
from workflows.roadmaps.periods import by_period
from workflows.roadmaps.words import ProgressState

EXCLUDED, RETURNED = "excluded", "returned"
"""Actions of a measure's history that take it out of the roadmap and back."""


def rows(roadmap: Roadmap) -> tuple[Row, ...]:
    """Return the rows of a visible roadmap in order, each with its whole history; six statements at any length.

    The key of a row is the address of its measure. `roadmap.municipality` must be loaded, for its calendar."""
    return rows_of((roadmap,))[roadmap.id]


def rows_of(roadmaps: Sequence[Roadmap]) -> Mapping[int, tuple[Row, ...]]:
    """Return the rows of several roadmaps by id; as many statements as for one, and two for each municipal one."""
    if not roadmaps:
        return {}
    found: dict[int, list[Row]] = {one.id: [] for one in roadmaps}
    with _whole_unless_school():
        known = _known(roadmaps)
        for one in session.execute(_MEASURES, {"roadmaps": list(found)}):
            found[one.roadmap_id].append(_row(one, known))
    return {one.id: _counted_as(one, found[one.id]) for one in roadmaps}


def share_of(roadmap: Roadmap, on: date, reading: Reading = Reading.DUE) -> Share:
    """Return the indicator of a roadmap on a date, row by row."""
    return share(rows(roadmap), on, reading, period_of(roadmap))


def shares_of(roadmap: Roadmap, on: date, readings: Iterable[Reading]) -> tuple[Share, ...]:
    """Return the indicator of a roadmap on a date in several readings; it is read once."""
    found = rows(roadmap)
    return tuple(share(found, on, reading, period_of(roadmap)) for reading in readings)


def period_of(roadmap: Roadmap) -> Period:
    return Period(roadmap.starts_on, roadmap.ends_on)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the measures of some roadmaps, by the id of the measure; schools by the id of the roadmap."""

    terms: Mapping[int, Sequence[Plan]]
    facts: Mapping[int, Sequence[Confirmed]]
    absences: Mapping[int, Sequence[Period]]
    schools: Mapping[int, tuple[Joined, ...]]


def _whole_unless_school() -> AbstractContextManager[None]:
    who = acting()
    if isinstance(who, Actor) and who.of_school:
        return nullcontext()
    return system_scope("indicator: one figure for all who read the roadmap")


def _counted_as(roadmap: Roadmap, found: Sequence[Row]) -> tuple[Row, ...]:
    if not roadmap.counts_periods:
        return tuple(found)
    return tuple(part for row in found for part in by_period(row, period_of(roadmap)))


def _known(roadmaps: Sequence[Roadmap]) -> _Known:
    terms: dict[int, list[Plan]] = defaultdict(list)
    facts: dict[int, list[Confirmed]] = defaultdict(list)
    which = {"roadmaps": [one.id for one in roadmaps]}
    for measure_id, deadline, since in session.execute(_TERMS, which):
        terms[measure_id].append(Plan(from_plain(deadline), since))
    zones = {one.id: ZoneInfo(one.municipality.zone) for one in roadmaps}
    for one in session.execute(_FACTS, which):
        zone = zones[one.roadmap_id]
        revoked = one.ended_at.astimezone(zone).date() if one.ended_at else None
        facts[one.measure_id].append(
            Confirmed(one.done_on, one.decided_at.astimezone(zone).date(), revoked, one.occurrence)
        )
    schools = {one.id: known_schools(one) for one in roadmaps if one.school_id is None}
    return _Known(terms, facts, _absences(which), schools)


def _absences(which: Mapping[str, Sequence[int]]) -> Mapping[int, Sequence[Period]]:
    """Return from when to when measures were out that were brought back since."""
    found: dict[int, list[Period]] = defaultdict(list)
    since: dict[int, date] = {}
    for measure_id, action, day in session.execute(_EXCLUSIONS, which):
        if day is not None and action == EXCLUDED:
            since[measure_id] = day
        elif day is not None and measure_id in since:
            found[measure_id].append(Period(since.pop(measure_id), day - timedelta(days=1)))
    return found


def _row(one: Any, known: _Known) -> Row:
    return Row(
        one.ref,
        tuple(known.terms.get(one.id, ())),
        tuple(known.facts.get(one.id, ())),
        one.excluded_on,
        tuple(known.absences.get(one.id, ())),
        known.schools.get(one.roadmap_id) if one.per_school else None,
    )


_ROADMAPS = bindparam("roadmaps", type_=Integer(), expanding=True)
_MEASURES = kept(
    select(Measure.id, Measure.roadmap_id, Measure.ref, Measure.per_school, Measure.excluded_on)
    .where(Measure.roadmap_id.in_(_ROADMAPS))
    .order_by(Measure.position, Measure.id)
)
_TERMS = kept(
    select(MeasureTerm.measure_id, MeasureTerm.deadline, MeasureTerm.since)
    .join(MeasureTerm.measure)
    .where(Measure.roadmap_id.in_(_ROADMAPS))
    .order_by(MeasureTerm.since, MeasureTerm.id)
)
_FACTS = kept(
    select(
        Progress.measure_id,
        Progress.roadmap_id,
        Progress.occurrence,
        Progress.done_on,
        Progress.decided_at,
        Progress.ended_at,
    )
    .where(
        Progress.roadmap_id.in_(_ROADMAPS),
        Progress.state.in_((ProgressState.CONFIRMED, ProgressState.REVOKED)),
        Progress.decided_at.is_not(None),
    )
    .order_by(Progress.id)
)
_EXCLUSIONS = kept(
    select(MeasureEvent.measure_id, MeasureEvent.action, MeasureEvent.takes_effect_on)
    .join(Measure, Measure.id == MeasureEvent.measure_id)
    .where(
        Measure.roadmap_id.in_(_ROADMAPS),
        MeasureEvent.action.in_((EXCLUDED, RETURNED)),
    )
    .order_by(MeasureEvent.id)
)
