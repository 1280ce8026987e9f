"""Which schools the address asks for: those of whose cells one meets all conditions at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select

from webapp.database import now
from webapp.models import Package, Participation, School, Stage, StageDue
from webapp.schools import queries as schools
from webapp.schools.queries import Filters as SchoolFilters
from workflows.kinds import KINDS, route_of
from workflows.vocabulary import Standing, State, Turn

MISSING, UNPLACED = "missing", "unplaced"
ACCEPTED = tuple(sorted(Standing.ACCEPTED.states - {State.PLACED}))
PLACED_KINDS = tuple(sorted(code for code in KINDS if State.PLACED in route_of(code).final))


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the matrix asks; stage and kind choose columns, the rest chooses schools."""

    schools: SchoolFilters = field(default_factory=SchoolFilters)
    stage: str = ""
    kind: str = ""
    state: str = ""
    turn: str = ""
    overdue: bool = False

    @property
    def of_cells(self) -> bool:
        """Tell whether something is asked about the documents of a school, not about the school."""
        return bool(self.state or self.turn or self.overdue)

    @property
    def active(self) -> bool:
        own = (self.schools.q, self.schools.status, self.schools.curator, self.schools.locality)
        return bool(any(own) or self.stage or self.kind or self.of_cells)


def school_conditions(
    filters: Filters, programme: str, stage_ids: Sequence[int], today: date
) -> tuple[ColumnElement[bool], ...]:
    """Return what a school must meet to be a row: it takes part, it is asked for, one of its cells is asked for."""
    found = [*schools.conditions(replace(filters.schools, programme=programme), today)]
    if filters.of_cells:
        sides = (_sent(filters, stage_ids), _not_sent(filters, stage_ids, today))
        found.append(or_(*(side for side in sides if side is not None)))
    return tuple(found)


def is_overdue(instant: datetime) -> ColumnElement[bool]:
    return (Package.due_at < instant) & (Package.turn != Turn.NOBODY)


def _sent(filters: Filters, stage_ids: Sequence[int]) -> ColumnElement[bool] | None:
    """The school has a package that meets everything asked of cells; None when only the missing are asked for."""
    if filters.state == MISSING:
        return None
    found = [Package.school_id == School.id, Package.stage_id.in_(stage_ids)]
    if filters.kind in KINDS:
        found.append(Package.kind == filters.kind)
    found += _in_state(filters.state)
    if filters.turn in set(Turn):
        found.append(Package.turn == Turn(filters.turn))
    if filters.overdue:
        found.append(is_overdue(now()))
    return exists().where(*found).correlate(School)


def _in_state(asked: str) -> list[ColumnElement[bool]]:
    if asked == UNPLACED:
        return [Package.state.in_(ACCEPTED), Package.kind.in_(PLACED_KINDS)]
    if asked in set(Standing):
        return [Package.state.in_(Standing(asked).states)]
    return [Package.state == State(asked)] if asked in set(State) else []


def _not_sent(filters: Filters, stage_ids: Sequence[int], today: date) -> ColumnElement[bool] | None:
    """A document is due from the school and is not there; None when something is asked that only a package has."""
    if filters.state not in {"", MISSING} or filters.turn not in {"", Turn.SCHOOL.value}:
        return None
    sent = (
        exists()
        .where(Package.school_id == School.id, Package.stage_id == StageDue.stage_id)
        .where(Package.kind == StageDue.kind, Package.state != State.WITHDRAWN)
        .correlate(School, StageDue)
    )
    due: Select[Any] = (
        select(StageDue.id)
        .join(Stage, Stage.id == StageDue.stage_id)
        .join(Participation, Participation.programme_id == Stage.programme_id)
        .where(Participation.school_id == School.id, Participation.left_on.is_(None))
        .where(Stage.id.in_(stage_ids), Participation.joined_on <= Stage.closes_on, ~sent)
    )
    if filters.kind in KINDS:
        due = due.where(StageDue.kind == filters.kind)
    due = due.where(Stage.closes_on < today) if filters.overdue else due.where(Stage.opens_on <= today)
    return due.correlate(School).exists()
