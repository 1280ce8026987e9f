"""Which executions a measure asks for."""

from datetime import date

import pytest

from workflows.deadlines import Frame, Period, from_plain, read_deadline, to_plain
from workflows.roadmaps.occurrences import Joined, occurrences

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
FRAME = Frame.of_year(2026)


def keys(text: str, **more: object) -> list[str]:
    return [one.key for one in occurrences(read_deadline(text, FRAME), YEAR, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Март 2026", [""]),
        ("до 15.03.2026", [""]),
        ("в течение всего периода", [""]),
        ("Постоянно", [""]),
        ("14.02, 15.02, 20.02.2026", ["2026-02-14", "2026-02-15", "2026-02-20"]),
        ("апрель, сентябрь", ["2026-04-01", "2026-09-01"]),
        ("ежеквартально", ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01"]),
        ("по мере вступления в проект", [""]),
        ("", [""]),
    ],
)
def test_a_measure_asks_for_its_occurrences(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


def test_what_recurs_several_times_in_a_turn_has_as_many_occurrences() -> None:
    found = occurrences(read_deadline("не реже 2 раз в полугодие", FRAME), YEAR)
    assert [one.key for one in found] == ["2026-01-01", "2026-01-01#2", "2026-07-01", "2026-07-01#2"]
    assert found[1].label.endswith("2 из 2") and found[1].end == date(2026, 6, 30)


def test_turns_are_named_for_people() -> None:
    assert [one.label for one in occurrences(read_deadline("ежеквартально", FRAME), YEAR)][:2] == [
        "1 квартал 2026",
        "2 квартал 2026",
    ]
    assert occurrences(read_deadline("ежемесячно", FRAME), YEAR)[2].label == "март 2026"


def test_a_daily_duty_is_one() -> None:
    assert keys("ежедневно") == [""]


def test_each_school_has_its_own_from_the_day_it_joined() -> None:
    schools = [
        Joined(5, "СОШ № 5", date(2026, 1, 10)),
        Joined(7, "СОШ № 7", date(2026, 5, 1)),
        Joined(9, "СОШ № 9", date(2026, 1, 10), left_on=date(2026, 3, 1)),
    ]
    found = occurrences(read_deadline("апрель, сентябрь", FRAME), YEAR, schools)
    assert [(one.school_id, one.key) for one in found] == [
        (5, "s5|2026-04-01"),
        (5, "s5|2026-09-01"),
        (7, "s7|2026-09-01"),
    ]
    (one, *_) = occurrences(read_deadline("по мере вступления в проект", FRAME), YEAR, schools)
    assert one.key == "s5" and one.start == date(2026, 1, 10) and one.label == "СОШ № 5"


@pytest.mark.parametrize(
    "text",
    [
        "10.03.2026-16.03.2026 05.09.2026-",
        "не реже 3 раз в квартал",
        "2 декада октября",
        "когда-нибудь",
        "май",
    ],
)
def test_a_deadline_is_kept_whole(text: str) -> None:
    deadline = read_deadline(text, FRAME)
    assert from_plain(to_plain(deadline)) == deadline
