"""What an entry of the diary goes through, and until when it may be changed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from workflows.diary import (
    OPEN_FOR,
    EntryState,
    Facts,
    lacking,
    month_of,
    refusal_to_add,
    refusal_to_edit,
    state_of,
)

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(None), EntryState.DRAFT),
        (Facts(AT), EntryState.ENTERED),
        (Facts(AT, additions=1), EntryState.ADDED),
        (Facts(AT, additions=1, marked=True), EntryState.MARKED),
        (Facts(AT, marked=True, closed=True), EntryState.CLOSED),
    ],
)
def test_an_entry_has_one_state(facts: Facts, state: EntryState) -> None:
    assert state_of(facts) is state


@pytest.mark.parametrize(
    ("facts", "after", "words"),
    [
        (Facts(AT), OPEN_FOR, ""),
        (Facts(AT), OPEN_FOR + timedelta(seconds=1), "48 часов"),
        (Facts(AT, marked=True), timedelta(0), "отмечена координатором"),
        (Facts(AT, closed=True), timedelta(0), "подписан"),
        (Facts(None), timedelta(days=90), ""),
    ],
)
def test_an_entry_is_open_for_two_days_unless_somebody_relied_on_it(
    facts: Facts, after: timedelta, words: str
) -> None:
    refusal = refusal_to_edit(facts, AT + after)
    assert bool(refusal) is bool(words) and words in refusal


def test_what_is_entered_may_be_added_to_until_the_stage_is_signed() -> None:
    assert refusal_to_add(Facts(AT, marked=True)) == ""
    assert "подписан" in refusal_to_add(Facts(AT, closed=True))
    assert "черновик" in refusal_to_add(Facts(None))


def test_schools_below_the_norm_are_named_those_with_fewest_first() -> None:
    schools = {1: "Лицей", 2: "СОШ № 2", 3: "СОШ № 3", 4: "Гимназия"}
    assert lacking({1: 2, 2: 1}, schools, 2) == ((4, "Гимназия", 0), (3, "СОШ № 3", 0), (2, "СОШ № 2", 1))
    assert lacking({}, schools, 0) == ()


def test_a_month_ends_where_the_next_begins() -> None:
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2027, 1, 1))
