"""The anti-risk programme against one risk: aim, tasks, indicators, measures and what is worth mending (К04)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from webapp.calendars.queries import calendars
from webapp.database import session
from webapp.diagnosis.queries.profile import school_by_slug
from webapp.diagnosis.queries.subjects import risk_name
from webapp.errors import NotThere
from webapp.models import (
    AntiRiskProgramme,
    Package,
    PackageFile,
    Participation,
    Programme,
    SchoolRisk,
    Stage,
    StageDue,
    VersionFile,
)
from workflows.anti_risk import Plan, PlannedIndicator, PlannedMeasure, PlannedTask, Warned, cautions
from workflows.kinds import KINDS

FIRST_STAGE_KINDS = tuple(kind.code for kind in KINDS.values() if kind.evidence_stage == 1)


@dataclass(frozen=True, slots=True)
class TaskLine:
    id: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    id: int
    number: int
    title: str
    unit: str
    base: str
    planned: str
    actual: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class MeasureLine:
    id: int
    number: int
    title: str
    task_number: int | None
    due_on: date | None
    executor: str
    expected_document: str
    monitoring_stage: int
    evidenced: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """A risk with its programme; `seen` is 0 while there is no programme yet."""

    school_slug: str
    school_name: str
    programme_code: str
    programme_title: str
    risk_code: str
    risk_name: str
    activated_on: date | None
    seen: int
    aim: str
    collection: str
    starts_on: date
    ends_on: date
    tasks: tuple[TaskLine, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    measures: tuple[MeasureLine, ...] = ()
    dropped: tuple[MeasureLine, ...] = ()
    cautions: tuple[Warned, ...] = ()


def view_of(slug: str, risk_code: str, programme_code: str) -> PlanView:
    """Return the anti-risk programme of a school's risk, empty until it is written; raises NotThere."""
    school = school_by_slug(slug)
    risk, programme = risk_row(school.id, risk_code, programme_code)
    plan = plan_of(risk.id)
    blank = PlanView(
        school.slug,
        school.short_name,
        programme.code,
        programme.title,
        risk.risk_code,
        risk_name(risk.risk_code),
        risk.activated_on,
        0,
        "",
        "",
        programme.starts_on,
        programme.ends_on,
    )
    return _filled(blank, plan, programme.id) if plan is not None else blank


def risk_row(
    school_id: int, risk_code: str, programme_code: str, *, lock: bool = False
) -> tuple[SchoolRisk, Programme]:
    """Return a risk of a school with its programme; raises NotThere.

    Without a code it is the latest programme in which the school has this risk."""
    statement = (
        select(SchoolRisk, Programme)
        .join(Programme, Programme.id == SchoolRisk.programme_id)
        .join(
            Participation,
            (Participation.programme_id == Programme.id) & (Participation.school_id == SchoolRisk.school_id),
        )
        .where(SchoolRisk.school_id == school_id, SchoolRisk.risk_code == risk_code)
        .order_by(Programme.archived, Programme.year.desc(), Programme.id.desc())
        .limit(1)
    )
    if programme_code:
        statement = statement.where(Programme.code == programme_code)
    if lock:
        statement = statement.with_for_update(of=SchoolRisk).execution_options(populate_existing=True)
    found = session.execute(statement).first()
    if found is None:
        raise NotThere
    return found[0], found[1]


def plan_of(risk_id: int, *, lock: bool = False) -> AntiRiskProgramme | None:
    """Return the programme against a risk with all its rows, None when it is not written."""
    statement = (
        select(AntiRiskProgramme)
        .where(AntiRiskProgramme.risk_id == risk_id)
        .options(
            selectinload(AntiRiskProgramme.tasks),
            selectinload(AntiRiskProgramme.indicators),
            selectinload(AntiRiskProgramme.measures),
        )
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalar(statement)


def evidenced(school_id: int, measure_ids: Iterable[int]) -> frozenset[int]:
    """Return those of the measures that hold a file in a draft or in anything sent."""
    slots = {f"measure-{measure_id}": measure_id for measure_id in measure_ids}
    if not slots:
        return frozenset()
    sent = select(VersionFile.id).where(VersionFile.file_id == PackageFile.id)
    found = session.scalars(
        select(PackageFile.slot)
        .join(Package, Package.id == PackageFile.package_id)
        .where(Package.school_id == school_id, PackageFile.slot.in_(slots))
        .where(or_(PackageFile.in_draft.is_(True), sent.exists()))
        .distinct()
    )
    return frozenset(slots[slot] for slot in found)


def _filled(blank: PlanView, plan: AntiRiskProgramme, programme_id: int) -> PlanView:
    proved = evidenced(plan.school_id, [measure.id for measure in plan.measures])
    lines = [
        (
            m.dropped,
            MeasureLine(
                m.id,
                m.number,
                m.title,
                m.task_number,
                m.due_on,
                m.executor,
                m.expected_document,
                m.monitoring_stage,
                m.id in proved,
            ),
        )
        for m in plan.measures
    ]
    tasks = tuple(TaskLine(task.id, task.number, task.text) for task in plan.tasks)
    indicators = tuple(
        IndicatorLine(i.id, i.number, i.title, i.unit, i.base, i.planned, i.actual, i.due_on)
        for i in plan.indicators
    )
    measures = tuple(line for dropped, line in lines if not dropped)
    return PlanView(
        blank.school_slug,
        blank.school_name,
        blank.programme_code,
        blank.programme_title,
        blank.risk_code,
        blank.risk_name,
        blank.activated_on,
        plan.seen,
        plan.aim,
        plan.collection,
        plan.starts_on,
        plan.ends_on,
        tasks,
        indicators,
        measures,
        tuple(line for dropped, line in lines if dropped),
        cautions(
            _planned(plan, tasks, indicators, measures),
            first_stage_closes=_first_stage_closes(programme_id),
            calendars=calendars(),
        ),
    )


def _planned(
    plan: AntiRiskProgramme,
    tasks: tuple[TaskLine, ...],
    indicators: tuple[IndicatorLine, ...],
    measures: tuple[MeasureLine, ...],
) -> Plan:
    return Plan(
        plan.starts_on,
        plan.ends_on,
        tuple(PlannedTask(task.number, task.text) for task in tasks),
        tuple(PlannedIndicator(i.number, i.title, i.base, i.planned) for i in indicators),
        tuple(
            PlannedMeasure(
                m.number,
                m.title,
                m.task_number,
                m.due_on,
                m.executor,
                m.expected_document,
                m.monitoring_stage,
            )
            for m in measures
        ),
    )


def _first_stage_closes(programme_id: int) -> date | None:
    """Return the last day on which evidence of the first stage is taken in a programme."""
    return session.scalar(
        select(func.max(Stage.closes_on))
        .join(StageDue, StageDue.stage_id == Stage.id)
        .where(Stage.programme_id == programme_id, StageDue.kind.in_(FIRST_STAGE_KINDS))
    )


def first_stage_opens(programme_id: int) -> date | None:
    """Return the first day on which evidence of the first stage is taken in a programme."""
    return session.scalar(
        select(func.min(Stage.opens_on))
        .join(StageDue, StageDue.stage_id == Stage.id)
        .where(Stage.programme_id == programme_id, StageDue.kind.in_(FIRST_STAGE_KINDS))
    )
