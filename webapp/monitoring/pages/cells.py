"""A cell of the matrix in words: the state, since when, whose turn, whose working days, where it is placed."""

from dataclasses import dataclass
from datetime import date

from flask import url_for

from webapp.access.actor import Actor
from webapp.database import today_in
from webapp.formatting import NBSP, date_short, days_left
from webapp.monitoring.queries import Cell, SlotCell, Total
from workflows.clock import InHand, Party
from workflows.vocabulary import Role, State, Toned, Turn


class Absence(Toned):
    """Why a cell holds no package."""

    MISSING = "missing", "Не представлен", "mute", "circle-dashed"
    LATE = "late", "Не представлен в срок", "bad", "circle-alert"
    PLANNED = "planned", "Приём не открыт", "mute", "clock"
    NOT_DUE = "not_due", "Не требуется", "mute", "minus"
    UNDECIDED = "undecided", "Решения нет", "mute", "circle-dashed"


class SlotState(Toned):
    """A document inside a package."""

    ABSENT = "absent", "Не представлен", "mute", "circle-dashed"
    PRESENT = "present", "Представлен", "acc", "file-text"
    CONFIRMED = "confirmed", "Подтверждён", "ok", "circle-check"
    RETURNED = "returned", "Возвращён с замечанием", "warn", "undo-2"


@dataclass(frozen=True, slots=True)
class Eyes:
    """What of the matrix a person sees, and what day it is there."""

    today: date
    decided_only: bool
    """The region sees what is decided; what is on its way is nobody's business there."""

    @classmethod
    def of(cls, actor: Actor) -> "Eyes":
        return cls(today_in(actor.zone), actor.role is Role.OBSERVER)


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell as the table shows it; `lines` stand under the state."""

    title: str
    status: Toned
    url: str = ""
    lines: tuple[str, ...] = ()
    late: str = ""
    placed_link: str = ""


def status_of(cell: Cell, eyes: Eyes) -> Toned:
    """Return the word of a cell: the state of its package, or why there is none."""
    if cell.state is not None:
        return cell.state
    if eyes.decided_only:
        return Absence.UNDECIDED if cell.required else Absence.NOT_DUE
    if not cell.required:
        return Absence.NOT_DUE
    if cell.overdue:
        return Absence.LATE
    return Absence.PLANNED if cell.opens_on and cell.opens_on > eyes.today else Absence.MISSING


def cell_view(cell: Cell, title: str, eyes: Eyes) -> CellView:
    late = (
        days_left(cell.due_on, eyes.today) if cell.due_on and cell.overdue and not eyes.decided_only else None
    )
    return CellView(
        title,
        status_of(cell, eyes),
        url=url_for("packages.show", number=cell.number) if cell.number else "",
        lines=tuple(_lines(cell, eyes)),
        late=f"просрочен {late.words}" if late else "",
        placed_link=cell.placed_link if cell.placed_link.startswith(("http://", "https://")) else "",
    )


def slot_view(slot: SlotCell | None, title: str) -> CellView:
    """Return a document of a package; several of one name are counted."""
    if slot is None or not slot.present:
        return CellView(
            title, SlotState.ABSENT, lines=(f"0 из {slot.expected}",) if slot and slot.expected > 1 else ()
        )
    if slot.returned:
        status = SlotState.RETURNED
    else:
        status = SlotState.CONFIRMED if slot.confirmed == slot.expected else SlotState.PRESENT
    folded = f"{slot.present} из {slot.expected}, подтверждено: {slot.confirmed}"
    return CellView(title, status, lines=(folded,) if slot.expected > 1 else ())


def total_lines(total: Total, *, placed: bool, eyes: Eyes) -> tuple[str, ...]:
    """Return how far a column is, over all the schools of the filter."""
    if eyes.decided_only:
        lines = [f"дана экспертиза: {total.judged} из {total.due}"]
    else:
        lines = [
            f"представлено: {total.sent} из {total.due}",
            f"подтверждено: {total.confirmed}",
            f"дана экспертиза: {total.judged}",
        ]
    if placed:
        lines.append(f"размещено: {total.placed}")
    if total.overdue and not eyes.decided_only:
        lines.append(f"просрочено: {total.overdue}")
    return tuple(lines)


def days_words(days: InHand) -> str:
    """Return «рабочих дней: школа 3, куратор 2, экспертиза 5»."""
    return "рабочих дней: " + ", ".join(f"{party.label}{NBSP}{days.of(party)}" for party in _parties(days))


def _parties(days: InHand) -> tuple[Party, ...]:
    """The parties of every package; the founder where a programme has been on his desk."""
    return tuple(party for party in Party if party is not Party.FOUNDER or days.founder)


def placement(cell: Cell) -> str:
    """Return where a decided document is: placed on a day, or not yet; '' where that does not apply."""
    if cell.state is State.PLACED:
        return f"размещён {date_short(cell.placed_on)}" if cell.placed_on else "размещён"
    if cell.column.placed and cell.state in {State.CONFORMS, State.CONFORMS_WITH_REMARKS, State.REPORTED}:
        return "не размещён в ИС МЭДК"
    return ""


def _lines(cell: Cell, eyes: Eyes) -> list[str]:
    found = []
    if cell.since:
        turn = f", ход: {cell.turn.label}" if cell.turn is not Turn.NOBODY else ""
        found.append(f"с {date_short(cell.since)}{turn}")
    if cell.due_on and cell.required and not eyes.decided_only:
        found.append(f"срок {date_short(cell.due_on)}")
    if cell.days is not None and cell.sent:
        found.append(days_words(cell.days))
    if words := placement(cell):
        found.append(words)
    return found
