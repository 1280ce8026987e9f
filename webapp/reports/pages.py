"""What the pages of reports show: plain values for the macros of the templates."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.formatting import counted, date_short, datetime_ru, filesize_ru, fio_short, plural, zone_ru
from webapp.models import Report, ReportFile, Stage
from webapp.paging import Page
from webapp.reports.operations import SHARES
from webapp.reports.queries import ANY_KIND, Around, Change, Filters, Prospect, ReportRow, StageRow, Summary
from webapp.tables import Chip, chips, columns
from workflows.vocabulary import ReportKind, ReportState, Role, Toned

REGISTER_COLUMNS = columns("Отчёт", "Состояние", "Запрошен", "Готов", minor=frozenset({"Готов"}))
STAGE_COLUMNS = columns(
    "Этап", "Приём документов", "Пакетов представлено", "Рассмотрено", "Последний отчёт",
    numeric=frozenset({"Пакетов представлено", "Рассмотрено"}), minor=frozenset({"Приём документов"}),
)  # fmt: skip
QUARTERS = (25, 50, 75)
"""At how many per cent a screen reader is told of the progress; the end is told by the new content."""
TOLD = frozenset(str(one) for one in QUARTERS)
SUBJECTS = {
    ReportKind.STAGE: "Отчёт",
    ReportKind.CONCLUSION: "Заключение",
    ReportKind.AGREEMENT: "Лист согласования",
}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
FILE_WORDS = {"pdf": "Скачать PDF", "docx": "Скачать DOCX"}
FILE_NOTES = {"pdf": "для печати и подписания", "docx": "для правки в текстовом редакторе"}


@dataclass(frozen=True, slots=True)
class RegisterLine:
    number: str
    url: str
    title: str
    status: Toned
    requested: str
    by: str
    finished: str
    accepted: str


@dataclass(frozen=True, slots=True)
class StageLine:
    title: str
    programme: str
    window: str
    presented: int
    judged: int
    last: str
    last_url: str
    last_status: Toned | None
    accepted: bool
    order_url: str


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
    content: tuple[str, ...]
    gaps: tuple[str, ...]
    changes: tuple[Change, ...]
    accept_url: str
    again_url: str
    superseded: str
    superseded_url: str
    note_url: str
    """Where this reader marks it as read; '' when they may not, or have."""


def register_lines(page: Page[ReportRow], actor: Actor) -> tuple[RegisterLine, ...]:
    zone = ZoneInfo(actor.zone)
    return tuple(
        RegisterLine(
            number=row.number,
            url=url_for("reports.show", report=row.number, place=_place(row.place, actor)),
            title=row.title,
            status=row.state,
            requested=datetime_ru(row.created_at, zone),
            by=fio_short(row.requested_by),
            finished=datetime_ru(row.finished_at, zone) if row.finished_at else "",
            accepted=f"принят {date_short(row.accepted_at.astimezone(zone))}" if row.accepted_at else "",
        )
        for row in page.rows
    )


def stage_lines(stages: tuple[StageRow, ...], actor: Actor) -> tuple[StageLine, ...]:
    orders = may(actor.role, P.BUILD_REPORTS)
    return tuple(
        StageLine(
            title=stage.title,
            programme=stage.programme,
            window=f"{date_short(stage.opens_on)} – {date_short(stage.closes_on)}",
            presented=stage.presented,
            judged=stage.judged,
            last=f"№ {stage.last_number}" if stage.last_number else "",
            last_url=url_for("reports.show", report=stage.last_number) if stage.last_number else "",
            last_status=stage.last_state,
            accepted=stage.last_accepted,
            order_url=url_for("reports.new", stage=stage.slug) if orders and stage.presented else "",
        )
        for stage in stages
    )


def register_chips(filters: Filters, stages: tuple[Stage, ...]) -> tuple[Chip, ...]:
    stage = next((one.title for one in stages if one.slug == filters.stage), filters.stage)
    state = ReportState(filters.state).label if filters.state in set(ReportState) else ""
    return chips(
        {
            "stage": stage,
            "state": state,
            "kind": dict(kind_options()).get(filters.kind, "") if filters.kind else "",
        }
    )


def kind_options() -> tuple[tuple[str, str], ...]:
    return (
        ("", "Отчёты этапов"),
        (ReportKind.CONCLUSION.value, "Заключения по пакетам"),
        (ReportKind.AGREEMENT.value, "Листы согласования"),
        (ANY_KIND, "Все документы"),
    )


def state_options() -> tuple[tuple[str, str], ...]:
    return (("", "Любое"), *((state.value, state.label) for state in ReportState))


def shows_stages(actor: Actor) -> bool:
    """The observer of a region reads finished reports; how far the stages are is the municipality's business."""
    return actor.role is not Role.OBSERVER


