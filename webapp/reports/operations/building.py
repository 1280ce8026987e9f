"""Making a report, step by step, each step kept: killed anywhere, the next attempt goes on (RL-04, RL-07, RL-08).

Frozen data come first and are never gathered twice; files lie in the store under their own hash before any row
names them; one last transaction makes the report ready, and only if nobody has done so before."""

import io
import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp import journal, sealing
from webapp.access.actor import system_scope
from webapp.database import now, release, session, snapshot, transaction
from webapp.delivery import MAX_ATTEMPTS, LeaseLost
from webapp.documents.names import clean_file_name
from webapp.errors import Invalid, NotThere
from webapp.filestore import claim, settings, storage
from webapp.formatting import counted
from webapp.models import Report, ReportFile, User
from webapp.outbox import announce
from webapp.printing import docx, pdf
from webapp.printing.contents import Contents, Kind
from webapp.printing.contents.codec import Damaged
from webapp.printing.pages import page_of
from webapp.printing.sheets import sheet_of
from webapp.reports import queries
from webapp.reports.operations.ordering import AGREEMENT_KEY, CONCLUSION_KEY, asked_of, diary_asked_of
from webapp.storage import StorageError
from workflows.file_rules import FileKind
from workflows.vocabulary import Event, ReportKind, ReportState, Role

log = logging.getLogger(__name__)
KeepAlive = Callable[[], None]
FILE_LIMIT = 200 * 1024 * 1024
PERCENT = 100
KINDS = {
    ReportKind.STAGE: Kind.STAGE_REPORT,
    ReportKind.CONCLUSION: Kind.CONCLUSION,
    ReportKind.AGREEMENT: Kind.AGREEMENT,
    ReportKind.ROADMAP: Kind.ROADMAP_REPORT,
    ReportKind.DIARY: Kind.DIARY,
}

GATHERING, COUNTING, PRINTING, EDITABLE = (
    "Собираем решения",
    "Считаем показатели",
    "Готовим PDF",
    "Готовим DOCX",
)
SHARES = {GATHERING: 0, COUNTING: 25, PRINTING: 50, EDITABLE: 75}
"""The steps in their order, and how much of the work, in per cent, is done when each begins."""
COLLECTING, LISTING = "Собираем досье", "Считаем контрольные суммы"
SHARES_OF_DOSSIER = {COLLECTING: 0, LISTING: 90}

PERMANENT: tuple[type[Exception], ...] = (NotThere, Damaged)
"""Another attempt cannot help against these."""
REASONS: tuple[tuple[type[Exception], str], ...] = (
    (NotThere, "Данные для отчёта не найдены: возможно, этап или заключение удалены."),
    (Damaged, "Зафиксированные данные отчёта повреждены. Сформируйте новый отчёт и сообщите администратору."),
    (
        pdf.CannotPrint,
        "Не удалось подготовить файлы отчёта. Повторите; если не поможет, сообщите администратору номер отчёта.",
    ),
)
BROKEN_OFF = (
    "Формирование обрывалось при каждой попытке. Повторите; если не поможет, сообщите администратору."
)
UNEXPECTED = "Во время формирования произошла ошибка. Повторите; если не поможет, сообщите администратору номер отчёта."


@dataclass(frozen=True, slots=True)
class Work:
    """A report taken into work by this process; `attempt` counts from 1."""

    report_id: int
    number: str
    kind: ReportKind
    title: str
    attempt: int


