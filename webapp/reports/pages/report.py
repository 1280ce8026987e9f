"""The page of one report: its making, its files, what they hold, who signed them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.formatting import (
    counted,
    datetime_ru,
    filesize_ru,
    fio_short,
    percent_ru,
    zone_ru,
)  # fmt: skip
from webapp.models import Report, ReportFile
from webapp.reports.operations import ACCEPTED, steps_of
from webapp.reports.queries import (
    Around,
    Change,
    Summary,
)
from webapp.signatures import SignatureLine, signature_lines
from workflows.signing import SignState
from workflows.vocabulary import ReportKind, ReportState, Toned

QUARTERS = (25, 50, 75)
"""At how many per cent a screen reader is told of the progress; the end is told by the new content."""
TOLD = frozenset(str(one) for one in QUARTERS)
SUBJECTS = {
    ReportKind.STAGE: "Отчёт",
    ReportKind.CONCLUSION: "Заключение",
    ReportKind.AGREEMENT: "Лист согласования",
    ReportKind.ROADMAP: "Отчёт",
    ReportKind.DIARY: "Дневник",
    ReportKind.DOSSIER: "Досье",
}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILE_WORDS = {"pdf": "Скачать PDF", "docx": "Скачать DOCX", "xlsx": "Скачать XLSX", "zip": "Скачать ZIP"}
FILE_NOTES = {
    "pdf": "для печати и подписания",
    "docx": "для правки в текстовом редакторе",
    "xlsx": "все строки таблицей",
    "zip": "распакуйте и откройте index.html",
}


CONTROL = {ReportKind.DOSSIER: "Контрольное число (SHA-256 файла SHA256SUMS)"}


@dataclass(frozen=True, slots=True)
class StepItem:
    """A step of the making for the route strip; `state` is done, now or next."""

    title: str
    note: str
    state: str
    mine: bool = False


@dataclass(frozen=True, slots=True)
class FileItem:
    label: str
    note: str
    url: str
    sha256: str
    main: bool


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class SigningPart:
    """What the page of a report says of signatures, and where this reader signs or takes the stage up again."""

    signatures: tuple[SignatureLine, ...]
    reopened: tuple[str, ...]
    """Each time the signed stage was taken up again: who, when, why."""
    sign_url: str
    reopen_url: str
    verify_url: str


@dataclass(frozen=True, slots=True)
class BesidePart:
    """What else may be done with a report."""

    revoked: str
    """Who said that it is no longer in force, when and why; '' while it is."""
    revoke_url: str
    compare_url: str
    journal_url: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The page of one report. `poll_url` is empty when nothing more is to be waited for."""

    number: str
    subject: str
    title: str
    status: Toned
    steps: tuple[StepItem, ...]
    words: str
    percent: int
    poll_url: str
    said: str
    """What a screen reader is told by this very answer, '' for nothing."""
    failure: str
    retry_url: str
    files: tuple[FileItem, ...]
    facts: tuple[Fact, ...]
    content: tuple[Fact, ...]
    """What it says in numbers; each leads to the rows behind it."""
    gaps: tuple[str, ...]
    changes: tuple[Change, ...]
    accept_url: str
    again_url: str
    superseded: str
    superseded_url: str
    signing: "SigningPart"
    beside: "BesidePart"
    note_url: str
    """Where this reader marks it as read; '' when they may not, or have."""


