"""The cells of the matrix: what stands of each document of each school, and whose days it took."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select

from webapp.database import session
from webapp.models import (
    FileCheck,
    Package,
    PackageEvent,
    PackageFile,
    Participation,
    Programme,
    Version,
    VersionFile,
)
from webapp.monitoring.queries.columns import Column, Shape, documents
from workflows.clock import InHand, Move, in_hand
from workflows.kind import Per, Slot
from workflows.kinds import KINDS, route_of
from workflows.vocabulary import FileDecision, State, Turn
from workflows.working_days import DayCount


@dataclass(frozen=True, slots=True)
class Clock:
    """By what the days of the cells are counted: this instant, the zone, the working days of the years."""

    instant: datetime
    zone: ZoneInfo
    days: DayCount

    @property
    def today(self) -> date:
        return self.instant.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class SlotCell:
    """One document inside a package, or several of one name: how many are there and how the curator judged them."""

    expected: int
    present: int
    confirmed: int
    returned: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A document of a school. Without a `state` nothing was sent; `required` is False for who joined later."""

    column: Column
    stage_id: int = 0
    """0 where the municipality of the school has no such stage."""
    state: State | None = None
    required: bool = True
    opens_on: date | None = None
    due_on: date | None = None
    overdue: bool = False
    number: str = ""
    since: date | None = None
    turn: Turn = Turn.NOBODY
    days: InHand | None = None
    placed_on: date | None = None
    placed_link: str = ""
    slots: tuple[SlotCell, ...] = ()

    @property
    def sent(self) -> bool:
        return self.state not in {None, State.WITHDRAWN}


def cells(ids: Sequence[int], found: Shape, clock: Clock) -> Mapping[int, tuple[Cell, ...]]:
    """Return the cells of each school in the order of the columns; three statements, five with single documents."""
    packages = _packages(ids, found)
    moves = _moves(ids, found, {row.id: row.kind for row in packages})
    inside = _inside(ids, found) if found.stage else {}
    by_place = {(row.school_id, row.stage_id, row.kind): row for row in packages}
    joined = _joined(ids, found.programme)

    def cell(school_id: int, column: Column) -> Cell:
        place, day = joined.get(school_id, (0, date.max))
        window = column.window_of(place)
        if window is None:
            return Cell(column, required=False)
        row = by_place.get((school_id, window.id, column.kind.code))
        if row is None:
            late = day > window.closes_on
            return Cell(
                column,
                window.id,
                required=not late,
                opens_on=window.opens_on,
                due_on=window.closes_on,
                overdue=not late and window.closes_on < clock.today,
                turn=Turn.SCHOOL if not late else Turn.NOBODY,
            )
        return _cell(row, column, moves[row.id], inside.get(row.id, ()), clock)

    return {school_id: tuple(cell(school_id, column) for column in found.columns) for school_id in ids}


def _cell(row: Any, column: Column, moves: Sequence[Move], slots: tuple[SlotCell, ...], clock: Clock) -> Cell:
    waited_for = row.turn is not Turn.NOBODY and row.due_at is not None
    return Cell(
        column,
        row.stage_id,
        row.state,
        due_on=row.due_at.astimezone(clock.zone).date() if waited_for else None,
        overdue=waited_for and row.due_at < clock.instant,
        number=row.number,
        since=row.waiting_since.astimezone(clock.zone).date(),
        turn=row.turn,
        days=in_hand(moves, clock.instant, clock.zone, clock.days),
        placed_on=row.placed_on,
        placed_link=row.placed_link,
        slots=slots,
    )


def _packages(ids: Sequence[int], found: Shape) -> Sequence[Any]:
    columns = (
        Package.id, Package.school_id, Package.stage_id, Package.kind, Package.number, Package.state, Package.turn,
        Package.due_at, Package.waiting_since, Package.placed_on, Package.placed_link,
    )  # fmt: skip
    return session.execute(select(*columns).where(*_of(ids, found))).all()


def _moves(ids: Sequence[int], found: Shape, kinds: Mapping[int, str]) -> Mapping[int, list[Move]]:
    """Return the way of each package: from when on whose turn it was. What only the school sees is nobody's time."""
    rows = session.execute(
        select(PackageEvent.package_id, PackageEvent.at, PackageEvent.to_state)
        .join(Package, Package.id == PackageEvent.package_id)
        .where(*_of(ids, found), PackageEvent.to_state.is_not(None))
        .order_by(PackageEvent.id)
    )
    ways: dict[int, list[Move]] = defaultdict(list)
    turns = {kind: _turns(kind) for kind in set(kinds.values())}
    for package_id, at, state in rows:
        if package_id in kinds and state is not None:
            ways[package_id].append(Move(at, turns[kinds[package_id]].get(state, Turn.NOBODY)))
    return ways


def _turns(kind: str) -> Mapping[State, Turn]:
    route = route_of(kind)
    return {state: Turn.NOBODY if state in route.private else turn for state, turn in route.turn.items()}


def _joined(ids: Sequence[int], programme: str) -> Mapping[int, tuple[int, date]]:
    """Return the municipality of each school and the day it joined the programme."""
    rows = session.execute(
        select(Participation.school_id, Participation.municipality_id, Participation.joined_on)
        .join(Programme, Programme.id == Participation.programme_id)
        .where(Participation.school_id.in_(ids), Participation.left_on.is_(None), Programme.code == programme)
    )
    return {school_id: (place, day) for school_id, place, day in rows}


def _inside(ids: Sequence[int], found: Shape) -> Mapping[int, tuple[SlotCell, ...]]:
    """Return the documents inside each package as it was last sent; two statements."""
    frozen = session.execute(
        select(Package.id, Package.kind, Version.slots)
        .join(Version, Version.id == Package.current_version_id)
        .where(*_of(ids, found))
    ).all()
    held: dict[int, dict[str, list[FileDecision | None]]] = defaultdict(lambda: defaultdict(list))
    files = session.execute(
        select(VersionFile.package_id, PackageFile.slot, FileCheck.decision)
        .join(Package, Package.current_version_id == VersionFile.version_id)
        .join(PackageFile, PackageFile.id == VersionFile.file_id)
        .outerjoin(FileCheck, FileCheck.file_id == VersionFile.file_id)
        .where(*_of(ids, found))
    )
    for package_id, slot, decision in files:
        held[package_id][slot].append(decision)
    return {
        package_id: tuple(_slot(slot, slots, held[package_id]) for slot in documents(KINDS[kind]))
        for package_id, kind, slots in frozen
        if kind in KINDS
    }


def _slot(
    slot: Slot, frozen: Sequence[Mapping[str, Any]], held: Mapping[str, Sequence[FileDecision | None]]
) -> SlotCell:
    """Fold what a document was repeated for, a risk or a measure, into one."""
    if slot.per is Per.PACKAGE:
        codes = [slot.code]
    else:
        codes = [one["code"] for one in frozen if str(one["code"]).startswith(f"{slot.code}-")]
    decisions = [held[code] for code in codes if held.get(code)]
    return SlotCell(
        expected=len(codes),
        present=len(decisions),
        confirmed=sum(all(one is FileDecision.CONFIRMED for one in files) for files in decisions),
        returned=sum(FileDecision.RETURNED in files for files in decisions),
    )


def _of(ids: Sequence[int], found: Shape) -> tuple[ColumnElement[bool], ...]:
    kinds = {column.kind.code for column in found.columns}
    return Package.school_id.in_(ids), Package.stage_id.in_(found.stage_ids), Package.kind.in_(sorted(kinds))
