"""The shape of an anti-risk programme as a template; the texts lie in `plans_of_teaching` and `plans_of_conditions`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndicatorTemplate:
    title: str
    unit: str
    base: str
    planned: str
    source: str


@dataclass(frozen=True, slots=True)
class MeasureTemplate:
    """`days` after the start of the programme; stage 2 measures are examined by the second stage of monitoring."""

    task: int
    title: str
    days: int
    indicator: str
    executor: str
    participants: str
    document: str
    document_type: str
    stage: int = 1


@dataclass(frozen=True, slots=True)
class PlanTemplate:
    risk_code: str
    aim: str
    problem: str
    tasks: tuple[str, ...]
    indicators: tuple[IndicatorTemplate, ...]
    collection: str
    measures: tuple[MeasureTemplate, ...]
    result: str
