"""What the pages of programmes and stages show: plain values for the macros."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from webapp.access.actor import Actor, current_actor
from webapp.access.permissions import Permission, may
from webapp.database import today_in
from webapp.formatting import date_short
from webapp.models import Programme, Stage
from webapp.programmes import queries
from webapp.programmes.queries import ProgrammePage
from webapp.tables import Column, columns
from workflows.kinds import KINDS

REGISTER_COLUMNS = columns(
    "Проект",
    "Год",
    "Период",
    "Школ",
    "Этапов",
    "Текущий этап",
    numeric=frozenset({"Год", "Школ", "Этапов"}),
    minor=frozenset({"Период", "Этапов"}),
)
STAGE_COLUMNS = columns(
    "Этап",
    "Приём документов",
    "Экспертиза до",
    "Что сдают",
    "Пакетов",
    "Состояние",
    numeric=frozenset({"Пакетов"}),
)
PARTICIPANT_COLUMNS = columns("Школа", "Вступила", "Основание", "Участие", "Действие")


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    facts: tuple[Fact, ...]
    stage_columns: tuple[Column, ...]
    participant_columns: tuple[Column, ...]
    taking_part: int


@dataclass(frozen=True, slots=True)
class StagePlace:
    """Where the form of a stage is sent, and what its page is called."""

    code: str
    programme: str
    municipality_id: int
    title: str
    url: str
    button: str
    stage_id: int = 0
    """0 while the stage is new."""


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of package in the form of a stage: the field of its examiner, and the sheets it is judged by."""

    title: str
    field: str
    sheets: tuple[str, ...]


def manages(actor: Actor) -> bool:
    return may(actor.role, Permission.MANAGE_REGISTERS)


def programme_view(page: ProgrammePage) -> ProgrammeView:
    """Return what stands around the tables of a programme."""
    own = page.facts
    facts = (
        Fact("Код", page.code),
        Fact("Год", str(own.year)),
        Fact("Период", f"{date_short(own.starts_on)} – {date_short(own.ends_on)}"),
        Fact("Основание", own.basis),
    )
    return ProgrammeView(
        facts, STAGE_COLUMNS, PARTICIPANT_COLUMNS, sum(one.left_on is None for one in page.participants)
    )


def new_stage(programme: Programme) -> StagePlace:
    return StagePlace(
        programme.code,
        programme.short_title,
        programme.municipality_id,
        "Новый этап",
        url_for("programmes.stage_enter", code=programme.code),
        "Добавить этап",
    )


def old_stage(stage: Stage) -> StagePlace:
    programme = stage.programme
    return StagePlace(
        programme.code,
        programme.short_title,
        programme.municipality_id,
        stage.title,
        url_for("programmes.stage_save", code=programme.code, slug=stage.slug),
        "Сохранить этап",
        stage.id,
    )


def kind_lines(where: StagePlace) -> tuple[KindLine, ...]:
    """Return the kinds with the editions of their sheets in force."""
    sheets: Mapping[str, list[str]] = {code: [] for code in KINDS}
    for edition in queries.editions(where.municipality_id, KINDS, today=today_in(current_actor().zone)):
        words = f"{edition.sheet}, редакция {edition.number}" if edition.number else "редакции листа нет"
        sheets[edition.kind].append(words)
    return tuple(
        KindLine(kind.title, f"examiner_{kind.code}", tuple(sheets[kind.code])) for kind in KINDS.values()
    )