def report_page(around: Around, actor: Actor, *, place: str = "", said: int | None = None) -> ReportPage:
    """Return what the page of a report shows; `said` is the last quarter a screen reader was told of.

    Without it the whole page is shown, which says everything by itself."""
    report, zone = around.report, ZoneInfo(actor.zone)
    working = report.state in {ReportState.QUEUED, ReportState.BUILDING}
    quarter = max((one for one in QUARTERS if working and report.done >= one), default=0)
    manages, ready = may(actor.role, P.BUILD_REPORTS), report.state is ReportState.READY
    poll = url_for(
        "report_progress.progress", report=report.number, said=max(quarter, said or 0), place=place or None
    )
    return ReportPage(
        number=report.number,
        subject=f"{SUBJECTS[report.kind]} № {report.number}",
        title=report.title,
        status=report.state,
        steps=_steps(report) if working else (),
        words=f"{report.step or 'В очереди'}: {report.done} %" if working else "",
        percent=report.done,
        poll_url=poll if working else "",
        said=_announcement(report, quarter, said) if said is not None else "",
        failure=report.failure if report.state is ReportState.FAILED else "",
        retry_url=url_for("reports.retry", report=report.number)
        if manages and report.state is ReportState.FAILED
        else "",
        files=tuple(
            _file(report, file, place) for file in sorted(report.files, key=lambda one: one.format != "pdf")
        )
        if ready
        else (),
        facts=_facts(around, zone),
        content=_said_of(around, place) if ready else (),
        gaps=_gaps(around.summary) if around.summary and ready else (),
        changes=around.changes if ready else (),
        accept_url=url_for("reports.accept", report=report.number) if manages and _is_fresh(around) else "",
        again_url=url_for("reports.new", stage=around.stage_slug)
        if manages and report.kind is ReportKind.STAGE and (around.changes or report.failure)
        else "",
        superseded=around.newer,
        superseded_url=url_for("reports.show", report=around.newer) if around.newer else "",
        signing=_signing(around, actor, zone),
        beside=_beside(around, actor, place, zone),
        note_url=_note_url(around, actor, place),
    )


def _signing(around: Around, actor: Actor, zone: ZoneInfo) -> SigningPart:
    report = around.report
    ready = report.state is ReportState.READY
    return SigningPart(
        signatures=signature_lines(around.signatures, around.report.number, zone),
        reopened=tuple(
            f"{fio_short(one.by_name)}, {datetime_ru(one.at, zone)}: {one.reason}"
            for one in around.reopenings
        ),
        sign_url=url_for("signing.show", report=report.number) if _may_sign(around, actor) else "",
        reopen_url=url_for("signing.reopening", report=report.number) if _may_reopen(around, actor) else "",
        verify_url=url_for("verification.show", code=report.code) if ready and report.code else "",
    )


def _beside(around: Around, actor: Actor, place: str, zone: ZoneInfo) -> BesidePart:
    report = around.report
    told = (
        f"{fio_short(report.revoked_by_name)}, {datetime_ru(at, zone)}" if (at := report.revoked_at) else ""
    )
    return BesidePart(
        f"{told}: {report.revoked_reason}" if told else "",
        url_for("signing.revoking", report=report.number) if _may_revoke(around, actor) else "",
        url_for("report_rows.compare", report=report.number, place=place or None) if around.numbers else "",
        url_for("journals.register", kind="report", object=report.number)
        if may(actor.role, P.READ_JOURNAL)
        else "",
    )


def _is_fresh(around: Around) -> bool:
    """Tell whether a report may be accepted: ready, the last one, and nothing differs from it."""
    report = around.report
    return (
        report.state is ReportState.READY
        and report.kind in ACCEPTED
        and report.accepted_at is None
        and report.revoked_at is None
        and not around.newer
        and not around.changes
    )


def _may_sign(around: Around, actor: Actor) -> bool:
    report = around.report
    ready = (
        report.state is ReportState.READY
        and report.kind in ACCEPTED
        and report.revoked_at is None
        and not around.newer
    )
    own = (one for one in around.signatures if one.signer_id == actor.user_id)
    signed = any(one.state is SignState.STANDING for one in own)
    outdated = any(one.state is SignState.OUTDATED for one in around.signatures)
    return (
        ready
        and may(actor.role, P.SIGN_REPORTS)
        and not signed
        and not outdated
        and not (around.changes and report.accepted_at is None)
    )


def _may_reopen(around: Around, actor: Actor) -> bool:
    standing = any(one.state is SignState.STANDING and one.stage_id for one in around.signatures)
    return standing and may(actor.role, P.SIGN_REPORTS)


def _may_revoke(around: Around, actor: Actor) -> bool:
    report = around.report
    closes = any(one.state is SignState.STANDING and one.stage_id for one in around.signatures)
    return (
        report.state is ReportState.READY
        and report.kind is not ReportKind.DOSSIER
        and report.revoked_at is None
        and not closes
        and may(actor.role, P.SIGN_REPORTS)
    )


def _note_url(around: Around, actor: Actor, place: str) -> str:
    read = any(one.user_id == actor.user_id for one in around.readers)
    if read or around.report.accepted_at is None or not may(actor.role, P.TAKE_NOTE):
        return ""
    return url_for("reports.take_note", report=around.report.number, place=place or None)


