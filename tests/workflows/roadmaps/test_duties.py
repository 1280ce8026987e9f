"""What a person owes, how soon, and when they are reminded of it."""

from datetime import date, timedelta

import pytest

from workflows.roadmaps.duties import Soon, how_soon, owed, reminder
from workflows.roadmaps.occurrences import Occurrence
from workflows.roadmaps.words import ProgressState

MONDAY = date(2026, 11, 23)
LONG_AGO = date(2026, 1, 1)


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


@pytest.mark.parametrize(("due", "today", "soon"), [
    (None, MONDAY, Soon.ENDLESS),
    (day(-1), MONDAY, Soon.OVERDUE),
    (day(0), MONDAY, Soon.NOW),
    (day(1), MONDAY, Soon.NOW),
    (day(2), MONDAY, Soon.WEEK),
    (day(6), MONDAY, Soon.WEEK),
    (day(7), MONDAY, Soon.LATER),
    (day(7), day(6), Soon.NOW),
    (day(8), day(6), Soon.LATER),
])  # fmt: skip
def test_how_soon(due: date | None, today: date, soon: Soon) -> None:
    assert how_soon(due, today) is soon


def test_what_is_owed_is_all_that_is_due_and_the_next_one() -> None:
    turns = [Occurrence(f"{n}", "", None, day(n)) for n in (-40, -10, 3, 40, 70)]
    states = {"-40": ProgressState.CONFIRMED, "-10": ProgressState.DECLINED}
    assert [one.key for one in owed(turns, states, MONDAY)] == ["-10", "3", "40"]
    states["40"] = ProgressState.EXECUTED
    assert [one.key for one in owed(turns, states, MONDAY)] == ["-10", "3", "70"]


def test_each_school_has_a_next_one() -> None:
    turns = [Occurrence(f"s{s}|{n}", "", None, day(n), s) for s in (1, 2) for n in (40, 70)]
    assert [one.key for one in owed(turns, {}, MONDAY)] == ["s1|40", "s2|40"]


def test_what_never_ends_is_owed_last() -> None:
    turns = [Occurrence("", "", LONG_AGO, None)]
    assert [one.end for one in owed(turns, {}, MONDAY)] == [None]
    assert not list(owed(turns, {"": ProgressState.EXECUTED}, MONDAY))


@pytest.mark.parametrize(("left", "named"), [
    (8, None), (7, "7"), (5, "7"), (4, "7"), (3, "3"), (2, "3"), (1, "1"), (0, "1"), (-1, "overdue"), (-30, "overdue"),
    (-31, None),
])  # fmt: skip
def test_people_are_reminded_seven_three_and_one_day_before(left: int, named: str | None) -> None:
    assert reminder(day(left), MONDAY, LONG_AGO) == named


@pytest.mark.parametrize(("left", "known", "named"), [
    (2, -1, None), (2, -2, "3"), (2, 0, None), (5, -2, None), (5, -3, "7"), (-3, -3, None), (-3, -4, "overdue"),
])  # fmt: skip
def test_who_has_just_learned_of_a_deadline_is_not_told_again(
    left: int, known: int, named: str | None
) -> None:
    assert reminder(day(left), MONDAY, day(known)) == named
