"""What was known of an execution on an earlier day."""

from datetime import date

import pytest

from workflows.roadmaps.past import state_on
from workflows.roadmaps.words import ProgressState as P


def day(number: int) -> date:
    return date(2026, 3, number)


@pytest.mark.parametrize(
    ("state", "on", "expected"),
    [
        (P.CONFIRMED, 1, None),
        (P.CONFIRMED, 2, P.EXECUTED),
        (P.CONFIRMED, 4, P.EXECUTED),
        (P.CONFIRMED, 5, P.CONFIRMED),
        (P.DECLINED, 4, P.EXECUTED),
        (P.DECLINED, 5, P.DECLINED),
        (P.REVOKED, 4, P.EXECUTED),
        (P.REVOKED, 8, P.CONFIRMED),
        (P.REVOKED, 9, P.REVOKED),
        (P.WITHDRAWN, 8, P.EXECUTED),
        (P.WITHDRAWN, 9, P.WITHDRAWN),
    ],
)
def test_an_execution_is_what_was_known_of_it(state: P, on: int, expected: P | None) -> None:
    assert state_on(state, day(on), executed=day(2), decided=day(5), ended=day(9)) is expected


def test_what_nobody_decided_is_executed() -> None:
    assert state_on(P.EXECUTED, day(9), executed=day(2), decided=None, ended=None) is P.EXECUTED
    assert state_on(P.EXECUTED, day(9), executed=None, decided=None, ended=None) is None
