"""A file is taken in, and read by the worker: nothing of it is a roadmap yet."""

from webapp import journal
from webapp.access.actor import Actor, system_scope
from webapp.database import now, session, transaction
from webapp.documents.roadmap_lines import NotReadable, lines_of_file
from webapp.errors import Invalid, NotThere
from webapp.filestore import claim, on_disk
from webapp.models import RoadmapImport
from webapp.numbering import next_number
from webapp.outbox import announce
from webapp.reading import operations as reading
from webapp.roadmap import operations as roadmaps
from webapp.roadmap_imports import queries
from webapp.storage import MissingFile
from workflows.roadmaps import Line, read_roadmap
from workflows.roadmaps.draft import choice_of, columns_of, entries_of, to_plain
from workflows.roadmaps.lines import width
from workflows.roadmaps.words import ImportState, RoadmapState
from workflows.vocabulary import Event

MOST_LINES = 5000
NO_TABLE = (
    "Таблица мероприятий в файле не найдена. Нужна таблица со столбцами «Мероприятие», «Срок», «Ответственные», "
    "«Результат». Выберите другой файл или заведите карту вручную."
)
TOO_LONG = f"В файле больше {MOST_LINES} строк: похоже, это не дорожная карта. Выберите другой файл."
BROKEN_OFF = "Файл прочитать не удалось. Сохраните его в DOCX или XLSX и загрузите снова."
LOST = "Файл не найден в хранилище. Загрузите его ещё раз."


def start(upload: reading.Upload, *, amends: str = "", actor: Actor) -> int:
    """Keep a file and ask the worker to read it; returns the number of the import.

    `amends` is the number of the roadmap whose next edition it is. Raises Invalid, NotThere."""
    with reading.received([upload]) as kept, transaction():
        file = kept[0]
        if actor.municipality_id is None:
            raise NotThere
        roadmap = roadmaps.kept(amends, actor) if amends else None
        if roadmap is not None and roadmap.state is not RoadmapState.APPROVED:
            raise Invalid(
                "Новую редакцию вносят в утверждённую карту. Проект исправьте на его странице.", "amends"
            )
        claim(
            file.received.sha256,
            file.received.size,
            kind=file.verdict.kind.value,
            media_type=file.verdict.media_type,
            pages=file.verdict.pages,
        )
        row = RoadmapImport(
            municipality_id=actor.municipality_id,
            number=next_number(actor.municipality_id, "roadmap-import"),
            school_id=actor.school_id,
            roadmap_id=roadmap.id if roadmap else None,
            amends=roadmap is not None,
            name=file.name,
            sha256=file.received.sha256,
            lines=[],
            columns={},
            heading={},
            rows=[],
            parties=[],
            created_by_id=actor.user_id,
            created_by_name=actor.name,
        )
        session.add(row)
        session.flush()
        journal.record("roadmap_import.started", kind="roadmap_import", object_id=str(row.number), file=file.name,
                       sha256=row.sha256)  # fmt: skip
        announce(Event.ROADMAP_FILE_KEPT, import_id=row.id, actor_id=actor.user_id)
        return row.number


def read(import_id: int) -> None:
    """Read the file of an import in the closed room; reading it again changes nothing. For the worker."""
    with system_scope("reading of a roadmap's file"):
        row = session.get_one(RoadmapImport, import_id)
        if row.state is not ImportState.READING:
            return
        sha256, name = row.sha256, row.name
        session.rollback()
        try:
            with on_disk(sha256) as path:
                lines = lines_of_file(path, name)
            failure = TOO_LONG if len(lines) > MOST_LINES else ""
        except (NotReadable, MissingFile) as error:
            lines, failure = (), error.sentence if isinstance(error, NotReadable) else LOST
        with transaction():
            row = session.get_one(RoadmapImport, import_id, with_for_update=True, populate_existing=True)
            if row.state is ImportState.READING:
                _take_in(row, lines, failure)


def fail(import_id: int) -> None:
    """A file whose reading broke off each time must not stay «Читается» for ever."""
    with system_scope("reading of a roadmap's file"), transaction():
        row = session.get_one(RoadmapImport, import_id, with_for_update=True)
        if row.state is ImportState.READING:
            row.state, row.failure = ImportState.FAILED, BROKEN_OFF


def drop(number: int, *, actor: Actor) -> None:
    """Put an import aside; the file stays in the journal only. Raises NotThere."""
    with transaction():
        row = queries.get(number, lock=True)
        if row.state in queries.OPEN:
            row.state, row.updated_at = ImportState.DROPPED, now()
            row.lines, row.rows = [], []
            journal.record("roadmap_import.dropped", kind="roadmap_import", object_id=str(number))


def take_columns(row: RoadmapImport, choice: tuple[str, ...] | None) -> None:
    """Read the lines of an import by the columns a person named, or by the header; in the open transaction."""
    lines = queries.lines_of(row)
    found = read_roadmap(lines, columns_of(choice) if choice else None)
    row.columns = {
        "choice": list(choice or choice_of(found.columns, width(lines))),
        "names": list(found.columns.names),
    }
    row.rows = to_plain(entries_of(found, lines))
    if not row.heading:
        period = found.frame.period
        row.heading = {
            "title": found.heading.title,
            "territory": found.heading.territory,
            "project": found.heading.project,
            "start": period.start.isoformat() if period and period.start else "",
            "end": period.end.isoformat() if period and period.end else "",
            "is_school_year": found.frame.is_school_year,
        }
    row.updated_at = now()


def _take_in(row: RoadmapImport, lines: tuple[Line, ...], failure: str) -> None:
    if failure or not any(not line.is_paragraph for line in lines):
        row.state, row.failure = ImportState.FAILED, failure or NO_TABLE
        return
    row.lines = [
        [list(line.cells), line.row, line.is_paragraph, line.is_fresh, line.is_heading] for line in lines
    ]
    take_columns(row, None)
    row.state = ImportState.COLUMNS
