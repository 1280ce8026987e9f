"""Who marks an execution and who confirms it."""

from datetime import date

import pytest

from workflows.roadmaps import deciding as rule
from workflows.roadmaps.deciding import Party, Who
from workflows.roadmaps.words import PartyKind, ProgressState
from workflows.vocabulary import Role

HEAD = Who(5, Role.HEAD, 12)
CURATOR, COORDINATOR = Who(7, Role.CURATOR), Who(8, Role.COORDINATOR)


@pytest.mark.parametrize(
    ("party", "who", "expected"),
    [
        (Party(PartyKind.SCHOOLS), HEAD, True),
        (Party(PartyKind.SCHOOL, school_id=12), HEAD, True),
        (Party(PartyKind.SCHOOL, school_id=13), HEAD, False),
        (Party(PartyKind.PERSON, user_id=5), HEAD, True),
        (Party(PartyKind.PERSON, user_id=6), HEAD, False),
        (Party(PartyKind.OTHER), HEAD, False),
        (Party(PartyKind.DEPARTMENT), HEAD, False),
        (Party(PartyKind.CURATORS), CURATOR, True),
        (Party(PartyKind.SCHOOLS), CURATOR, False),
        (Party(PartyKind.PERSON, user_id=7), CURATOR, True),
        (Party(PartyKind.DEPARTMENT), COORDINATOR, True),
        (Party(PartyKind.SCHOOLS), COORDINATOR, False),
    ],
)
def test_whose_measure_it_is(party: Party, who: Who, expected: bool) -> None:
    assert rule.is_theirs([party], who) is expected
    assert rule.may_execute([party], who) is (expected or who is COORDINATOR)


def test_all_measures_of_its_own_roadmap_are_a_schools() -> None:
    assert rule.is_theirs([Party(PartyKind.OTHER)], HEAD, own_roadmap=True)
    assert not rule.is_theirs([Party(PartyKind.OTHER)], CURATOR, own_roadmap=True)


def test_nobody_confirms_what_they_marked() -> None:
    assert rule.other_person_decides(5, 8) is None
    assert "другой человек" in (rule.other_person_decides(8, 8) or "")


@pytest.mark.parametrize("state", ProgressState)
def test_what_may_follow_a_fact(state: ProgressState) -> None:
    assert (rule.not_decided(state) is None) is (state is ProgressState.EXECUTED)
    assert (rule.is_confirmed(state) is None) is (state is ProgressState.CONFIRMED)


def test_who_marked_takes_the_mark_back() -> None:
    assert rule.marked_by_them(5, 5) is None
    assert "отклоните" in (rule.marked_by_them(5, 8) or "")


def test_an_execution_is_proved_or_explained() -> None:
    assert rule.proved(1, "") is None and rule.proved(0, "Приказ № 5") is None
    assert "пояснение" in (rule.proved(0, "  ") or "")


def test_days() -> None:
    today = date(2026, 5, 20)
    assert rule.already_done(today, today) is None and rule.already_done(date(2026, 5, 21), today)
    assert rule.counts_from(today, today) is None and rule.counts_from(date(2026, 5, 19), today)
