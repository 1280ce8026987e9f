"""Anti-risk programmes of the demonstration as structured data: what the product stores and what documents print."""

from dataclasses import dataclass
from datetime import date, timedelta

from demo.files.wording import school_day, short_date
from demo.schools import DemoSchool
from demo.texts.filling import Filling, filling
from demo.texts.plan_templates import MeasureTemplate, PlanTemplate
from demo.texts.plans_of_conditions import EQUIPMENT, PARENTS, STAFF_SHORTAGE
from demo.texts.plans_of_teaching import COMPETENCE, LEARNING_FAILURE, SPECIAL_NEEDS
from workflows.dictionaries.risks import RISKS

PERIOD_DAYS = 250


@dataclass(frozen=True, slots=True)
class PlanIndicator:
    number: int
    title: str
    unit: str
    base: str
    planned: str
    source: str
    due_on: date


@dataclass(frozen=True, slots=True)
class PlanMeasure:
    number: int
    task: int
    title: str
    due_on: date
    indicator: str
    executor: str
    participants: str
    expected_document: str
    document_type: str
    """Code of the dictionary of document types."""
    stage: int
    """1 or 2: the stage of monitoring that examines its evidence."""


@dataclass(frozen=True, slots=True)
class AntiRiskPlan:
    risk_code: str
    risk_name: str
    aim: str
    problem: str
    tasks: tuple[str, ...]
    indicators: tuple[PlanIndicator, ...]
    collection: str
    measures: tuple[PlanMeasure, ...]
    result: str
    starts_on: date
    ends_on: date


def anti_risk_plan(school: DemoSchool, risk_code: str, starts_on: date) -> AntiRiskPlan:
    """The programme of this school against this risk. KeyError for a risk without a template.

    Measures of stage 1 fall due within 11 weeks of the start, those of stage 2 later, always on school days.
    """
    template = _TEMPLATES[risk_code]
    facts = filling(school, starts_on)
    ends_on = school_day(starts_on + timedelta(days=PERIOD_DAYS))
    return AntiRiskPlan(
        risk_code=risk_code,
        risk_name=risk_name(risk_code),
        aim=_filled(template.aim, facts, ends_on),
        problem=facts.fill(template.problem),
        tasks=tuple(facts.fill(task) for task in template.tasks),
        indicators=_indicators(template, facts, ends_on),
        collection=template.collection,
        measures=_measures(template, facts, starts_on),
        result=facts.fill(template.result),
        starts_on=starts_on,
        ends_on=ends_on,
    )


def risk_name(code: str) -> str:
    return next(risk.name for risk in RISKS if risk.code == code)


def _indicators(template: PlanTemplate, facts: Filling, due_on: date) -> tuple[PlanIndicator, ...]:
    return tuple(
        PlanIndicator(
            index,
            one.title,
            one.unit,
            _filled(one.base, facts, due_on),
            _filled(one.planned, facts, due_on),
            one.source,
            due_on,
        )
        for index, one in enumerate(template.indicators, start=1)
    )


def _measures(template: PlanTemplate, facts: Filling, starts_on: date) -> tuple[PlanMeasure, ...]:
    """In the order of their dates; those that fall into holidays follow each other when school begins."""
    measures: list[PlanMeasure] = []
    for index, one in enumerate(template.measures, start=1):
        due_on = school_day(starts_on + timedelta(days=one.days))
        if measures and due_on <= measures[-1].due_on:
            due_on = school_day(measures[-1].due_on + timedelta(days=3))
        measures.append(_measure(index, one, facts, due_on))
    return tuple(measures)


def _measure(index: int, one: MeasureTemplate, facts: Filling, due_on: date) -> PlanMeasure:
    return PlanMeasure(
        number=index,
        task=one.task,
        title=facts.fill(one.title),
        due_on=due_on,
        indicator=facts.fill(one.indicator),
        executor=facts.fill(one.executor),
        participants=facts.fill(one.participants),
        expected_document=one.document,
        document_type=one.document_type,
        stage=one.stage,
    )


def _filled(text: str, facts: Filling, ends_on: date) -> str:
    """Fills the two fields that are not facts of the school first."""
    met = round(facts.figures.special_needs * 0.4)
    return facts.fill(text.replace("{end}", short_date(ends_on)).replace("{base_special}", str(met)))


_TEMPLATES = {
    template.risk_code: template
    for template in (LEARNING_FAILURE, COMPETENCE, PARENTS, STAFF_SHORTAGE, EQUIPMENT, SPECIAL_NEEDS)
}
