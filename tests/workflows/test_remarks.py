"""Whose hand moves a remark, and what still waits for the school."""

from datetime import date, timedelta

import pytest

from workflows.remarks import SETTLED, WAITING, Burden, burden, closes, is_overdue, writes
from workflows.vocabulary import RemarkKind, RemarkOrigin, RemarkState, Role, State

TODAY = date(2026, 11, 23)


def test_remarks_are_written_where_the_package_lies_on_the_desk_of_the_role() -> None:
    allowed = {(role, state) for role in Role for state in State if writes(role, state)}
    assert allowed == {
        (Role.CURATOR, State.CURATOR_REVIEW),
        (Role.EXPERT, State.EXPERTISE),
        (Role.COORDINATOR, State.EXPERTISE),
        (Role.COORDINATOR, State.RECONCILIATION),
    }


def test_a_remark_is_closed_by_those_who_make_such_remarks() -> None:
    allowed = {(role, origin) for role in Role for origin in RemarkOrigin if closes(role, origin)}
    assert allowed == {
        (Role.CURATOR, RemarkOrigin.CURATOR),
        (Role.EXPERT, RemarkOrigin.EXPERTISE),
        (Role.COORDINATOR, RemarkOrigin.EXPERTISE),
    }


def test_a_state_waits_for_the_school_or_for_a_check_or_is_settled() -> None:
    assert {*WAITING, RemarkState.FIXED, *SETTLED} == set(RemarkState) and not WAITING & SETTLED


@pytest.mark.parametrize(
    ("state", "days", "late"),
    [
        (RemarkState.OPEN, -1, True),
        (RemarkState.NOT_FIXED, -1, True),
        (RemarkState.OPEN, 0, False),
        (RemarkState.FIXED, -1, False),
        (RemarkState.CONFIRMED, -1, False),
        (RemarkState.DROPPED, -1, False),
    ],
)
def test_only_what_waits_for_the_school_is_late(state: RemarkState, days: int, late: bool) -> None:
    assert is_overdue(state, TODAY + timedelta(days=days), TODAY) is late
    assert not is_overdue(state, None, TODAY)


def test_a_recommendation_and_a_settled_remark_ask_nothing_of_the_school() -> None:
    remarks = [
        (RemarkKind.ESSENTIAL, RemarkState.OPEN),
        (RemarkKind.EDITORIAL, RemarkState.NOT_FIXED),
        (RemarkKind.ESSENTIAL, RemarkState.FIXED),
        (RemarkKind.ESSENTIAL, RemarkState.CONFIRMED),
        (RemarkKind.ESSENTIAL, RemarkState.DROPPED),
        (RemarkKind.RECOMMENDATION, RemarkState.OPEN),
    ]
    assert burden(remarks) == Burden(left=2, total=3)
    assert burden([]) == Burden(0, 0)
