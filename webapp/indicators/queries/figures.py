"""The share on a date from the history of a roadmap, with what its rows are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import Measure, Roadmap, RoadmapSection
from webapp.roadmap import queries as roadmaps
from workflows.roadmaps.course import Point, course, days
from workflows.roadmaps.indicator import Counted, Reading, Row, Share, share


@dataclass(frozen=True, slots=True)
class Known:
    """What a row is called."""

    ref: str
    number: str
    title: str
    section: str
    term: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Both readings on a date with the rows they are made of."""

    roadmap: Roadmap
    on: date
    rows: tuple[Row, ...]
    known: Mapping[str, Known]
    shares: Mapping[Reading, Share]

    def of(self, line: Counted) -> Known:
        return self.known[line.row.key]


def figures(roadmap: Roadmap, on: date) -> Figures:
    """Return the figure on a date in both readings, over the measures the person acting sees."""
    rows = roadmaps.rows(roadmap)
    period = roadmaps.period_of(roadmap)
    shares = {reading: share(rows, on, reading, period) for reading in Reading}
    return Figures(roadmap, on, rows, _known(roadmap), shares)


def passed(found: Figures, today: date) -> Sequence[Point]:
    """Return the figures at the ends of the months of the roadmap that have passed, and on its latest day."""
    roadmap = found.roadmap
    return course(
        found.rows, days(roadmap.starts_on, min(today, roadmap.ends_on)), roadmaps.period_of(roadmap)
    )


def found(asked: str) -> Roadmap:
    """Return a roadmap by its number or by its id in the database; raises NotThere."""
    try:
        return roadmaps.get(asked)
    except NotThere:
        if not asked.isdecimal():
            raise
    number = session.scalar(select(Roadmap.number).where(Roadmap.id == int(asked)))
    if number is None:
        raise NotThere
    return roadmaps.get(number)


def _known(roadmap: Roadmap) -> Mapping[str, Known]:
    found = session.execute(
        select(
            Measure.ref,
            Measure.number,
            Measure.title,
            Measure.deadline_text,
            RoadmapSection.title.label("section"),
        )
        .outerjoin(RoadmapSection, RoadmapSection.id == Measure.section_id)
        .where(Measure.roadmap_id == roadmap.id)
    )
    return {
        row.ref: Known(row.ref, row.number, row.title, row.section or "", row.deadline_text) for row in found
    }
