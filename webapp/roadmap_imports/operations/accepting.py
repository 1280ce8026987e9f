"""The rows of a file become a roadmap: all of them in one commit, or none."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import Measure, Municipality, Roadmap, RoadmapImport, RoadmapSection
from webapp.roadmap import operations as roadmaps
from webapp.roadmap import queries as maps
from webapp.roadmap_imports import queries
from workflows.deadlines import Frame, to_plain
from workflows.roadmaps.columns import Role
from workflows.roadmaps.draft import Entry, deadline_of, measures
from workflows.roadmaps.telling import plan_json
from workflows.roadmaps.words import ImportState

PERIOD = "Укажите период дорожной карты на шаге «Столбцы»."


def accept(number: int, programme: str, *, seen: int, actor: Actor) -> str:
    """Make a draft roadmap of the checked rows; returns its number. A second press finds the first one's.

    `programme` is the code of the project it belongs to, '' for none. Raises NotThere, Invalid, Stale."""
    with transaction():
        row = queries.get(number, lock=True)
        if row.state is ImportState.DONE and row.roadmap_id is not None:
            return session.scalars(select(Roadmap.number).where(Roadmap.id == row.roadmap_id)).one()
        if row.state is not ImportState.CHECK or row.amends:
            raise NotThere
        if row.seen != seen:
            raise Stale("Строки с тех пор изменились. Проверьте их и примите ещё раз.")
        entries, frame = queries.entries_of(row), queries.frame_of(row)
        if not measures(entries):
            raise Invalid("Принимать нечего: все строки убраны.")
        roadmap = _roadmap(row, frame, programme, actor)
        put_rows(roadmap, entries, frame)
        row.state, row.roadmap_id, row.updated_at = ImportState.DONE, roadmap.id, now()
        journal.record("roadmap.imported", kind="roadmap", object_id=roadmap.number, file=row.name, sha256=row.sha256,
                       measures=len(measures(entries)))  # fmt: skip
        return roadmap.number


def put_rows(roadmap: Roadmap, entries: Sequence[Entry], frame: Frame) -> list[Measure]:
    """Enter sections and measures in the order of the file, in the open transaction."""
    section: RoadmapSection | None = None
    made: list[Measure] = []
    for place, entry in enumerate(entries, start=1):
        if entry.dropped:
            continue
        if entry.is_section:
            section = put_section(roadmap, entry, place)
        else:
            row = put_measure(roadmap, entry, frame)
            row.section_id, row.position = section.id if section else None, len(made) + 1
            made.append(row)
    return made


def put_measure(roadmap: Roadmap, entry: Entry, frame: Frame) -> Measure:
    """Enter one measure with its parties, in the open transaction; its section and place are the caller's affair."""
    roadmap.last_serial += 1
    row = Measure(
        ref=f"{roadmap.number}-{roadmap.last_serial}",
        municipality_id=roadmap.municipality_id,
        roadmap_id=roadmap.id,
        position=0,
        plan={},
        deadline={},
    )
    write(row, entry, frame)
    session.add(row)
    session.flush()
    roadmaps.name_parties(roadmap, row)
    return row


def write(row: Measure, entry: Entry, frame: Frame) -> None:
    """Write what a checked row says into a measure."""
    row.number, row.title, row.result = entry.number[:64], entry.title, entry.result
    row.responsible_text, row.per_school = entry.responsible, entry.per_school
    row.plan = plan_json(entry.plan) if entry.plan else {}
    deadline = deadline_of(entry, frame)
    row.deadline_text, row.deadline = entry.deadline, to_plain(deadline)
    row.term_status, row.starts_on, row.due_on = deadline.status, deadline.start, deadline.end


def put_section(roadmap: Roadmap, entry: Entry, position: int) -> RoadmapSection:
    """Enter the heading of a section, in the open transaction."""
    row = RoadmapSection(
        municipality_id=roadmap.municipality_id, roadmap_id=roadmap.id, position=position, number=entry.number[:64],
        title=entry.title, level=entry.level, goals=entry.goals,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _roadmap(row: RoadmapImport, frame: Frame, programme: str, actor: Actor) -> Roadmap:
    period = frame.period
    if period is None or period.start is None or period.end is None:
        raise Invalid(PERIOD)
    place = session.scalar(select(Municipality).where(Municipality.id == row.municipality_id))
    if place is None:
        raise NotThere
    roadmap = Roadmap(
        number=roadmaps.new_number(place, period.start.year),
        municipality_id=row.municipality_id,
        school_id=row.school_id,
        programme_id=maps.programme_of(programme).id if programme else None,
        title=row.heading.get("title") or row.name,
        territory=row.heading.get("territory", "")[:300],
        starts_on=period.start,
        ends_on=period.end,
        is_school_year=frame.is_school_year,
        columns=columns_of(row),
        last_serial=0,
        created_by_name=actor.name,
    )
    session.add(roadmap)
    session.flush()
    return roadmap


def columns_of(row: RoadmapImport) -> list[dict[str, str]]:
    """Return the columns of the file in their order, with the words of its header: an export has the same."""
    names = row.columns.get("names", [])
    words = {role.value for role in Role}
    return [
        {"role": word, "title": names[place] if place < len(names) else ""}
        for place, word in enumerate(row.columns.get("choice", ()))
        if word in words or word.isdigit()
    ]