def report_page(around: Around, actor: Actor, *, place: str = "", said: int | None = None) -> ReportPage:
    """Return what the page of a report shows; `said` is the last quarter a screen reader was told of.

    Without it the whole page is shown, which says everything by itself."""
    report, zone = around.report, ZoneInfo(actor.zone)
    working = report.state in {ReportState.QUEUED, ReportState.BUILDING}
    quarter = max((one for one in QUARTERS if working and report.done >= one), default=0)
    manages, ready = may(actor.role, P.BUILD_REPORTS), report.state is ReportState.READY
    fresh = ready and report.accepted_at is None and report.kind is ReportKind.STAGE and not around.newer
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
        content=_content(around.summary) if around.summary and ready else (),
        gaps=_gaps(around.summary) if around.summary and ready else (),
        changes=around.changes if ready else (),
        accept_url=url_for("reports.accept", report=report.number)
        if manages and fresh and not around.changes
        else "",
        again_url=url_for("reports.new", stage=around.stage_slug)
        if manages and around.stage_slug and (around.changes or report.failure)
        else "",
        superseded=around.newer,
        superseded_url=url_for("reports.show", report=around.newer) if around.newer else "",
        note_url=_note_url(around, actor, place),
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


def order_warnings(found: Prospect) -> tuple[str, ...]:
    """Return what the report would lack if it were made now."""
    missing, waiting = found.expected - found.presented, found.presented - found.judged
    lines = []
    if missing > 0:
        noun = plural(missing, "пакет", "пакета", "пакетов")
        verb = plural(missing, "Не представлен", "Не представлены", "Не представлено")
        lines.append(f"{verb} {missing} {noun}: школы войдут в раздел «Нарушения срока представления».")
    if waiting:
        words = counted(
            waiting, "пакет ещё не рассмотрен", "пакета ещё не рассмотрены", "пакетов ещё не рассмотрены"
        )
        lines.append(f"{words}: в отчёте у них будет указано «Экспертиза не завершена».")
    return tuple(lines)


def _place(code: str, actor: Actor) -> str | None:
    """Numbers repeat between municipalities: who sees several of them is told which one is meant."""
    return code if actor.municipality_id is None else None


def _steps(report: Report) -> tuple[StepItem, ...]:
    starts = list(SHARES.items())
    items = []
    for place, (title, start) in enumerate(starts):
        end = starts[place + 1][1] if place + 1 < len(starts) else 100
        begun = report.state is ReportState.BUILDING and report.done >= start
        state = "done" if report.done >= end else "now" if begun else "next"
        items.append(StepItem(report.step if state == "now" else title, "", state))
    return tuple(items)


def _file(report: Report, file: ReportFile, place: str) -> FileItem:
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
    if around.package:
        facts.append(Fact("Пакет", around.package, url_for("packages.show", number=around.package)))
    if report.frozen_at:
        facts.append(Fact("Данные на", _instant(report.frozen_at, zone)))
        facts.append(Fact("Контрольная сумма данных (SHA-256)", report.content_sha256))
    if report.finished_at and report.state is ReportState.READY:
        facts.append(Fact("Готов", datetime_ru(report.finished_at, zone)))
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


def _content(summary: Summary) -> tuple[str, ...]:
    verdicts = [f"{label}: {count}" for label, count in summary.verdicts]
    return (
        f"Школ: {summary.schools}, из них представили пакеты: {summary.presented}",
        f"Пакетов: {summary.packages}, из них рассмотрено: {summary.packages - summary.unfinished}",
        *verdicts,
    )


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
