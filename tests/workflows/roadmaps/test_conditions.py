"""When a condition of a measure is met."""

import pytest

from workflows.roadmaps.conditions import StageFacts, all_met, how_far, is_met
from workflows.roadmaps.words import ConditionKind as C

HALF = StageFacts(expected=4, sent=4, examined=3, placed=2)


@pytest.mark.parametrize(
    ("kind", "facts", "met", "words"),
    [
        (C.STAGE_SENT, HALF, True, "4 из 4"),
        (C.STAGE_EXAMINED, HALF, False, "3 из 4"),
        (C.STAGE_PLACED, HALF, False, "2 из 4"),
        (C.STAGE_REPORTED, HALF, False, "ещё не принят"),
        (C.STAGE_REPORTED, StageFacts(0, reported=True), True, "принят"),
        (C.STAGE_SENT, StageFacts(0), False, "0 из 0"),
        (C.DIARY_KEPT, StageFacts(9, schools=3, recorded=2), False, "2 из 3"),
        (C.DIARY_KEPT, StageFacts(0, schools=3, recorded=3), True, "3 из 3"),
        (C.STAGE_SENT, StageFacts(2, sent=3), True, "2 из 2"),
    ],
)
def test_conditions(kind: C, facts: StageFacts, met: bool, words: str) -> None:
    assert (is_met(kind, facts), how_far(kind, facts)) == (met, words)


def test_a_measure_without_conditions_proposes_nothing() -> None:
    assert not all_met([])
    assert all_met([(C.STAGE_SENT, HALF)])
    assert not all_met([(C.STAGE_SENT, HALF), (C.STAGE_PLACED, HALF)])
