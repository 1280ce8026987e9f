"""What roadmaps ask of one school: its own measures, and those of the municipality that it carries out (К24)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import contains_eager

from webapp.database import session
from webapp.models import Measure, MeasureParty, Participation, Progress, Roadmap, RoadmapParty
from webapp.roadmap.queries.lines import Line, facts_of, line_of
from workflows.roadmaps.occurrences import Joined
from workflows.roadmaps.words import PartyKind, RoadmapState


@dataclass(frozen=True, slots=True)
class SchoolPart:
    """A roadmap and those of its measures that are this school's; of municipal ones only the school's own turns."""

    roadmap: Roadmap
    lines: tuple[Line, ...]

    @property
    def is_own(self) -> bool:
        return self.roadmap.school_id is not None


def of_school(school_id: int, today: date) -> tuple[SchoolPart, ...]:
    """Return what the person acting may see of a school's roadmaps, its own first; four statements."""
    joined = _joined(school_id)
    names_it = exists().where(
        MeasureParty.measure_id == Measure.id,
        RoadmapParty.id == MeasureParty.party_id,
        or_(
            RoadmapParty.school_id == school_id,
            and_(
                RoadmapParty.kind == PartyKind.SCHOOLS,
                or_(Roadmap.programme_id.is_(None), Roadmap.programme_id.in_(joined)),
            ),
        ),
    )
    each = and_(Measure.per_school, Roadmap.programme_id.in_(joined))
    municipal = and_(Roadmap.school_id.is_(None), Roadmap.state != RoadmapState.DRAFT, or_(each, names_it))
    rows = session.scalars(
        select(Measure)
        .join(Measure.roadmap)
        .options(contains_eager(Measure.roadmap))
        .where(or_(Roadmap.school_id == school_id, municipal))
        .order_by(Roadmap.school_id.is_(None), Roadmap.starts_on.desc(), Roadmap.id, Measure.position)
    ).all()
    facts = facts_of(
        Progress.measure_id.in_([row.id for row in rows]),
        or_(Progress.school_id == school_id, Progress.school_id.is_(None)),
    )
    found: dict[Roadmap, list[Line]] = defaultdict(list)
    for row in rows:
        mine = (
            [joined[row.roadmap.programme_id]]
            if row.per_school and row.roadmap.programme_id in joined
            else []
        )
        found[row.roadmap].append(line_of(row.roadmap, row, mine, facts.get(row.id, ()), today))
    return tuple(SchoolPart(roadmap, tuple(lines)) for roadmap, lines in found.items())


def _joined(school_id: int) -> dict[int, Joined]:
    """Return by project the days from and until which the school takes part."""
    rows = session.scalars(select(Participation).where(Participation.school_id == school_id))
    return {row.programme_id: Joined(school_id, "", row.joined_on, row.left_on) for row in rows}