@dataclass(frozen=True, slots=True)
class MadeFile:
    format: str
    media_type: str
    name: str
    sha256: str
    size: int
    sealed_by: str = ""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a report is made of, as of which instant, and the checksum of that."""

    content: dict[str, object]
    at: datetime
    sha256: str


Maker = Callable[[Work, KeepAlive], None]


def build(report_id: int, *, keep_alive: KeepAlive, make: Maker | None = None) -> None:
    """Make the report: freeze the data, print them, keep the files, say that it is ready. `make` does it another way.

    Commits by itself, a step at a time; repeating it, or doing it twice at once, makes one report. `keep_alive`
    is called between the steps and stops the work by raising. An error that another attempt may mend is raised
    again for the one who called; after the last attempt the report is failed with a reason instead."""
    with system_scope("building of a report"):
        work = _take(report_id)
        if work is None:
            return
        try:
            (make or _make)(work, keep_alive)
        except LeaseLost:
            raise
        except Exception as error:
            if not _give_up(work, error):
                raise
            log.exception("report failed", extra={"fields": {"report": work.number, "attempt": work.attempt}})


def fail(report_id: int, reason: str = BROKEN_OFF) -> None:
    """Mark an unfinished report as failed and tell who asked for it; a finished one stays as it is."""
    with system_scope("failed report"), transaction():
        report = queries.by_id(report_id, lock=True)
        if report.state not in {ReportState.QUEUED, ReportState.BUILDING}:
            return
        report.state, report.failure, report.finished_at = ReportState.FAILED, reason, now()
        journal.record(
            "report.failed", kind="report", object_id=report.number, municipality_id=report.municipality_id,
            reason=reason,
        )  # fmt: skip
        announce(Event.REPORT_FAILED, report_id=report.id)


def _take(report_id: int) -> Work | None:
    with transaction():
        report = queries.by_id(report_id, lock=True)
        if report.state not in {ReportState.QUEUED, ReportState.BUILDING}:
            return None
        report.state, report.attempts = ReportState.BUILDING, report.attempts + 1
        report.step, report.done, report.total = _gathering(report), 0, PERCENT
        return Work(report.id, report.number, report.kind, report.title, report.attempts)


def _make(work: Work, keep_alive: KeepAlive) -> None:
    frozen, kind = _frozen(work), KINDS[work.kind]
    page = page_of(kind, frozen)
    keep_alive()
    show(work, PRINTING)

    def printed(done: int, total: int) -> None:
        keep_alive()
        show(work, PRINTING, (SHARES[EDITABLE] - SHARES[PRINTING]) * done // total)

    # Both are made by child processes; the thread only waits for the second one.
    with ThreadPoolExecutor(1) as beside:
        editable = beside.submit(docx.render_in_child, kind, page)
        files = [_keep_sealed(work, pdf.render_in_child(kind, page, progress=printed))]
        keep_alive()
        show(work, EDITABLE)
        files.append(_keep(work, "docx", editable.result()))
    if sheet := sheet_of(kind, frozen, title=work.title):
        files.append(_keep(work, "xlsx", sheet))
    keep_alive()
    finish(work, files)


def _frozen(work: Work) -> str:
    """Return the data of the report as JSON: those frozen before, or now, from one snapshot (BZ-07)."""
    content = queries.content_of(work.report_id)
    if not content:
        with snapshot():
            at = now()
            gathered = _gather(work.report_id, at)
        gathered = _with_end_of_journal(gathered)
        show(work, COUNTING)
        content = _freeze(work, gathered, at)
    release()
    return json.dumps(content, ensure_ascii=False)


def _gather(report_id: int, at: datetime) -> Contents:
    report = queries.by_id(report_id)
    if report.kind is ReportKind.CONCLUSION:
        verdict_id = int(report.request_key.removeprefix(CONCLUSION_KEY))
        return queries.conclusion_contents(report, verdict_id, at)
    if report.kind is ReportKind.AGREEMENT:
        return queries.agreement_contents(report, int(report.request_key.removeprefix(AGREEMENT_KEY)), at)
    post = session.scalar(select(User.post).where(User.id == report.requested_by_id)) or ""
    signatory = queries.person(report.requested_by_name, post, Role.COORDINATOR)
    if report.kind is ReportKind.DIARY:
        return queries.diary_contents(report, diary_asked_of(report), at)
    if report.kind is ReportKind.ROADMAP:
        return queries.roadmap_contents(report, asked_of(report), signatory, at)
    return queries.stage_contents(report, signatory, at)


def _with_end_of_journal(gathered: Contents) -> Contents:
    """Print the end of the journal on the paper, where nobody can take it back (AU-04)."""
    document: Any = gathered
    provenance = replace(document.provenance, journal=str(journal.head()))
    told: Contents = replace(document, provenance=provenance)
    return told.sealed()


def steps_of(kind: ReportKind) -> Mapping[str, int]:
    """Return the steps of making a report of this kind, and how much is done, in per cent, when each begins."""
    return SHARES_OF_DOSSIER if kind is ReportKind.DOSSIER else SHARES


def _gathering(report: Report) -> str:
    if report.kind is ReportKind.DOSSIER:
        return COLLECTING
    if report.stage_id is None:
        return GATHERING
    return f"{GATHERING} {counted(queries.school_count(report.stage_id), 'школы', 'школ', 'школ')}"


def _freeze(work: Work, gathered: Contents, at: datetime) -> dict[str, object]:
    """Keep the data, unless another attempt was first: then its data are the report's."""
    with transaction():
        report = queries.by_id(work.report_id, lock=True)
        earlier = queries.content_of(work.report_id)
        if earlier:
            return earlier
        content: dict[str, object] = json.loads(gathered.to_json())
        report.content, report.frozen_at, report.content_sha256 = content, at, gathered.seal()
        return content


