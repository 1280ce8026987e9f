"""The evidence matrix: each rule of its table, proposals by words, decisions of people."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.evidence import (
    LATER,
    Coverage,
    Measure,
    Proof,
    Reason,
    Row,
    Tie,
    counts,
    matrix,
    opening_words,
    window_of,
)
from workflows.passages import Passage
from workflows.programme_tables import stems

TITLE = "Семинар для родителей по смысловому чтению"
DUE = date(2026, 4, 10)
SEMINAR = Measure("measure-1", TITLE, window_of(date(2026, 2, 1), DUE))
CONTEST = Measure("measure-2", "Конкурс проектов старших школьников", window_of(date(2026, 2, 1), DUE))
FITTING = Proof(7, "measure-1", words=stems(TITLE + " протокол"), dated=DUE)


def one(proof: Proof, measure: Measure = SEMINAR, *, said: bool | None = None) -> Row:
    (row,) = matrix([measure], [proof], {} if said is None else {(measure.key, proof.file): said})
    return row


@pytest.mark.parametrize(
    ("changes", "coverage", "reason"),
    [
        ({}, Coverage.COVERED, Reason.FITS),
        ({"is_waiting": True}, Coverage.WEAK, Reason.NOT_READ),
        ({"is_read": False}, Coverage.WEAK, Reason.UNREADABLE),
        ({"dated": date(2026, 1, 31)}, Coverage.OUTSIDE, Reason.EARLY),
        ({"dated": DUE + LATER}, Coverage.COVERED, Reason.FITS),
        ({"dated": DUE + LATER + timedelta(1)}, Coverage.OUTSIDE, Reason.LATE),
        ({"has_text": False}, Coverage.WEAK, Reason.NO_TEXT),
        ({"has_text": False, "dated": date(2025, 4, 10)}, Coverage.OUTSIDE, Reason.EARLY),
        ({"dated": None}, Coverage.WEAK, Reason.UNDATED),
        ({"words": stems("приказ об отпуске директора")}, Coverage.WEAK, Reason.OTHER_WORDS),
    ],
)
def test_what_a_file_in_the_slot_of_a_measure_is_worth(
    changes: dict[str, object], coverage: Coverage, reason: Reason
) -> None:
    row = one(replace(FITTING, **changes))  # type: ignore[arg-type]
    (cell,) = row.cells
    assert (row.coverage, cell.coverage, cell.reason, cell.tie) == (coverage, coverage, reason, Tie.SLOT)


def test_a_measure_without_a_date_is_proved_weakly_and_proposed_nothing() -> None:
    dateless = replace(SEMINAR, window=None)
    assert one(FITTING, dateless).cells[0].reason is Reason.NO_TERM
    assert one(replace(FITTING, measure=""), dateless).coverage is Coverage.MISSING


def test_a_loose_file_is_proposed_by_its_words_in_any_case_and_order() -> None:
    loose = replace(
        FITTING, measure="", words=stems("о чтении смысловом: родителями посещены семинары для всех")
    )
    row = one(loose)
    assert (row.cells[0].tie, row.cells[0].reason, row.coverage) == (
        Tie.WORDS,
        Reason.PROPOSED,
        Coverage.WEAK,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"dated": None},
        {"dated": date(2025, 4, 10)},
        {"words": stems("семинар")},
        {"may_be_proposed": False},
    ],
)
def test_nothing_is_proposed_without_a_date_inside_the_words_or_the_leave(changes: dict[str, object]) -> None:
    row = one(replace(FITTING, measure="", **changes))  # type: ignore[arg-type]
    assert (row.coverage, row.cells) == (Coverage.MISSING, ())


def test_a_person_outweighs_slot_and_words() -> None:
    assert one(FITTING, said=False).coverage is Coverage.MISSING
    loose = replace(FITTING, measure="")
    assert one(loose, said=False).coverage is Coverage.MISSING
    tied = one(loose, said=True)
    assert (tied.cells[0].tie, tied.coverage) == (Tie.HAND, Coverage.COVERED)
    assert one(FITTING, said=True).cells[0].tie is Tie.SLOT


def test_a_file_of_another_measure_is_proposed_only_to_a_bare_one() -> None:
    both = replace(FITTING, words=stems(f"{TITLE} {CONTEST.title}"))
    rows = matrix([SEMINAR, CONTEST], [both], {})
    assert [[cell.tie for cell in row.cells] for row in rows] == [[Tie.SLOT], [Tie.WORDS]]
    own = Proof(8, "measure-2", words=stems(CONTEST.title), dated=DUE)
    rows = matrix([SEMINAR, CONTEST], [both, own], {})
    assert [[cell.file for cell in row.cells] for row in rows] == [[7], [8]]


def test_the_best_file_speaks_for_the_measure_and_stands_first() -> None:
    scan = replace(FITTING, file=1, has_text=False)
    late = replace(FITTING, file=2, dated=date(2027, 1, 1))
    (row,) = matrix([SEMINAR], [late, scan, FITTING], {})
    assert [cell.file for cell in row.cells] == [7, 1, 2] and row.coverage is Coverage.COVERED
    assert counts([row, *matrix([CONTEST], [], {})]) == {
        Coverage.COVERED: 1, Coverage.WEAK: 0, Coverage.OUTSIDE: 0, Coverage.MISSING: 1,
    }  # fmt: skip


def test_a_document_is_known_by_the_words_it_begins_with() -> None:
    passages = [Passage(1, 1, "Протокол семинара"), Passage(1, 2, "слово " * 1500), Passage(2, 1, "Хвост")]
    assert opening_words(passages) == stems("протокол семинар слово")


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["measure-1", ""]),
    st.sampled_from([{}, {("measure-1", 7): True}, {("measure-1", 7): False}]),
)
def test_no_file_covers_a_measure_out_of_its_time_unread_or_undecided(
    dated: date, is_read: bool, has_text: bool, slot: str, decisions: dict[tuple[str, int], bool]
) -> None:
    proof = replace(FITTING, dated=dated, is_read=is_read, has_text=has_text, measure=slot)
    (row,) = matrix([SEMINAR], [proof], decisions)
    if row.coverage is Coverage.COVERED:
        assert SEMINAR.window is not None and SEMINAR.window.holds(dated)
        assert is_read and has_text and (slot or decisions.get(("measure-1", 7)))
    if decisions.get(("measure-1", 7)) is False:
        assert row.coverage is Coverage.MISSING
