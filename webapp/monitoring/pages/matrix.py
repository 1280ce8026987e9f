"""The page of the matrix, and the same as a table file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission, may
from webapp.formatting import NBSP, fio_short
from webapp.monitoring.pages.cells import (
    CellView,
    Eyes,
    cell_view,
    placement,
    slot_view,
    status_of,
    total_lines,
)
from webapp.monitoring.queries import (
    MISSING,
    UNPLACED,
    Cell,
    Column,
    Filters,
    Found,
    SchoolRow,
    Shape,
    documents,
)
from webapp.schools.queries import NO_CURATOR, Option, Sort, Status
from webapp.tables import Chip, chips, here
from webapp.tables import Column as TableColumn
from workflows.clock import Party
from workflows.vocabulary import Standing, State, Turn

Pairs = tuple[tuple[str, str], ...]


class Choice(Protocol):
    """Something to choose: what the address carries, and what a person reads."""

    @property
    def value(self) -> str: ...
    @property
    def label(self) -> str: ...


ORDERS: Pairs = tuple(
    (sign + sort.value, f"{sort.label}, {words}")
    for sort in Sort
    for sign, words in (("", "от А до Я"), ("-", "от Я до А"))
)
FIELDS = (
    "состояние", "с какого дня", "чей ход", "срок", *(f"рабочих дней: {party.label}" for party in Party), "размещение",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A school with its documents; `note` sums them up."""

    slug: str
    url: str
    school: str
    about: str
    note: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class TotalView:
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer, values with their words."""

    programmes: dict[str, str]
    stages: dict[str, str]
    kinds: dict[str, str]
    states: dict[str, str]
    turns: dict[str, str]
    curators: dict[str, str]
    localities: dict[str, str]
    statuses: dict[str, str]
    orders: dict[str, str]


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """What the template shows: the filters, the lines, the totals, the neighbours."""

    title: str
    columns: tuple[TableColumn, ...]
    lines: tuple[Line, ...]
    totals: tuple[TotalView, ...]
    chips: tuple[Chip, ...]
    choices: Choices
    export_url: str
    next_url: str
    previous_url: str
    may_remind: bool
    remind_all_url: str
    conditions: Pairs
    """What the address asks, carried along by the form that chooses schools."""


def matrix_page(
    filters: Filters,
    shape: Shape,
    found: Found,
    *,
    curators: Sequence[Option],
    localities: Sequence[str],
    actor: Actor,
) -> MatrixPage:
    eyes, asked = Eyes.of(actor), conditions_of(filters, shape)
    titles, choices = _titles(shape), _choices(shape, curators, localities, eyes)
    return MatrixPage(
        title=shape.title,
        columns=tuple(TableColumn(title, title) for title in ("Школа", *titles)),
        lines=tuple(_line(row, shape, titles, eyes) for row in found.page.rows),
        totals=_totals(shape, found, titles, eyes),
        chips=_chips(filters, choices),
        choices=choices,
        export_url=url_for("monitoring.export", **asked),
        next_url=here(after=found.page.after) if found.page.after else "",
        previous_url=here(before=found.page.before) if found.page.before else "",
        may_remind=may(actor.role, Permission.REMIND),
        remind_all_url=url_for("monitoring.reminder", **asked, all=1),
        conditions=tuple(asked.items()),
    )


def conditions_of(filters: Filters, shape: Shape) -> dict[str, Any]:
    """Return what the address asks, with the programme that is looked at, as the values of an address."""
    own = filters.schools
    order = ("-" if own.descending else "") + own.sort.value
    found = {
        "programme": shape.programme,
        "stage": shape.stage,
        "kind": filters.kind,
        "state": filters.state,
        "turn": filters.turn,
        "due": "overdue" if filters.overdue else "",
        "curator": own.curator,
        "locality": own.locality,
        "status": own.status,
        "q": own.q,
        "sort": order if order != Sort.NAME.value else "",
    }
    return {name: value for name, value in found.items() if value}


def export_table(
    shape: Shape, rows: Iterable[SchoolRow], actor: Actor
) -> tuple[tuple[str, ...], Iterator[tuple[object, ...]]]:
    """Return the headings and the lines of the table file: every document with all that its cell says."""
    eyes = Eyes.of(actor)
    titles = [_title(column, shape) for column in shape.columns]
    headings = (
        "Школа",
        "Населённый пункт",
        "Кураторы",
        *(f"{title}: {name}" for title in titles for name in FIELDS),
    )
    return headings, (
        (
            row.short_name,
            row.locality,
            ", ".join(fio_short(name) for name in row.curators),
            *(value for cell in row.cells for value in _exported(cell, eyes)),
        )
        for row in rows
    )


def _exported(cell: Cell, eyes: Eyes) -> tuple[object, ...]:
    words = placement(cell)
    days = [cell.days.of(party) if cell.days and cell.sent else None for party in Party]
    return (
        status_of(cell, eyes).label,
        cell.since,
        cell.turn.label if cell.turn is not Turn.NOBODY and not eyes.decided_only else None,
        cell.due_on if cell.required and not eyes.decided_only else None,
        *days,
        f"{words}, {cell.placed_link}" if cell.placed_link else words or None,
    )


def _line(row: SchoolRow, shape: Shape, titles: Sequence[str], eyes: Eyes) -> Line:
    named, cells = iter(titles), []
    for cell in row.cells:
        cells.append(cell_view(cell, next(named), eyes))
        if shape.stage:
            slots = cell.slots or (None,) * len(documents(cell.column.kind))
            cells += [slot_view(slot, next(named)) for slot in slots]
    about = ", ".join(part for part in (row.locality, *(fio_short(name) for name in row.curators)) if part)
    return Line(
        row.slug,
        url_for("schools.show", slug=row.slug),
        row.short_name,
        about,
        _note(row.cells, eyes),
        tuple(cells),
    )


def _note(cells: Sequence[Cell], eyes: Eyes) -> str:
    due = sum(cell.required or cell.sent for cell in cells)
    sent, late = sum(cell.sent for cell in cells), sum(cell.overdue for cell in cells)
    if eyes.decided_only:
        return f"дана экспертиза: {sent} из {due}"
    return f"представлено: {sent} из {due}" + (f", просрочено:{NBSP}{late}" if late else "")


def _totals(shape: Shape, found: Found, titles: Sequence[str], eyes: Eyes) -> tuple[TotalView, ...]:
    """Return a total for each column of the table; single documents are not summed up."""
    named, totals = iter(titles), []
    for column, total in zip(shape.columns, found.totals, strict=False):
        totals.append(TotalView(next(named), total_lines(total, placed=column.placed, eyes=eyes)))
        if shape.stage:
            totals += [TotalView(next(named), ()) for _document in documents(column.kind)]
    return tuple(totals)


def _titles(shape: Shape) -> tuple[str, ...]:
    found: list[str] = []
    for column in shape.columns:
        found.append(_title(column, shape))
        if shape.stage:
            found.extend(slot.title for slot in documents(column.kind))
    return tuple(found)


def _title(column: Column, shape: Shape) -> str:
    if shape.stage or len(shape.stages) == 1 or column.stage == column.kind.title:
        return column.kind.title
    return f"{column.stage}: {column.kind.short_title}"


def _choices(shape: Shape, curators: Sequence[Option], localities: Sequence[str], eyes: Eyes) -> Choices:
    missing = "Решения нет" if eyes.decided_only else "Не представлен"
    states = [(one.value, one.label) for one in (*State, *Standing) if one is not State.DRAFT]
    return Choices(
        programmes=dict(_pairs(shape.programmes)),
        stages={"": "Все этапы", **dict(_pairs(shape.stages))},
        kinds={"": "Все виды", **dict(_pairs(shape.kinds))},
        states={"": "Любое", MISSING: missing, **dict(states), UNPLACED: "Не размещён в ИС МЭДК"},
        turns={"": "Любой", **{turn.value: turn.label for turn in Turn if turn is not Turn.NOBODY}},
        curators={"": "Все кураторы", NO_CURATOR: "Без куратора", **dict(_pairs(curators))},
        localities={"": "Все", **{place: place for place in localities}},
        statuses={"": "Любой", **{one.value: one.label for one in Status}},
        orders=dict(ORDERS),
    )


def _chips(filters: Filters, page: Choices) -> tuple[Chip, ...]:
    """Return what narrows the matrix; the programme is always one and is no narrowing."""
    own = filters.schools
    return chips(
        {
            "q": f"«{own.q}»" if own.q else "",
            "stage": page.stages.get(filters.stage, "") if filters.stage else "",
            "kind": page.kinds.get(filters.kind, "") if filters.kind else "",
            "state": page.states.get(filters.state, "") if filters.state else "",
            "turn": f"ход: {Turn(filters.turn).label}" if filters.turn in set(Turn) else "",
            "due": "просрочено" if filters.overdue else "",
            "curator": page.curators.get(own.curator, "куратор") if own.curator else "",
            "locality": own.locality,
            "status": Status(own.status).label if own.status in set(Status) else "",
        }
    )


def _pairs(options: Iterable[Choice]) -> Pairs:
    return tuple((one.value, one.label) for one in options)
