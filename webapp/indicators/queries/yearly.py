"""Plan and fact of a roadmap by years, and the years that are closed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from webapp.database import session
from webapp.models import Measure, Progress, Roadmap, RoadmapSection, YearClosing
from workflows.deadlines import Op
from workflows.roadmaps.plan import Aggregation, Number, Plan, Value
from workflows.roadmaps.words import STANDING, ProgressState
from workflows.roadmaps.years import YearLine, over_years, summed, year_of


@dataclass(frozen=True, slots=True)
class Closing:
    """Who closed a year, when, with what note."""

    year: int
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class YearRow:
    """A measure with a plan by years. `waiting`: years with an execution nobody has confirmed yet."""

    ref: str
    number: str
    title: str
    section: str
    responsible: str
    line: YearLine
    waiting: frozenset[int]


@dataclass(frozen=True, slots=True)
class Yearly:
    """A roadmap by years."""

    roadmap: Roadmap
    years: tuple[int, ...]
    rows: tuple[YearRow, ...]
    closed: Mapping[int, Closing]

    def met(self, year: int) -> tuple[int, int]:
        """Return how many measures have met their plan of a year, and how many have one."""
        planned = [row.line.years[year] for row in self.rows if year in row.line.years]
        return sum(one.is_met is True for one in planned), len(planned)


def yearly(roadmap: Roadmap) -> Yearly:
    """Return plan and confirmed fact of every measure with a plan by years; three statements."""
    reached, waiting = _facts(roadmap)
    rows = tuple(
        YearRow(
            row.ref,
            row.number,
            row.title,
            row.section or "",
            row.responsible_text,
            over_years(plan_of(row.plan), reached.get(row.id, {})),
            frozenset(waiting.get(row.id, ())),
        )
        for row in _measures(roadmap)
        if row.plan
    )
    spanned = set(range(roadmap.starts_on.year, roadmap.ends_on.year + 1)) if rows else set()
    years = tuple(sorted(spanned | {year for row in rows for year in row.line.years}))
    return Yearly(roadmap, years, rows, _closings(roadmap))


def plan_of(plain: Mapping[str, Any]) -> Plan:
    """Return the plan a measure keeps as plain values."""
    years = {int(year): _value(value) for year, value in plain.get("years", {}).items()}
    return Plan(
        _value(plain.get("total") or {}), years, Aggregation(plain.get("aggregation", Aggregation.UNKNOWN))
    )


def waiting_in(roadmap: Roadmap, year: int) -> int:
    """Return how many executions of a year nobody has confirmed or declined yet."""
    rows = session.execute(
        select(Progress.occurrence, Progress.done_on).where(
            Progress.roadmap_id == roadmap.id, Progress.state == ProgressState.EXECUTED
        )
    )
    return sum(year_of(occurrence, done_on) == year for occurrence, done_on in rows)


def _measures(roadmap: Roadmap) -> Sequence[Any]:
    columns = (
        Measure.id, Measure.ref, Measure.number, Measure.title, Measure.responsible_text, Measure.plan,
        RoadmapSection.title.label("section"),
    )  # fmt: skip
    return session.execute(
        select(*columns)
        .outerjoin(RoadmapSection, RoadmapSection.id == Measure.section_id)
        .where(Measure.roadmap_id == roadmap.id, Measure.excluded_on.is_(None))
        .order_by(Measure.position, Measure.id)
    ).all()


def _facts(roadmap: Roadmap) -> tuple[Mapping[int, Mapping[int, tuple[Number, ...]]], Mapping[int, set[int]]]:
    """Return what each measure reached in each year by confirmed facts, and the years whose facts wait."""
    rows = session.execute(
        select(Progress.measure_id, Progress.occurrence, Progress.done_on, Progress.state, Progress.actual)
        .where(Progress.roadmap_id == roadmap.id, Progress.state.in_(STANDING))
        .order_by(Progress.id)
    )
    confirmed: dict[int, dict[int, list[list[Number]]]] = defaultdict(lambda: defaultdict(list))
    waiting: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        year = year_of(row.occurrence, row.done_on)
        if row.state is ProgressState.EXECUTED:
            waiting[row.measure_id].add(year)
        elif row.actual:
            confirmed[row.measure_id][year].append(row.actual)
    reached = {
        measure: {year: summed(facts) for year, facts in by_year.items()}
        for measure, by_year in confirmed.items()
    }
    return reached, waiting


def _closings(roadmap: Roadmap) -> Mapping[int, Closing]:
    rows = session.scalars(select(YearClosing).where(YearClosing.roadmap_id == roadmap.id))
    return {row.year: Closing(row.year, row.note, row.closed_by_name, row.closed_at) for row in rows}


def _value(plain: Mapping[str, Any]) -> Value:
    return Value(plain.get("text", ""), Op(plain.get("op", Op.EXACTLY)), tuple(plain.get("values", ())))
