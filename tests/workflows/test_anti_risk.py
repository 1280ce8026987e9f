"""What is worth mending in an anti-risk programme; a sound one is left in peace."""

from dataclasses import replace
from datetime import date

import pytest

from workflows.anti_risk import Plan, PlannedIndicator, PlannedMeasure, PlannedTask, cautions

MEASURE = PlannedMeasure(1, "Провести семинар", 1, date(2026, 4, 15), "Урокова Н. П.", "протокол", 1)
SOUND = Plan(
    date(2026, 2, 1),
    date(2026, 12, 20),
    (PlannedTask(1, "Обучить педагогов"),),
    (PlannedIndicator(1, "Доля обученных", "20", "80"),),
    (MEASURE,),
)
CLOSES = date(2026, 4, 25)


def texts(plan: Plan, closes: date | None = CLOSES) -> list[str]:
    return [f"{one.about}: {one.text}" for one in cautions(plan, first_stage_closes=closes)]


def test_a_sound_programme_has_no_cautions() -> None:
    assert texts(SOUND) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"due_on": None}, "Мера 1: Не указан срок."),
        ({"executor": ""}, "Мера 1: Не указан исполнитель."),
        ({"expected_document": ""}, "Мера 1: Не указан документ, который подтвердит исполнение."),
        ({"due_on": date(2026, 1, 30)}, "Мера 1: Срок выходит за период реализации программы."),
        (
            {"due_on": date(2027, 1, 11), "monitoring_stage": 2},
            "Мера 1: Срок выходит за период реализации программы.",
        ),
        (
            {"due_on": date(2026, 4, 27)},
            "Мера 1: Срок меры 1 этапа позже окончания приёма документов этого этапа.",
        ),
    ],
)
def test_each_fault_of_a_measure_is_told_alone(changes: dict[str, object], expected: str) -> None:
    assert texts(replace(SOUND, measures=(replace(MEASURE, **changes),))) == [expected]


def test_a_day_off_names_the_next_working_day() -> None:
    (text,) = texts(replace(SOUND, measures=(replace(MEASURE, due_on=date(2026, 4, 12)),)))
    assert "воскресенье" in text and "13 апреля" in text


def test_the_edges_of_the_period_and_of_the_window_are_inside() -> None:
    on_edges = tuple(
        replace(MEASURE, due_on=day, monitoring_stage=stage)
        for day, stage in ((date(2026, 2, 2), 1), (date(2026, 4, 24), 1), (date(2026, 12, 18), 2))
    )
    assert texts(replace(SOUND, measures=on_edges), date(2026, 4, 24)) == []


def test_without_a_first_stage_no_measure_is_late_for_it() -> None:
    assert texts(replace(SOUND, measures=(replace(MEASURE, due_on=date(2026, 6, 15)),)), None) == []


def test_tasks_without_measures_and_measures_of_unknown_tasks_are_told() -> None:
    lost = replace(SOUND, measures=(replace(MEASURE, task_number=7),))
    assert texts(lost) == [
        "Задача 1: Нет ни одной меры по этой задаче.",
        "Мера 1: Мера относится к задаче 7, которой нет.",
    ]
    assert texts(replace(SOUND, tasks=(), measures=(replace(MEASURE, task_number=None),))) == [
        "Задачи: Не указана ни одна задача."
    ]


def test_indicators_need_a_base_and_a_plan() -> None:
    bare = replace(SOUND, indicators=(PlannedIndicator(2, "Доля", "", ""),))
    assert texts(bare) == [
        "Показатель 2: Не указано базовое значение.",
        "Показатель 2: Не указано плановое значение.",
    ]
    assert texts(replace(SOUND, indicators=())) == ["Показатели: Не указан ни один показатель."]
