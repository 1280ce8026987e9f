"""The days of a chart, and the figures on them."""

from datetime import date

import pytest

from workflows.deadlines import Frame, Period, read_deadline
from workflows.roadmaps.course import course, days
from workflows.roadmaps.indicator import Confirmed, Plan, Reading, Row
from workflows.roadmaps.rules import RULES


@pytest.mark.parametrize(("first", "last", "found"), [
    (date(2022, 1, 10), date(2022, 1, 20), [date(2022, 1, 20)]),
    (date(2022, 1, 10), date(2022, 1, 31), [date(2022, 1, 31)]),
    (date(2022, 1, 10), date(2022, 3, 1), [date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 1)]),
    (date(2022, 11, 1), date(2023, 1, 5), [date(2022, 11, 30), date(2022, 12, 31), date(2023, 1, 5)]),
    (date(2022, 3, 2), date(2022, 3, 1), []),
])  # fmt: skip
def test_the_days_are_the_ends_of_months_and_the_last_one(first: date, last: date, found: list[date]) -> None:
    assert list(days(first, last)) == found


@pytest.mark.parametrize(
    ("last", "most"), [(date(2024, 6, 30), 24), (date(2040, 1, 1), 24), (date(2060, 1, 1), 50)]
)
def test_a_long_way_is_shown_by_longer_steps(last: date, most: int) -> None:
    found = days(date(2020, 1, 1), last)
    assert len(found) <= most and found[-1] == last and list(found) == sorted(set(found))
    assert all(day.month in {3, 6, 9, 12} for day in found[:-1])


def test_each_point_has_both_readings() -> None:
    row = Row(
        "1",
        (Plan(read_deadline("15.02.2022", Frame.of_year(2022)), date(2022, 1, 1)),),
        (Confirmed(date(2022, 3, 1), date(2022, 3, 2)),),
    )
    found = course(
        [row], days(date(2022, 1, 1), date(2022, 3, 31)), Period(date(2022, 1, 1), date(2022, 12, 31))
    )
    assert [point.shares[Reading.DUE].percent for point in found] == [None, 0.0, 100.0]
    assert [point.shares[Reading.ALL].percent for point in found] == [0.0, 0.0, 100.0]


def test_each_reading_has_its_rule_in_words() -> None:
    assert set(RULES) == set(Reading)
    assert "наступил на дату" in RULES[Reading.DUE] and "все мероприятия" in RULES[Reading.ALL]
