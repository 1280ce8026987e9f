"""Plan and fact by years: every notation of the real table, part by part, and what a closed year forbids."""

from datetime import date

import pytest

from tests.workflows.roadmaps import truth
from workflows.roadmaps import lines_of_text, read_roadmap
from workflows.roadmaps.plan import Aggregation, Number, read_plan, read_value
from workflows.roadmaps.years import closed_refusal, closing_refusal, outcome, over_years, summed, year_of


@pytest.mark.parametrize(("plan", "reached", "met", "deviations", "percents"), [
    ("10", [10], True, [0], [100]),
    ("10", [12], True, [2], [120]),
    ("10", [7], False, [-3], [70]),
    ("10", [], None, [None], [None]),
    ("не менее 1", [1], True, [0], [100]),
    ("не менее 3", [2], False, [-1], [66.7]),
    ("не менее 1 раза в год", [2], True, [1], [200]),
    ("не более 5", [4], True, [-1], [80]),
    ("не более 5", [6], False, [1], [120]),
    ("1; 10", [1, 10], True, [0, 0], [100, 100]),
    ("1; 10", [1, 9], False, [0, -1], [100, 90]),
    ("1; 10", [0, 10], False, [-1, 0], [0, 100]),
    ("1; 10", [1], None, [0, None], [100, None]),
    ("1; 10", [0], False, [-1, None], [0, None]),
    ("10", [10, 99], True, [0], [100]),
    ("0", [0], True, [0], [None]),
    ("12,5", [12.7], True, [0.2], [101.6]),
    ("по мере необходимости", [3], None, [], []),
])  # fmt: skip
def test_a_value_is_met_when_each_of_its_parts_is(
    plan: str,
    reached: list[Number],
    met: bool | None,
    deviations: list[Number | None],
    percents: list[float | None],
) -> None:
    found = outcome(read_value(plan), reached)
    assert found.is_met is met
    assert [part.deviation for part in found.parts] == deviations
    assert [part.percent and round(part.percent, 1) for part in found.parts] == percents


@pytest.mark.parametrize(("total", "years", "reached", "aggregation", "whole", "met"), [
    ("10", {2020: "3", 2021: "3", 2022: "4"}, {2020: [3], 2021: [4]}, Aggregation.SUM, [7], False),
    ("10", {2020: "3", 2021: "3", 2022: "4"}, {2020: [3], 2021: [3], 2022: [4]}, Aggregation.SUM, [10], True),
    ("не менее 6", {2020: "2", 2021: "2", 2022: "2"}, {2022: [6]}, Aggregation.SUM, [6], True),
    ("10", {2020: "10", 2021: "10"}, {2020: [10]}, Aggregation.EACH_YEAR, [10], True),
    ("10", {2020: "10", 2021: "10"}, {2020: [10], 2021: [8]}, Aggregation.EACH_YEAR, [8], False),
    ("1; 10", {2020: "1; 10", 2021: "1; 10"}, {2021: [1, 11]}, Aggregation.EACH_YEAR, [1, 11], True),
    ("10", {2020: "10"}, {}, Aggregation.EACH_YEAR, [None], None),
    ("5", {2020: "1", 2021: "1"}, {2020: [1]}, Aggregation.UNKNOWN, [None], None),
])  # fmt: skip
def test_the_total_follows_how_the_years_make_it(
    total: str,
    years: dict[int, str],
    reached: dict[int, list[Number]],
    aggregation: Aggregation,
    whole: list[Number | None],
    met: bool | None,
) -> None:
    plan = read_plan(total, years)
    assert plan is not None
    found = over_years(plan, reached)
    assert found.aggregation is aggregation
    assert ([part.fact for part in found.total.parts], found.total.is_met) == (whole, met)


def test_the_real_table_of_years_is_met_by_its_own_plan() -> None:
    roadmap = read_roadmap(lines_of_text((truth.ROADMAPS / "uglich.txt").read_text(encoding="utf-8")))
    plans = [item.plan for item in roadmap.items if item.plan is not None]
    assert len(plans) == 31
    for plan in plans:
        found = over_years(plan, {year: value.values for year, value in plan.years.items()})
        assert found.met_years == len(found.years) == 3 and found.total.is_met
    assert sum(plan.aggregation is Aggregation.SUM for plan in plans) == 6


def test_sums_of_parts_of_different_length() -> None:
    assert summed([[1, 2], [3], [0.1, 0.2]]) == (4.1, 2.2)
    assert summed([]) == ()


@pytest.mark.parametrize(("occurrence", "year"), [
    ("2020", 2020), ("s5|2020", 2020), ("", 2021), ("s5", 2021), ("2020-03-01", 2021), ("s5|2020-03-01#2", 2021),
])  # fmt: skip
def test_the_year_of_a_fact(occurrence: str, year: int) -> None:
    assert year_of(occurrence, date(2021, 2, 3)) == year


def test_a_closed_year_holds_its_facts() -> None:
    assert closed_refusal("2020", date(2021, 1, 15), {2020}) == (
        "2020 год закрыт: план и факт этого года больше не изменяются."
    )
    assert closed_refusal("", date(2020, 1, 15), {2020}) is not None
    assert closed_refusal("2021", date(2020, 12, 31), {2020}) is None


@pytest.mark.parametrize(("today", "closed", "waiting", "words"), [
    (date(2020, 12, 30), set(), 0, "ещё не окончен"),
    (date(2020, 12, 31), {2020}, 0, "уже закрыт"),
    (date(2020, 12, 31), set(), 2, "ждут решения – 2"),
])  # fmt: skip
def test_a_year_is_closed_once_when_it_is_over_and_nothing_waits(
    today: date, closed: set[int], waiting: int, words: str
) -> None:
    assert words in (closing_refusal(2020, today=today, closed=closed, waiting=waiting) or "")
    assert closing_refusal(2020, today=date(2021, 1, 1), closed=set(), waiting=0) is None
