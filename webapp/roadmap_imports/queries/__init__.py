"""What is known of office files on their way to a roadmap."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import Measure, MeasureParty, Roadmap, RoadmapImport
from workflows.deadlines import Frame, Period
from workflows.roadmaps import Line
from workflows.roadmaps.amendment import Difference, Standing, cells_of, differences
from workflows.roadmaps.draft import Entry, from_plain
from workflows.roadmaps.words import ImportState

OPEN = (ImportState.READING, ImportState.COLUMNS, ImportState.CHECK, ImportState.FAILED)
SHOWN = 30


def under_way() -> Sequence[RoadmapImport]:
    """Return the files the person has begun and not finished, the latest first; one statement."""
    return session.scalars(
        select(RoadmapImport)
        .where(RoadmapImport.state.in_(OPEN))
        .order_by(RoadmapImport.id.desc())
        .limit(SHOWN)
    ).all()


def get(number: int, *, lock: bool = False) -> RoadmapImport:
    """Return an import by its number in the municipality, locked for a change when asked to; raises NotThere."""
    statement = select(RoadmapImport).where(RoadmapImport.number == number)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row = session.scalar(statement)
    if row is None:
        raise NotThere
    return row


def amended(row: RoadmapImport) -> Roadmap | None:
    """Return the roadmap an import amends, or became; None before."""
    return session.scalar(select(Roadmap).where(Roadmap.id == row.roadmap_id)) if row.roadmap_id else None


def measures_of(roadmap: Roadmap) -> Sequence[Measure]:
    """Return the measures in force of a roadmap in their order, with who is responsible; two statements."""
    return session.scalars(
        select(Measure)
        .where(Measure.roadmap_id == roadmap.id, Measure.excluded_on.is_(None))
        .order_by(Measure.position, Measure.id)
        .options(selectinload(Measure.parties).joinedload(MeasureParty.party))
    ).all()


def differences_of(row: RoadmapImport, measures: Sequence[Measure]) -> tuple[Difference, ...]:
    """Return what the file changes of the measures in force."""
    return differences([Standing(one.ref, _cells(one)) for one in measures], entries_of(row))


def _cells(row: Measure) -> dict[str, str]:
    plan = row.plan or {}
    years = {year: value["text"] for year, value in plan.get("years", {}).items()}
    total = plan["total"]["text"] if plan else ""
    return cells_of(
        Entry(False, 0, row.title, row.number, deadline=row.deadline_text, responsible=row.responsible_text,
              result=row.result, plan_total=total, plan_years=years)
    )  # fmt: skip


def lines_of(row: RoadmapImport) -> tuple[Line, ...]:
    """Return the lines of the file as they were read."""
    return tuple(
        Line(tuple(cells), number, is_paragraph=paragraph, is_fresh=fresh, is_heading=heading)
        for cells, number, paragraph, fresh, heading in row.lines
    )


def entries_of(row: RoadmapImport) -> tuple[Entry, ...]:
    return from_plain(row.rows)


def frame_of(row: RoadmapImport) -> Frame:
    """Return the period of the roadmap as read, or as a person has corrected it."""
    told = row.heading
    if not told.get("start") or not told.get("end"):
        return Frame()
    period = Period(date.fromisoformat(told["start"]), date.fromisoformat(told["end"]))
    return Frame(period, is_school_year=bool(told.get("is_school_year")))
