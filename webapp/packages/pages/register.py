"""The register of packages."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from webapp.access.actor import Actor
from webapp.database import now
from webapp.formatting import DueIn, ago, days_left
from webapp.packages.pages.parts import zone_of
from webapp.packages.queries import Filters, PackageRow, StageOption
from webapp.paging import Page
from webapp.tables import Chip, chips, columns
from workflows.kinds import KINDS
from workflows.vocabulary import Role, Standing, State, Toned, Turn

REGISTER_COLUMNS = columns("Школа", "Вид и этап", "Состояние", "Чей ход", "Срок")

EMPTY_REGISTER = {
    Role.CURATOR: "Здесь появятся пакеты ваших школ, когда школы их направят.",
    Role.EXPERT: "Здесь появятся пакеты, назначенные вам.",
    Role.COORDINATOR: "Школы направят пакеты, когда откроется приём этапа. "
    "Этапы настраиваются в разделе «Проекты и этапы».",
}


def empty_register(actor: Actor) -> str:
    return EMPTY_REGISTER.get(actor.role, "Начните пакет: выберите этап и вид документов.")


def state_options() -> tuple[tuple[str, str], ...]:
    """Every state of a package, the states that belong together, then whose turn it is: values of one condition."""
    turns = tuple((turn.value, f"Ход: {turn.label}") for turn in Turn if turn is not Turn.NOBODY)
    return (*((word.value, word.label) for word in (*State, *Standing)), *turns)


def register_chips(filters: Filters, stages: Sequence[StageOption]) -> tuple[Chip, ...]:
    stage = next((one.title for one in stages if one.slug == filters.stage), filters.stage)
    kind = KINDS[filters.kind].title if filters.kind in KINDS else filters.kind
    state = dict(state_options()).get(filters.state, filters.state)
    return chips(
        {
            "q": f"«{filters.q}»" if filters.q else "",
            "stage": stage,
            "kind": kind,
            "state": state,
            "school": f"школа {filters.school}" if filters.school else "",
            "due": "срок прошёл" if filters.due == "overdue" else "",
        }
    )


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of the register as the table shows it."""

    number: str
    url: str
    school: str
    kind: str
    stage: str
    status: Toned
    turn: str
    version: str
    due: DueIn | None
    waiting: str


def register_lines(page: Page[PackageRow], actor: Actor) -> tuple[RegisterLine, ...]:
    zone, instant = zone_of(actor), now()
    today = instant.astimezone(zone).date()
    return tuple(
        RegisterLine(
            number=row.number,
            url=url_for("packages.show", number=row.number),
            school=row.school,
            kind=row.kind,
            stage=row.stage,
            status=row.state,
            turn=row.turn.label,
            version=f"редакция {row.version}" if row.version else "не отправлялся",
            due=days_left(row.due_at.astimezone(zone).date(), today)
            if row.due_at and row.turn is not Turn.NOBODY
            else None,
            waiting=ago(row.waiting_since, instant) if row.turn is not Turn.NOBODY else "",
        )
        for row in page.rows
    )
