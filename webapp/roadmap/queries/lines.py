"""The measures of a roadmap with everything a page tells of them: deadline, occurrences, facts, status on a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import (
    Measure,
    MeasureParty,
    Progress,
    Roadmap,
    RoadmapSection,
)
from webapp.roadmap.queries.participations import joined_schools
from workflows.deadlines import Deadline, Period, from_plain
from workflows.roadmaps.occurrences import Joined, Occurrence, occurrences
from workflows.roadmaps.standing import Fact, is_overdue, standing
from workflows.roadmaps.words import MeasureStatus


@dataclass(frozen=True)
class Line:
    """One measure as it stands on a day. `facts` in the order they were recorded, as far as the person sees them."""

    measure: Measure
    deadline: Deadline
    occurrences: tuple[Occurrence, ...]
    facts: tuple[Progress, ...]
    today: date

    @cached_property
    def last(self) -> Mapping[str, Progress]:
        """Occurrence → the latest that is known of it."""
        return {fact.occurrence: fact for fact in self.facts}

    @cached_property
    def status(self) -> MeasureStatus:
        row = self.measure
        return standing(
            self.occurrences,
            self._known,
            self.today,
            term=row.term_status,
            excluded_on=row.excluded_on,
            transferred=row.transferred,
        )

    @cached_property
    def overdue(self) -> tuple[Occurrence, ...]:
        """Occurrences whose last day has passed and of which nobody says that they were executed."""
        last = {fact.occurrence: fact for fact in self._known}
        return tuple(one for one in self.occurrences if is_overdue(one, last.get(one.key), self.today))

    @property
    def _known(self) -> tuple[Fact, ...]:
        return tuple(Fact(fact.occurrence, fact.state, fact.done_on) for fact in self.facts)


@dataclass(frozen=True)
class Whole:
    """A roadmap with its sections in order and its lines in order."""

    roadmap: Roadmap
    sections: tuple[RoadmapSection, ...]
    lines: tuple[Line, ...]
    schools: tuple[Joined, ...]

    def of_section(self, section_id: int | None) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.measure.section_id == section_id)


def whole(roadmap: Roadmap, today: date) -> Whole:
    """Return everything of a roadmap the person acting sees; six statements whatever its length."""
    sections = session.scalars(
        select(RoadmapSection)
        .where(RoadmapSection.roadmap_id == roadmap.id)
        .order_by(RoadmapSection.position)
    ).all()
    rows = session.scalars(
        select(Measure)
        .where(Measure.roadmap_id == roadmap.id)
        .order_by(Measure.position, Measure.id)
        .options(selectinload(Measure.parties).joinedload(MeasureParty.party))
    ).all()
    schools = joined_schools(roadmap) if any(row.per_school for row in rows) else ()
    facts = facts_of(Progress.roadmap_id == roadmap.id)
    return Whole(
        roadmap,
        tuple(sections),
        tuple(line_of(roadmap, row, schools, facts.get(row.id, ()), today) for row in rows),
        schools,
    )


def line(ref: str, today: date, *, lock: bool = False) -> Line:
    """Return one measure by its address, locked for a change when asked to; raises NotThere."""
    statement = (
        select(Measure)
        .where(Measure.ref == ref)
        .join(Measure.roadmap)
        .options(
            contains_eager(Measure.roadmap).options(
                joinedload(Roadmap.municipality), joinedload(Roadmap.school), joinedload(Roadmap.programme)
            ),
            joinedload(Measure.section),
            selectinload(Measure.parties).joinedload(MeasureParty.party),
        )
    )
    if lock:
        statement = statement.with_for_update(of=Measure).execution_options(populate_existing=True)
    row = session.scalar(statement)
    if row is None:
        raise NotThere
    schools = joined_schools(row.roadmap) if row.per_school else ()
    facts = facts_of(Progress.measure_id == row.id, fresh=lock).get(row.id, ())
    return line_of(row.roadmap, row, schools, facts, today)


def facts_of(*which: object, fresh: bool = False) -> Mapping[int, Sequence[Progress]]:
    """Return by measure the facts that these conditions select, in the order they were recorded."""
    rows = session.scalars(
        select(Progress)
        .where(*which)  # type: ignore[arg-type]
        .order_by(Progress.id)
        .options(selectinload(Progress.evidence))
        .execution_options(populate_existing=fresh)
    )
    found: dict[int, list[Progress]] = defaultdict(list)
    for row in rows:
        found[row.measure_id].append(row)
    return found


def line_of(
    roadmap: Roadmap, row: Measure, schools: Collection[Joined], facts: Sequence[Progress], today: date
) -> Line:
    """Return a measure as it stands on a day; `schools` are those that carry it out where each does so."""
    deadline = from_plain(row.deadline)
    period = Period(roadmap.starts_on, roadmap.ends_on)
    whose = tuple(schools) if row.per_school else None
    return Line(row, deadline, occurrences(deadline, period, whose), tuple(facts), today)
