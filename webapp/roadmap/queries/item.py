"""One measure with all that is known of it: deadlines it had, conditions, history, what proves its executions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp.database import session
from webapp.models import (
    DiaryEntry,
    Measure,
    MeasureEvent,
    MeasureTerm,
    Package,
    Report,
    Roadmap,
)
from webapp.roadmap.queries.lines import Line, line
from webapp.roadmap.queries.proposing import Condition, Proposal, conditions_of, proposal


@dataclass(frozen=True, slots=True)
class Item:
    """What the page of a measure shows."""

    line: Line
    terms: Sequence[MeasureTerm]
    """In the order of their being in force."""
    conditions: Sequence[Condition]
    proposal: Proposal | None
    """What may be accepted as executed; for those who may mark it, the pages ask."""
    events: Sequence[MeasureEvent]
    packages: Mapping[int, str]
    """Id → number of the packages in its evidence that the person sees."""
    reports: Mapping[int, str]
    entries: Mapping[int, int]

    @property
    def measure(self) -> Measure:
        return self.line.measure

    @property
    def roadmap(self) -> Roadmap:
        return self.line.measure.roadmap


def item(ref: str, today: date) -> Item:
    """Return a measure by its address; fifteen statements at most; raises NotThere."""
    found = line(ref, today)
    which = found.measure.id
    terms = session.scalars(
        select(MeasureTerm).where(MeasureTerm.measure_id == which).order_by(MeasureTerm.since, MeasureTerm.id)
    ).all()
    conditions = conditions_of(found.measure.roadmap, (which,)).get(which, ())
    events = session.scalars(
        select(MeasureEvent).where(MeasureEvent.measure_id == which).order_by(MeasureEvent.id)
    ).all()
    proofs = [one for fact in found.facts for one in fact.evidence]
    return Item(
        found,
        terms,
        conditions,
        proposal(found, conditions),
        events,
        _packages({one.package_id for one in proofs if one.package_id is not None}),
        _reports({one.report_id for one in proofs if one.report_id is not None}),
        _entries({one.diary_entry_id for one in proofs if one.diary_entry_id is not None}),
    )


def _packages(ids: set[int]) -> Mapping[int, str]:
    if not ids:
        return {}
    rows = session.execute(select(Package.id, Package.number).where(Package.id.in_(ids)))
    return {row.id: row.number for row in rows}


def _entries(ids: set[int]) -> Mapping[int, int]:
    if not ids:
        return {}
    rows = session.execute(select(DiaryEntry.id, DiaryEntry.number).where(DiaryEntry.id.in_(ids)))
    return {row.id: row.number for row in rows}


def _reports(ids: set[int]) -> Mapping[int, str]:
    if not ids:
        return {}
    rows = session.execute(select(Report.id, Report.number).where(Report.id.in_(ids)))
    return {row.id: row.number for row in rows}