def _keep(work: Work, file_format: str, data: bytes) -> MadeFile:
    received = storage().receive(io.BytesIO(data), limit=FILE_LIMIT)
    kept = storage().keep(received)
    name = clean_file_name(f"{work.title}, № {work.number}.{file_format}")
    return MadeFile(file_format, FileKind(file_format).media_type, name, kept.sha256, kept.size)


def _keep_sealed(work: Work, document: bytes) -> MadeFile:
    """Keep the paper with the seal of its organisation; without one where there is none, or none that is in force."""
    place, at = queries.place_of(work.report_id), now()
    release()
    try:
        seal = sealing.seal_of(settings().data_dir, place.code)
    except Invalid:
        log.exception("seal is damaged", extra={"fields": {"municipality": place.code}})
        seal = None
    if seal is None or not seal.is_valid(at):
        return _keep(work, "pdf", document)
    made = _keep(work, "pdf", sealing.sealed(document, seal, at=at, zone=ZoneInfo(place.zone)))
    return replace(made, sealed_by=f"{seal.owner[:200]}, сертификат {seal.serial}")


def finish(work: Work, files: list[MadeFile], frozen: Frozen | None = None) -> None:
    """Name the files and make the report ready; does nothing when it is no longer being made.

    `frozen` is what it was made of, unless that was kept before."""
    with transaction():
        report = queries.by_id(work.report_id, lock=True)
        if report.state is not ReportState.BUILDING:
            return
        if frozen is not None:
            report.content, report.frozen_at = frozen.content, frozen.at
            report.content_sha256 = frozen.sha256
        for made in files:
            claim(made.sha256, made.size, kind=made.format, media_type=made.media_type)
        session.add_all(
            ReportFile(
                municipality_id=report.municipality_id, report_id=report.id, format=made.format, name=made.name,
                sha256=made.sha256, size=made.size, sealed_by=made.sealed_by,
            )
            for made in files
        )  # fmt: skip
        report.state, report.finished_at = ReportState.READY, now()
        report.step, report.done, report.failure = "", PERCENT, ""
        journal.record(
            "report.built", kind="report", object_id=report.number, municipality_id=report.municipality_id,
            data=report.content_sha256, files={made.format: made.sha256 for made in files},
        )  # fmt: skip
        announce(Event.REPORT_READY, report_id=report.id)


def show(work: Work, step: str, more: int = 0) -> None:
    """Tell the page how far it is; a report that somebody else has finished is left alone."""
    with transaction():
        report = queries.by_id(work.report_id, lock=True)
        if report.state is ReportState.BUILDING:
            report.step, report.done = step, steps_of(work.kind)[step] + more


def _give_up(work: Work, error: Exception) -> bool:
    """Fail the report when no attempt is left or none can help; tells whether it did."""
    if work.attempt < MAX_ATTEMPTS and not isinstance(error, PERMANENT):
        return False
    fail(work.report_id, _reason(error))
    return True


def _reason(error: Exception) -> str:
    if isinstance(error, StorageError):
        return str(error)
    return next((words for kind, words in REASONS if isinstance(error, kind)), UNEXPECTED)
