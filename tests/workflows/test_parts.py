"""What a return opens."""

from workflows.parts import Parts, outside

PARTS = Parts(frozenset({"concept"}), frozenset({"round"}), frozenset({"concept", "plan"}))


def test_a_named_slot_is_open_and_the_others_are_not() -> None:
    assert PARTS.opens_slot("concept")
    assert not PARTS.opens_slot("plan")


def test_a_slot_that_was_not_sent_is_open() -> None:
    assert PARTS.opens_slot("risk-5")


def test_only_named_questions_are_open() -> None:
    assert PARTS.opens_question("round")
    assert not PARTS.opens_question("period_start")


def test_nothing_named_is_empty() -> None:
    assert Parts(sent_slots=frozenset({"concept"})).empty
    assert not PARTS.empty


def test_remarks_on_closed_slots_are_told_and_those_on_the_whole_package_are_not() -> None:
    assert outside(PARTS, [(1, "concept"), (2, "plan"), (3, ""), (4, "risk-5")]) == (2,)
