"""When a condition of a measure is met."""

import pytest

from workflows.roadmaps.conditions import Known, all_met, how_far, is_met
from workflows.roadmaps.words import ConditionKind as C

HALF = Known(expected=4, sent=4, examined=3, placed=2)


@pytest.mark.parametrize(
    ("kind", "facts", "met", "words"),
    [
        (C.STAGE_SENT, HALF, True, "4 из 4"),
        (C.STAGE_EXAMINED, HALF, False, "3 из 4"),
        (C.STAGE_PLACED, HALF, False, "2 из 4"),
        (C.STAGE_REPORTED, HALF, False, "ещё не принят"),
        (C.STAGE_REPORTED, Known(0, reported=True), True, "принят"),
        (C.STAGE_SENT, Known(0), False, "0 из 0"),
        (C.DIARY_KEPT, Known(9, schools=3, recorded=2), False, "2 из 3"),
        (C.DIARY_KEPT, Known(0, schools=3, recorded=3), True, "3 из 3"),
        (C.SURVEY_TAKEN, Known(0, asked=4, answered=3), False, "3 из 4"),
        (C.SURVEY_TAKEN, Known(9, asked=4, answered=4), True, "4 из 4"),
        (C.SURVEY_TAKEN, Known(0), False, "0 из 0"),
        (C.STAGE_SENT, Known(2, sent=3), True, "2 из 2"),
    ],
)
def test_conditions(kind: C, facts: Known, met: bool, words: str) -> None:
    assert (is_met(kind, facts), how_far(kind, facts)) == (met, words)


def test_a_measure_without_conditions_proposes_nothing() -> None:
    assert not all_met([])
    assert all_met([(C.STAGE_SENT, HALF)])
    assert not all_met([(C.STAGE_SENT, HALF), (C.STAGE_PLACED, HALF)])
