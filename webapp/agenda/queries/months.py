"""What falls into a month: measures of a roadmap that are due, stages that close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from webapp.database import session
from webapp.models import Roadmap, Stage
from webapp.roadmap import queries as roadmaps
from webapp.roadmap.queries import Line
from workflows.roadmaps.occurrences import Occurrence
from workflows.roadmaps.standing import Fact, standing
from workflows.roadmaps.words import MeasureStatus


@dataclass(frozen=True, slots=True)
class Due:
    """A measure, or one of its occurrences, on its last day, and what it is today."""

    line: Line
    occurrences: tuple[Occurrence, ...]
    status: MeasureStatus

    @property
    def day(self) -> date | None:
        return self.occurrences[0].end


def due_in(roadmap: Roadmap, first: date, last: date, today: date) -> Mapping[date, Sequence[Due]]:
    """Return the measures of a roadmap by the day on which they, or turns of them, are due."""
    found: dict[date, list[Due]] = {}
    for line in roadmaps.whole(roadmap, today).lines:
        if line.measure.excluded_on is None:
            for due in spans(line):
                if due.day is not None and first <= due.day <= last:
                    found.setdefault(due.day, []).append(due)
    return found


def spans(line: Line) -> list[Due]:
    """Return the occurrences of a measure, those of the same days together: they are one bar, one line of a day."""
    by_days: dict[tuple[date | None, date | None], list[Occurrence]] = {}
    for one in line.occurrences:
        by_days.setdefault((one.start, one.end), []).append(one)
    if len(by_days) == 1:
        return [Due(line, line.occurrences, line.status)]
    facts = [Fact(fact.occurrence, fact.state, fact.done_on) for fact in line.facts]
    return [
        Due(line, tuple(same), standing(same, facts, line.today, term=line.measure.term_status))
        for same in by_days.values()
    ]


def stages_in(roadmap: Roadmap, first: date, last: date) -> Sequence[Stage]:
    """Return the stages of the municipality that open, close or end their expertise in these days."""
    days = (Stage.opens_on, Stage.closes_on, Stage.examine_until)
    return session.scalars(
        select(Stage)
        .where(Stage.municipality_id == roadmap.municipality_id)
        .where(or_(*(day.between(first, last) for day in days)))
        .order_by(Stage.closes_on, Stage.id)
    ).all()
