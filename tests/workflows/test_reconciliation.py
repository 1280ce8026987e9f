"""Two sheets side by side: what differs, what is common, how well two people agree."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.reconciliation import Pair, agreement, common, needs_reason, pairs
from workflows.scoring import MarkAnswer
from workflows.sheets import SHEETS
from workflows.verdicts import MarkValue as M

SHEET = SHEETS["concept"]
CODES = [criterion.code for criterion in SHEET.criteria]
FIRST, SECOND = CODES[0], CODES[1]


def answers(**marks: M) -> list[MarkAnswer]:
    given_marks = {"first": FIRST, "second": SECOND, "third": CODES[2]}
    return [MarkAnswer(given_marks[name], value, f"Слова о {name}.") for name, value in marks.items()]


def pair(*values: M | None) -> Pair:
    given_answers = tuple(None if value is None else MarkAnswer(FIRST, value) for value in values)
    return Pair(SHEET.criteria[0], given_answers)


def test_the_furthest_apart_stand_first_and_the_rest_in_the_order_of_the_sheet() -> None:
    one = answers(first=M.TWO, second=M.TWO, third=M.ZERO)
    other = answers(first=M.TWO, second=M.ONE, third=M.TWO)
    found = pairs(SHEET, [one, other])
    assert [item.criterion.code for item in found[:3]] == [CODES[2], SECOND, FIRST]
    assert len(found) == len(CODES)
    assert [item.distance for item in found[:3]] == [2, 1, 0]


@pytest.mark.parametrize(
    ("values", "distance"),
    [
        ((M.TWO, M.TWO), 0),
        ((M.ZERO, M.ONE), 1),
        ((M.ZERO, M.TWO), 2),
        ((M.NOT_APPLICABLE, M.ZERO), 2),
        ((M.NOT_APPLICABLE, M.NOT_APPLICABLE), 0),
        ((M.ONE, None), 0),
        ((None, None), 0),
    ],
)
def test_how_far_two_marks_are_from_each_other(values: tuple[M | None, ...], distance: int) -> None:
    assert pair(*values).distance == distance


def test_what_both_say_is_taken_over_with_the_words_of_both_once() -> None:
    same = Pair(
        SHEET.criteria[0], (MarkAnswer(FIRST, M.ONE, "Нет срока. "), MarkAnswer(FIRST, M.ONE, "Нет срока."))
    )
    assert common(same) == MarkAnswer(FIRST, M.ONE, "Нет срока.")
    both = Pair(
        SHEET.criteria[0], (MarkAnswer(FIRST, M.ONE, "Нет срока."), MarkAnswer(FIRST, M.ONE, "Нет цели."))
    )
    assert common(both) == MarkAnswer(FIRST, M.ONE, "Нет срока.\nНет цели.")
    assert common(pair(M.ONE, M.TWO)) is None
    assert common(pair(None, None)) is None


def test_a_decision_against_an_expert_needs_a_reason() -> None:
    assert needs_reason(pair(M.ONE, M.TWO), M.ONE)
    assert needs_reason(pair(M.ONE, M.ONE), M.TWO)
    assert not needs_reason(pair(M.ONE, M.ONE), M.ONE)
    assert not needs_reason(pair(M.ONE, M.TWO), None)


def test_agreement_by_hand() -> None:
    """Linear weights over 0, 1, 2: four pairs, one of them a step apart; chance by the margins."""
    found = agreement([(M.TWO, M.TWO), (M.ZERO, M.ZERO), (M.ONE, M.ONE), (M.ONE, M.TWO)])
    assert (found.compared, found.equal, found.far) == (4, 3, 0)
    assert found.share == Fraction(3, 4)
    # first: 0×1, 1×2, 2×1; second: 0×1, 1×1, 2×2; by chance 1·1 + 2·2 + 2·1 + 2·2 + 1·2 + 1·1 = 14, seen 1·4
    assert found.kappa == 1 - Fraction(4, 14)


def test_without_pairs_or_without_variety_there_is_no_kappa() -> None:
    assert agreement([]).share is None
    assert agreement([]).kappa is None
    assert agreement([(M.TWO, M.TWO)] * 5).kappa is None
    lonely = agreement([(M.NOT_APPLICABLE, M.TWO)])
    assert (lonely.far, lonely.kappa) == (1, None)


@given(st.lists(st.tuples(st.sampled_from(list(M)), st.sampled_from(list(M))), max_size=30))
def test_agreement_does_not_depend_on_who_is_first(marks: list[tuple[M, M]]) -> None:
    found, swapped = agreement(marks), agreement([(other, one) for one, other in marks])
    assert (found.equal, found.far, found.kappa) == (swapped.equal, swapped.far, swapped.kappa)
    assert found.kappa is None or found.kappa <= 1
    assert found.kappa != 1 or all(
        one is other for one, other in marks if None not in (one.points, other.points)
    )
