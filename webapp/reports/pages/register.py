"""The register of reports, the stages that reports are made of, and what a new report would lack."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.formatting import (
    counted,
    date_short,
    datetime_ru,
    fio_short,
    plural,
)  # fmt: skip
from webapp.models import Stage
from webapp.paging import Page
from webapp.reports.queries import (
    ANY_KIND,
    Filters,
    Prospect,
    ReportRow,
    StageRow,
)
from webapp.tables import Chip, chips, columns
from workflows.vocabulary import ReportKind, ReportState, Role, Toned

REGISTER_COLUMNS = columns("Отчёт", "Состояние", "Запрошен", "Готов", minor=frozenset({"Готов"}))
STAGE_COLUMNS = columns(
    "Этап", "Приём документов", "Пакетов представлено", "Рассмотрено", "Последний отчёт",
    numeric=frozenset({"Пакетов представлено", "Рассмотрено"}), minor=frozenset({"Приём документов"}),
)  # fmt: skip


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
    dossier_url: str
    closing_url: str


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
            dossier_url=url_for("archives.of_stage", stage=stage.slug) if orders and stage.presented else "",
            closing_url=url_for("stage_closing.show", slug=stage.slug)
            if may(actor.role, P.SIGN_REPORTS)
            else "",
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
        (ReportKind.ROADMAP.value, "Отчёты по дорожным картам"),
        (ReportKind.DIARY.value, "Дневники кураторов"),
        (ReportKind.DOSSIER.value, "Досье"),
        (ANY_KIND, "Все документы"),
    )


def state_options() -> tuple[tuple[str, str], ...]:
    return (("", "Любое"), *((state.value, state.label) for state in ReportState))


def shows_stages(actor: Actor) -> bool:
    """The observer of a region reads finished reports; how far the stages are is the municipality's business."""
    return actor.role is not Role.OBSERVER


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
