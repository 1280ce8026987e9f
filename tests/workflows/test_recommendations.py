"""What a recommendation goes through: from which states each thing is done."""

import pytest

from workflows.recommendations import BY_SCHOOL, MOVES, Move, RecommendationState, is_possible, refusal

S = RecommendationState


@pytest.mark.parametrize("state", RecommendationState)
@pytest.mark.parametrize("move", Move)
def test_a_move_is_possible_or_is_refused_in_a_sentence(move: Move, state: RecommendationState) -> None:
    assert bool(refusal(move, state)) is not is_possible(move, state)
    assert state.label in refusal(move, state) or is_possible(move, state)


@pytest.mark.parametrize("end", [S.DONE, S.WITHDRAWN])
def test_nothing_follows_the_end(end: RecommendationState) -> None:
    assert not any(is_possible(move, end) for move in Move)


def test_every_state_is_reached_from_the_first() -> None:
    reached, before = {S.SENT}, set[RecommendationState]()
    while reached != before:
        before = set(reached)
        reached |= {to for start, to in MOVES.values() if start & reached}
    assert reached == set(RecommendationState)
    assert {Move.RECEIVE, Move.REPORT} == BY_SCHOOL
