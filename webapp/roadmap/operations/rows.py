"""Sections and measures of a draft: added, changed, moved, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import delete, func, select, update

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, transaction
from webapp.errors import Invalid, NotThere
from webapp.models import Measure, MeasureCondition, MeasureEvent, MeasureParty, Roadmap, RoadmapSection
from webapp.roadmap.operations.drafting import draft, touch
from webapp.roadmap.operations.parties import name_parties
from workflows.deadlines import Deadline, Frame, Period, read_deadline, to_plain

MOST = 2000
"""Measures of one roadmap."""
Row = TypeVar("Row", Measure, RoadmapSection)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionFacts:
    title: str
    number: str = ""
    goals: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFacts:
    title: str
    deadline: str
    number: str = ""
    responsible: str = ""
    result: str = ""
    section: int | None = None
    per_school: bool = False


def add_section(number: str, facts: SectionFacts, *, actor: Actor) -> int:
    with transaction():
        roadmap = draft(number, actor)
        last = session.scalar(
            select(func.max(RoadmapSection.position)).where(RoadmapSection.roadmap_id == roadmap.id)
        )
        row = RoadmapSection(
            municipality_id=roadmap.municipality_id,
            roadmap_id=roadmap.id,
            position=(last or 0) + 1,
            title="",
        )
        _apply_section(row, facts)
        session.add(row)
        session.flush()
        _written(roadmap, "section_added", facts.title)
        return row.id


def correct_section(number: str, section_id: int, facts: SectionFacts, *, actor: Actor) -> None:
    with transaction():
        roadmap = draft(number, actor)
        _apply_section(_section(roadmap, section_id), facts)
        _written(roadmap, "section_corrected", facts.title)


def remove_section(number: str, section_id: int, *, actor: Actor) -> None:
    """Remove a section; its measures stay, outside of all sections."""
    with transaction():
        roadmap = draft(number, actor)
        row = _section(roadmap, section_id)
        session.execute(
            update(Measure)
            .where(Measure.section_id == row.id)
            .values(section_id=None)
            .execution_options(synchronize_session=False)
        )
        _written(roadmap, "section_removed", row.title)
        session.delete(row)


def add_measure(number: str, facts: MeasureFacts, *, actor: Actor) -> str:
    """Add a measure at the end of its section; returns its address. Raises NotThere, Invalid."""
    with transaction():
        roadmap = draft(number, actor)
        of_it = Measure.roadmap_id == roadmap.id
        count, last = session.execute(
            select(func.count(Measure.id), func.max(Measure.position)).where(of_it)
        ).one()
        if count >= MOST:
            raise Invalid(f"В дорожной карте не более {MOST} мероприятий.")
        roadmap.last_serial += 1
        row = Measure(
            ref=f"{roadmap.number}-{roadmap.last_serial}",
            municipality_id=roadmap.municipality_id,
            roadmap_id=roadmap.id,
            position=(last or 0) + 1,
            title="",
            plan={},
            deadline={},
        )
        _apply_measure(roadmap, row, facts)
        session.add(row)
        session.flush()
        name_parties(roadmap, row)
        _written(roadmap, "measure_added", facts.title)
        return row.ref


def correct_measure(ref: str, facts: MeasureFacts, *, actor: Actor) -> None:
    with transaction():
        roadmap, row = _measure(ref, actor)
        _apply_measure(roadmap, row, facts)
        name_parties(roadmap, row)
        _written(roadmap, "measure_corrected", facts.title)


def remove_measure(ref: str, *, actor: Actor) -> None:
    """Remove a measure of a draft; its number is not given again."""
    with transaction():
        roadmap, row = _measure(ref, actor)
        for model in (MeasureParty, MeasureCondition, MeasureEvent):
            session.execute(delete(model).where(model.measure_id == row.id))
        session.execute(delete(Measure).where(Measure.id == row.id))
        _written(roadmap, "measure_removed", row.title)


def move_measure(ref: str, *, up: bool, actor: Actor) -> None:
    """Change places with the neighbour in the same section; nothing happens at its edge."""
    with transaction():
        roadmap, row = _measure(ref, actor)
        rows = session.scalars(
            select(Measure)
            .where(Measure.roadmap_id == roadmap.id, Measure.section_id.is_not_distinct_from(row.section_id))
            .order_by(Measure.position, Measure.id)
        ).all()
        _swap(rows, row, up=up)
        _written(roadmap, "measure_moved", row.title)


def move_section(number: str, section_id: int, *, up: bool, actor: Actor) -> None:
    with transaction():
        roadmap = draft(number, actor)
        row = _section(roadmap, section_id)
        rows = session.scalars(
            select(RoadmapSection)
            .where(RoadmapSection.roadmap_id == roadmap.id)
            .order_by(RoadmapSection.position, RoadmapSection.id)
        ).all()
        _swap(rows, row, up=up)
        _written(roadmap, "section_moved", row.title)


def read_in(roadmap: Roadmap, text: str) -> Deadline:
    """Return what a deadline means in a roadmap: the year is taken from its period."""
    frame = Frame(Period(roadmap.starts_on, roadmap.ends_on), is_school_year=roadmap.is_school_year)
    return read_deadline(text, frame)


def set_deadline(row: Measure, text: str, deadline: Deadline) -> None:
    """Put a deadline in force in the row of a measure."""
    row.deadline_text, row.deadline = text, to_plain(deadline)
    row.term_status, row.starts_on, row.due_on = deadline.status, deadline.start, deadline.end


def _apply_section(row: RoadmapSection, facts: SectionFacts) -> None:
    row.title, row.number = facts.title.strip(), facts.number.strip()
    row.goals, row.level = facts.goals.strip(), facts.level


def _apply_measure(roadmap: Roadmap, row: Measure, facts: MeasureFacts) -> None:
    if facts.section is not None:
        _section(roadmap, facts.section)
    row.section_id = facts.section
    row.title, row.number = facts.title.strip(), facts.number.strip()
    row.result, row.responsible_text = facts.result.strip(), facts.responsible.strip()
    row.per_school = facts.per_school
    text = facts.deadline.strip()
    set_deadline(row, text, read_in(roadmap, text))


def _section(roadmap: Roadmap, section_id: int) -> RoadmapSection:
    row = session.scalar(
        select(RoadmapSection).where(RoadmapSection.id == section_id, RoadmapSection.roadmap_id == roadmap.id)
    )
    if row is None:
        raise NotThere
    return row


def _measure(ref: str, actor: Actor) -> tuple[Roadmap, Measure]:
    """Return a draft with one of its measures; the roadmap is locked first, as everywhere."""
    number = session.scalar(
        select(Roadmap.number).join(Measure, Measure.roadmap_id == Roadmap.id).where(Measure.ref == ref)
    )
    if number is None:
        raise NotThere
    roadmap = draft(number, actor)
    row = session.scalar(select(Measure).where(Measure.ref == ref).execution_options(populate_existing=True))
    if row is None:
        raise NotThere
    return roadmap, row


def _swap(rows: Sequence[Row], row: Row, *, up: bool) -> None:
    ordered = list(rows)
    place = ordered.index(row)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(ordered):
        return
    ordered[place], ordered[other] = ordered[other], ordered[place]
    places = sorted(one.position for one in rows)
    for one, position in zip(ordered, places, strict=True):
        one.position = position


def _written(roadmap: Roadmap, what: str, title: str) -> None:
    touch(roadmap)
    journal.record(f"roadmap.{what}", kind="roadmap", object_id=roadmap.number, title=title[:300])
