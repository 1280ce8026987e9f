"""What an anti-risk programme should hold, told as warnings: a programme with them can still be saved and sent.

Source: the structure of anti-risk programmes of «500+» (САЯ 8, 12): every task has a measure, every measure a date
inside the programme, an executor and a document that will prove it, every indicator a base and a plan.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.working_days import CALENDARS, Calendars, non_working_warning

FIRST_STAGE = 1


@dataclass(frozen=True, slots=True)
class PlannedTask:
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class PlannedIndicator:
    number: int
    title: str
    base: str
    planned: str


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    number: int
    title: str
    task_number: int | None
    due_on: date | None
    executor: str
    expected_document: str
    monitoring_stage: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The part of a programme the warnings are about; dropped measures are not in it."""

    starts_on: date
    ends_on: date
    tasks: tuple[PlannedTask, ...] = ()
    indicators: tuple[PlannedIndicator, ...] = ()
    measures: tuple[PlannedMeasure, ...] = ()


@dataclass(frozen=True, slots=True)
class Warned:
    """A caution and what it is about: «Мера 3», «Показатель 1», «Задача 2»."""

    about: str
    text: str


def cautions(
    plan: Plan, *, first_stage_closes: date | None, calendars: Calendars = CALENDARS
) -> tuple[Warned, ...]:
    """Return what is worth mending, in the order of the document; empty for a sound programme.

    `first_stage_closes` is the last day evidence of the first stage is taken, None when no such stage is set."""
    return (
        *_of_tasks(plan.tasks, plan.measures),
        *_of_indicators(plan.indicators),
        *(
            Warned(f"Мера {measure.number}", text)
            for measure in plan.measures
            for text in _of_measure(measure, plan, first_stage_closes, calendars)
        ),
    )


def _of_tasks(tasks: Sequence[PlannedTask], measures: Iterable[PlannedMeasure]) -> Iterator[Warned]:
    served = {measure.task_number for measure in measures}
    if not tasks:
        yield Warned("Задачи", "Не указана ни одна задача.")
    for task in tasks:
        if task.number not in served:
            yield Warned(f"Задача {task.number}", "Нет ни одной меры по этой задаче.")


def _of_indicators(indicators: Sequence[PlannedIndicator]) -> Iterator[Warned]:
    if not indicators:
        yield Warned("Показатели", "Не указан ни один показатель.")
    for indicator in indicators:
        if not indicator.base:
            yield Warned(f"Показатель {indicator.number}", "Не указано базовое значение.")
        if not indicator.planned:
            yield Warned(f"Показатель {indicator.number}", "Не указано плановое значение.")


def _of_measure(
    measure: PlannedMeasure, plan: Plan, first_stage_closes: date | None, calendars: Calendars
) -> Iterator[str]:
    if not measure.executor:
        yield "Не указан исполнитель."
    if not measure.expected_document:
        yield "Не указан документ, который подтвердит исполнение."
    if measure.task_number is not None and measure.task_number not in {task.number for task in plan.tasks}:
        yield f"Мера относится к задаче {measure.task_number}, которой нет."
    if measure.due_on is None:
        yield "Не указан срок."
        return
    if not plan.starts_on <= measure.due_on <= plan.ends_on:
        yield "Срок выходит за период реализации программы."
    late = first_stage_closes is not None and measure.due_on > first_stage_closes
    if measure.monitoring_stage == FIRST_STAGE and late:
        yield "Срок меры 1 этапа позже окончания приёма документов этого этапа."
    if warning := non_working_warning(measure.due_on, calendars):
        yield warning
