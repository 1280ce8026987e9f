"""The school writes the programme against an activated risk: all rows saved together (К04)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, transaction
from webapp.diagnosis import queries
from webapp.errors import Invalid, Stale
from webapp.models import AntiRiskIndicator, AntiRiskMeasure, AntiRiskProgramme, AntiRiskTask, SchoolRisk

CHANGED = "Пока вы работали, антирисковую программу изменил другой человек."


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    row_id: int = 0
    text: str
    remove: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorDraft:
    row_id: int = 0
    title: str
    unit: str = ""
    base: str = ""
    planned: str = ""
    actual: str = ""
    due_on: date | None = None
    remove: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDraft:
    row_id: int = 0
    title: str
    task_number: int | None = None
    due_on: date | None = None
    executor: str = ""
    expected_document: str = ""
    monitoring_stage: int = 1
    remove: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """A programme as it should be; a row without `row_id` is new, one not named stays as it is."""

    aim: str
    collection: str = ""
    starts_on: date
    ends_on: date
    tasks: tuple[TaskDraft, ...] = ()
    indicators: tuple[IndicatorDraft, ...] = ()
    measures: tuple[MeasureDraft, ...] = ()


@dataclass(slots=True)
class _Done:
    """What a save did, for the journal; `proved` are the measures that hold evidence."""

    proved: frozenset[int]
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


Row = AntiRiskTask | AntiRiskIndicator | AntiRiskMeasure
RowDraft = TaskDraft | IndicatorDraft | MeasureDraft
FIELDS: Mapping[type[RowDraft], tuple[str, ...]] = MappingProxyType(
    {
        TaskDraft: ("text",),
        IndicatorDraft: ("title", "unit", "base", "planned", "actual", "due_on"),
        MeasureDraft: ("title", "task_number", "due_on", "executor", "expected_document", "monitoring_stage"),
    }
)
MODELS: Mapping[type[RowDraft], type[Row]] = MappingProxyType(
    {TaskDraft: AntiRiskTask, IndicatorDraft: AntiRiskIndicator, MeasureDraft: AntiRiskMeasure}
)


def save_plan(slug: str, risk: str, programme: str, draft: PlanDraft, *, actor: Actor, seen: int) -> None:
    """Make the anti-risk programme of the actor's school what the draft says. Raises NotThere, Invalid, Stale.

    Needs an activated risk (К05). A measure that holds evidence is never deleted: it becomes «исключена»."""
    if draft.ends_on < draft.starts_on:
        raise Invalid("Окончание программы раньше её начала. Исправьте даты.", "ends_on")
    try:
        with transaction():
            school = queries.own_school(slug, actor)
            row, _programme = queries.risk_row(school.id, risk, programme, lock=True)
            if row.activated_on is None:
                raise Invalid(
                    "Сначала активируйте этот риск в рисковом профиле: программа составляется против него."
                )
            plan = _plan(row, seen)
            before = {"aim": plan.aim, "starts_on": str(plan.starts_on), "ends_on": str(plan.ends_on)}
            done = _write(plan, draft)
            journal.record(
                "anti_risk.saved",
                kind="anti_risk_programme",
                object_id=f"{slug}/{risk}",
                before=before,
                after={"aim": draft.aim, "starts_on": str(draft.starts_on), "ends_on": str(draft.ends_on)},
                added=done.added,
                removed=done.removed,
                dropped=done.dropped,
                version=plan.seen,
            )
    except IntegrityError as error:
        raise Stale(CHANGED) from error


def _plan(risk: SchoolRisk, seen: int) -> AntiRiskProgramme:
    plan = queries.plan_of(risk.id, lock=True)
    if (plan.seen if plan else 0) != seen:
        raise Stale(CHANGED)
    if plan is not None:
        return plan
    return AntiRiskProgramme(
        municipality_id=risk.municipality_id,
        school_id=risk.school_id,
        risk_id=risk.id,
        aim="",
        tasks=[],
        indicators=[],
        measures=[],
    )


def _write(plan: AntiRiskProgramme, draft: PlanDraft) -> _Done:
    plan.aim, plan.collection = draft.aim, draft.collection
    plan.starts_on, plan.ends_on = draft.starts_on, draft.ends_on
    session.add(plan)
    # A change of rows alone must count as a change of the programme, or a stale page would pass unnoticed.
    flag_modified(plan, "aim")
    session.flush()
    done = _Done(queries.evidenced(plan.school_id, [measure.id for measure in plan.measures]))
    _write_rows(plan, plan.tasks, draft.tasks, done)
    _write_rows(plan, plan.indicators, draft.indicators, done)
    _write_rows(plan, plan.measures, draft.measures, done)
    return done


def _write_rows(
    plan: AntiRiskProgramme, rows: Sequence[Row], drafts: Iterable[RowDraft], done: _Done
) -> None:
    by_id = {row.id: row for row in rows}
    last = max((row.number for row in rows), default=0)
    for draft in drafts:
        row = by_id.get(draft.row_id)
        if row is None and draft.remove:
            continue
        if row is None:
            last += 1
            _add(plan, draft, last, done)
        elif draft.remove:
            _remove(row, done)
        else:
            for name, value in _values(draft).items():
                setattr(row, name, value)


def _add(plan: AntiRiskProgramme, draft: RowDraft, number: int, done: _Done) -> None:
    model = MODELS[type(draft)]
    place = {"municipality_id": plan.municipality_id, "school_id": plan.school_id, "plan_id": plan.id}
    session.add(model(number=number, **place, **_values(draft)))
    done.added.append(_name(model.__tablename__, number))


def _values(draft: RowDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in FIELDS[type(draft)]}


def _remove(row: Row, done: _Done) -> None:
    name = _name(row.__tablename__, row.number)
    if isinstance(row, AntiRiskMeasure) and row.id in done.proved:
        row.dropped = True
        done.dropped.append(name)
        return
    model = type(row)
    session.execute(delete(model).where(model.id == row.id))
    done.removed.append(name)


def _name(table: str, number: int) -> str:
    return f"{table.removeprefix('anti_risk_')} {number}"