def _announcement(report: Report, quarter: int, said: int) -> str:
    """Return what a screen reader is told at this poll: each quarter once, then the end (polling stops with it)."""
    if report.state is ReportState.READY:
        return "Отчёт готов."
    if report.state is ReportState.FAILED:
        return f"Отчёт не сформирован. {report.failure}"
    return f"Готово {quarter} %" if quarter > said else ""


def _steps(report: Report) -> tuple[StepItem, ...]:
    starts = list(steps_of(report.kind).items())
    items = []
    for place, (title, start) in enumerate(starts):
        end = starts[place + 1][1] if place + 1 < len(starts) else 100
        begun = report.state is ReportState.BUILDING and report.done >= start
        state = "done" if report.done >= end else "now" if begun else "next"
        items.append(StepItem(report.step if state == "now" else title, "", state))
    return tuple(items)


def _file(report: Report, file: ReportFile, place: str) -> FileItem:
    if file.format == "zip":
        url = url_for("archives.download", report=report.number, place=place or None)
        return FileItem(FILE_WORDS["zip"], FILE_NOTES["zip"], url, "", main=True)
    return FileItem(
        label=f"{FILE_WORDS[file.format]}, {filesize_ru(file.size)}",
        note=FILE_NOTES[file.format],
        url=url_for("reports.download", report=report.number, kind=file.format, place=place or None),
        sha256=file.sha256,
        main=file.format == "pdf",
    )


def _facts(around: Around, zone: ZoneInfo) -> tuple[Fact, ...]:
    report = around.report
    facts = [
        Fact("Номер", report.number),
        Fact("Запросил", f"{fio_short(report.requested_by_name)}, {datetime_ru(report.created_at, zone)}"),
    ]
    if around.roadmap:
        number = around.roadmap.number
        facts.append(Fact("Дорожная карта", number, url_for("roadmap.show", map=number)))
    if around.package:
        facts.append(Fact("Пакет", around.package, url_for("packages.show", number=around.package)))
    if report.frozen_at:
        facts.append(Fact("Данные на", _instant(report.frozen_at, zone)))
        facts.append(
            Fact(CONTROL.get(report.kind, "Контрольная сумма данных (SHA-256)"), report.content_sha256)
        )
    if report.finished_at and report.state is ReportState.READY:
        facts.append(Fact("Готов", datetime_ru(report.finished_at, zone)))
    facts += [Fact("Электронная печать", one.sealed_by) for one in report.files if one.sealed_by]
    if report.accepted_at:
        facts.append(
            Fact("Принят", f"{fio_short(report.accepted_by_name)}, {datetime_ru(report.accepted_at, zone)}")
        )
    facts += [
        Fact("Ознакомлен", f"{fio_short(one.user_name)}, {datetime_ru(one.created_at, zone)}")
        for one in around.readers
    ]
    return tuple(facts)


def _instant(at: datetime, zone: ZoneInfo) -> str:
    return f"{datetime_ru(at, zone)} ({zone_ru(zone, at)})"


def _said_of(around: Around, place: str) -> tuple[Fact, ...]:
    if around.dossier:
        packages, files, size = around.dossier
        return (Fact("", f"Пакетов: {packages}"), Fact("", f"Документов: {files}, {filesize_ru(size)}"))
    number = around.report.number
    behind = (
        Fact("", one.words, url_for("report_rows.rows", report=number, what=one.code, place=place or None))
        for one in around.numbers
        if one.rows
    )
    return (*(Fact("", words) for words in _totals(around)), *behind)


def _totals(around: Around) -> tuple[str, ...]:
    if around.roadmap:
        return tuple(
            f"{rule}: {done} из {planned}" + (f", {percent_ru(done * 100 / planned)}" if planned else "")
            for rule, done, planned in around.roadmap.figures
        )
    told = around.summary
    return (f"Школ: {told.schools}, из них представили пакеты: {told.presented}",) if told else ()


def _gaps(summary: Summary) -> tuple[str, ...]:
    gaps = []
    if summary.absent:
        gaps.append(f"{counted(summary.absent, 'школа не представила', 'школы не представили', 'школ не представили')} "
                    "пакет")  # fmt: skip
    if summary.late:
        words = counted(summary.late, "школа представила", "школы представили", "школ представили")
        gaps.append(f"{words} пакет с нарушением срока")
    if summary.unfinished:
        gaps.append(f"Экспертиза не завершена: {counted(summary.unfinished, 'пакет', 'пакета', 'пакетов')}")
    return tuple(gaps)
