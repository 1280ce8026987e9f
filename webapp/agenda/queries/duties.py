"""What people owe by the roadmaps in force: the person acting, or everybody where it is overdue."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webapp.access.actor import Actor
from webapp.database import session
from webapp.models import Measure, MeasureParty, Participation, Progress, Roadmap, RoadmapParty
from webapp.roadmap.queries import Line
from workflows.deadlines import Period, from_plain
from workflows.roadmaps.duties import ROLES_OF, owed
from workflows.roadmaps.occurrences import Joined, Occurrence, occurrences
from workflows.roadmaps.words import STANDING, PartyKind, ProgressState, RoadmapState

MOST = 2000
"""Measures looked through at once."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One execution that is owed, and what became of the last try."""

    line: Line
    occurrence: Occurrence

    @property
    def measure(self) -> Measure:
        return self.line.measure

    @property
    def due(self) -> date | None:
        return self.occurrence.end

    @property
    def declined(self) -> bool:
        fact = self.line.last.get(self.occurrence.key)
        return fact is not None and fact.state in {ProgressState.DECLINED, ProgressState.REVOKED}


def mine(actor: Actor, today: date) -> tuple[Duty, ...]:
    """Return what the person acting owes, the earliest first; five statements whatever its number."""
    found = [
        Duty(line, one)
        for line in _lines(today, _in_force(), _answers(actor))
        for one in owed(line.occurrences, {key: fact.state for key, fact in line.last.items()}, today)
    ]
    return tuple(sorted(found, key=_by_day))


def overdue(today: date) -> tuple[Duty, ...]:
    """Return all that is overdue of what the person acting sees, the longest first."""
    begun = or_(Measure.starts_on.is_(None), Measure.starts_on <= today)
    done_once = select(Progress.id).where(
        Progress.measure_id == Measure.id, Progress.occurrence == "", Progress.state.in_(STANDING)
    )
    lines = _lines(today, _in_force(), begun, ~done_once.exists())
    return tuple(sorted((Duty(line, one) for line in lines for one in line.overdue), key=_by_day))


def due_between(first: date, last: date, today: date) -> Iterator[Duty]:
    """Yield what nobody has executed and is due within these days, whosever it is."""
    begun = or_(Measure.starts_on.is_(None), Measure.starts_on <= last)
    late_enough = or_(Measure.due_on.is_(None), Measure.due_on >= first)
    for line in _lines(today, _in_force(), begun, late_enough, most=None):
        states = {key: fact.state for key, fact in line.last.items()}
        for one in line.occurrences:
            if one.end is not None and first <= one.end <= last and states.get(one.key) not in STANDING:
                yield Duty(line, one)


def _by_day(duty: Duty) -> tuple[bool, date, int, str]:
    return duty.due is None, duty.due or date.min, duty.measure.id, duty.occurrence.key


def _in_force() -> ColumnElement[bool]:
    return and_(Roadmap.state == RoadmapState.APPROVED, Measure.excluded_on.is_(None))


def _answers(actor: Actor) -> ColumnElement[bool]:
    """The person, their school or their office is among the responsible; a school's own roadmap is all its own."""
    kinds = [kind for kind, roles in ROLES_OF.items() if actor.role in roles]
    named = [RoadmapParty.user_id == actor.user_id, RoadmapParty.kind.in_(kinds)]
    if actor.of_school:
        named += [RoadmapParty.school_id == actor.school_id, RoadmapParty.kind == PartyKind.SCHOOLS]
    by_party = (
        select(MeasureParty.id)
        .join(RoadmapParty, RoadmapParty.id == MeasureParty.party_id)
        .where(MeasureParty.measure_id == Measure.id, or_(*named))
        .exists()
    )
    return or_(by_party, Roadmap.school_id == actor.school_id) if actor.of_school else by_party


def _lines(today: date, *which: ColumnElement[bool], most: int | None = MOST) -> list[Line]:
    """Return measures of several roadmaps with their occurrences and facts; four statements."""
    rows = session.scalars(
        select(Measure)
        .join(Measure.roadmap)
        .where(*which)
        .order_by(Measure.due_on, Measure.id)
        .limit(most)
        .options(
            contains_eager(Measure.roadmap).options(
                joinedload(Roadmap.school), joinedload(Roadmap.municipality)
            ),
            selectinload(Measure.terms),
            selectinload(Measure.parties).joinedload(MeasureParty.party),
        )
    ).all()
    schools = _joined({row.roadmap.programme_id for row in rows if row.per_school} - {None})
    facts = _facts(rows)
    return [_line(row, schools, facts.get(row.id, ()), today) for row in rows]


def _line(
    row: Measure, schools: Mapping[int, Sequence[Joined]], facts: Sequence[Progress], today: date
) -> Line:
    deadline, roadmap = from_plain(row.deadline), row.roadmap
    whose = tuple(schools.get(roadmap.programme_id or 0, ())) if row.per_school else None
    period = Period(roadmap.starts_on, roadmap.ends_on)
    return Line(row, deadline, occurrences(deadline, period, whose), tuple(facts), today)


def _joined(programme_ids: set[Any]) -> Mapping[int, Sequence[Joined]]:
    found: dict[int, list[Joined]] = defaultdict(list)
    if not programme_ids:
        return found
    rows = session.scalars(
        select(Participation)
        .where(Participation.programme_id.in_(sorted(programme_ids)))
        .join(Participation.school)
        .options(contains_eager(Participation.school))
        .order_by(Participation.joined_on, Participation.id)
    )
    for row in rows:
        school = Joined(row.school_id, row.school.short_name, row.joined_on, row.left_on)
        found[row.programme_id].append(school)
    return found


def _facts(rows: Sequence[Measure]) -> Mapping[int, Sequence[Progress]]:
    found: dict[int, list[Progress]] = defaultdict(list)
    if rows:
        facts = session.scalars(
            select(Progress).where(Progress.measure_id.in_([row.id for row in rows])).order_by(Progress.id)
        )
        for fact in facts:
            found[fact.measure_id].append(fact)
    return found
