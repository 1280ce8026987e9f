"""What the roadmaps in force ask of one school, to be laid beside its documents."""

from sqlalchemy import and_, exists, or_, select

from webapp.database import session
from webapp.models import Measure, MeasureParty, Roadmap, RoadmapParty, RoadmapSection
from workflows.cross_checks import PlannedMeasure
from workflows.programme_tables import risks_named
from workflows.roadmaps.words import PartyKind, RoadmapState


def planned(*, school_id: int, programme_id: int) -> tuple[tuple[PlannedMeasure, ...], frozenset[str]]:
    """Return the measures the school answers for in its project, and the risks its own roadmap names.

    Of the school's own roadmaps all measures, of the municipal ones those that name it or all schools; none of a
    draft, none excluded. One statement."""
    names_it = exists().where(
        MeasureParty.measure_id == Measure.id,
        RoadmapParty.id == MeasureParty.party_id,
        or_(RoadmapParty.school_id == school_id, RoadmapParty.kind == PartyKind.SCHOOLS),
    )
    of_project = or_(Roadmap.programme_id == programme_id, Roadmap.programme_id.is_(None))
    municipal = and_(Roadmap.school_id.is_(None), or_(Measure.per_school, names_it))
    rows = session.execute(
        select(
            Measure.ref,
            Measure.title,
            Measure.deadline_text,
            Measure.starts_on,
            Measure.due_on,
            Roadmap.school_id.is_not(None),
            RoadmapSection.title,
        )
        .join(Roadmap, Roadmap.id == Measure.roadmap_id)
        .outerjoin(RoadmapSection, RoadmapSection.id == Measure.section_id)
        .where(of_project, or_(Roadmap.school_id == school_id, municipal))
        .where(Roadmap.state == RoadmapState.APPROVED, Measure.excluded_on.is_(None))
        .order_by(Roadmap.school_id.is_(None), Measure.roadmap_id, Measure.position)
    ).all()
    own = [text for row in rows if row[5] for text in (row[1], row[6] or "")]
    return tuple(PlannedMeasure(*row[:6]) for row in rows), risks_named(own)
