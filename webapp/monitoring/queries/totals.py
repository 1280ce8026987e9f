"""How far the documents of a column are, over all the schools that the address asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from webapp.database import now, session
from webapp.models import Package, Participation, School, Stage
from webapp.monitoring.queries.columns import Column, Shape
from webapp.monitoring.queries.conditions import is_overdue
from workflows.vocabulary import DECIDED, State

RETURNED = frozenset({State.EXPERTISE_RETURNED, State.FOUNDER_RETURNED})
CONFIRMED = DECIDED | RETURNED | {State.ADMITTED, State.EXPERTISE, State.CONCLUDED}


@dataclass(frozen=True, slots=True)
class Total:
    """Of how many schools the document is due, how many sent it, and how far those are."""

    due: int = 0
    sent: int = 0
    confirmed: int = 0
    """Of these the curator has confirmed what was last sent."""
    judged: int = 0
    placed: int = 0
    overdue: int = 0

    @property
    def missing(self) -> int:
        return max(self.due - self.sent, 0)


def totals(found: Shape, conditions: Iterable[ColumnElement[bool]], today: date) -> tuple[Total, ...]:
    """Return the total of each column; two statements."""
    named = tuple(conditions)
    due = _due(found, named)
    counts: dict[tuple[int, str], list[Any]] = {}
    for row in _counts(found, named):
        counts.setdefault((row.stage_id, row.kind), []).append(row)
    return tuple(_total(column, due, counts, today) for column in found.columns)


def _total(
    column: Column, due: Mapping[int, int], counts: Mapping[tuple[int, str], list[Any]], today: date
) -> Total:
    expected, late = 0, 0
    by_state: dict[State, int] = {}
    for window in column.windows:
        rows = counts.get((window.id, column.kind.code), ())
        sent = sum(row.count for row in rows if row.state is not State.WITHDRAWN)
        expected += max(due.get(window.id, 0), sent)
        late += sum(row.overdue for row in rows)
        if window.closes_on < today:
            late += max(due.get(window.id, 0) - sent, 0)
        for row in rows:
            by_state[row.state] = by_state.get(row.state, 0) + row.count

    def among(states: Iterable[State]) -> int:
        return sum(by_state.get(state, 0) for state in states)

    return Total(
        due=expected,
        sent=sum(by_state.values()) - among({State.WITHDRAWN}),
        confirmed=among(CONFIRMED),
        judged=among(DECIDED),
        placed=among({State.PLACED}),
        overdue=late,
    )


def _counts(found: Shape, conditions: tuple[ColumnElement[bool], ...]) -> Iterable[Any]:
    late = func.sum(case((is_overdue(now()), 1), else_=0)).label("overdue")
    return session.execute(
        select(Package.stage_id, Package.kind, Package.state, func.count().label("count"), late)
        .join(School, School.id == Package.school_id)
        .where(Package.stage_id.in_(found.stage_ids), *conditions)
        .group_by(Package.stage_id, Package.kind, Package.state)
    )


def _due(found: Shape, conditions: tuple[ColumnElement[bool], ...]) -> dict[int, int]:
    """Return of how many of the schools a stage expects documents: of those who joined before it closed."""
    rows = session.execute(
        select(Stage.id, func.count(School.id))
        .join(Participation, Participation.programme_id == Stage.programme_id)
        .join(School, School.id == Participation.school_id)
        .where(Stage.id.in_(found.stage_ids), Participation.left_on.is_(None))
        .where(Participation.joined_on <= Stage.closes_on, *conditions)
        .group_by(Stage.id)
    )
    return {stage_id: count for stage_id, count in rows}
