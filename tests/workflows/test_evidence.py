"""What a document proves of a measure, rule by rule."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.evidence import Cover, Document, Measure, Reason, matrix
from workflows.programme_tables import stems

MEASURE = Measure(
    "measure-1",
    "1.1. Семинар для родителей по чтению",
    date(2026, 3, 20),
    date(2026, 2, 1),
    date(2026, 4, 20),
)
GOOD = Document(
    "1",
    "measure-1",
    "Протокол.pdf",
    dated=date(2026, 3, 18),
    words=stems("Протокол семинара для родителей о чтении"),
)


def line(*documents: Document):  # type: ignore[no-untyped-def]
    (found,) = matrix([MEASURE], documents)
    return found


@pytest.mark.parametrize(
    ("document", "cover", "reasons"),
    [
        (GOOD, Cover.COVERED, ()),
        (replace(GOOD, waiting=True), Cover.WAITING, ()),
        (replace(GOOD, dated=None), Cover.WEAK, (Reason.NO_DATE,)),
        (replace(GOOD, has_text=False, dated=None, words=frozenset()), Cover.WEAK, (Reason.NO_TEXT,)),
        (replace(GOOD, readable=False, dated=None, words=frozenset()), Cover.WEAK, (Reason.UNREAD,)),
        (replace(GOOD, words=stems("Приказ об отпусках")), Cover.WEAK, (Reason.OTHER_WORDS,)),
        (replace(GOOD, dated=date(2025, 12, 1)), Cover.OUT_OF_PERIOD, (Reason.EARLY,)),
        (replace(GOOD, dated=date(2026, 5, 1)), Cover.OUT_OF_PERIOD, (Reason.LATE,)),
        (replace(GOOD, repeats=(Reason.FOREIGN,)), Cover.WEAK, (Reason.FOREIGN,)),
    ],
)
def test_one_document(document: Document, cover: Cover, reasons: tuple[Reason, ...]) -> None:
    found = line(document)
    assert (found.cover, found.proofs[0].reasons) == (cover, reasons)


def test_a_measure_is_as_well_proved_as_its_best_document() -> None:
    assert line(replace(GOOD, dated=None), replace(GOOD, key="2")).cover is Cover.COVERED
    assert line().cover is Cover.MISSING


def test_a_name_may_tell_what_the_text_does_not() -> None:
    assert (
        line(replace(GOOD, name="Семинар для родителей по чтению.pdf", words=frozenset())).cover
        is Cover.COVERED
    )


def test_a_file_of_another_place_is_offered_where_it_seems_to_be_about_the_measure() -> None:
    summary = replace(GOOD, key="7", slot="summary", name="Справка.docx")
    assert line(summary).hints == ("7",)
    assert line(GOOD, summary).hints == (), "a measure that is covered needs none"
    assert line(replace(summary, words=stems("Приказ об отпусках"))).hints == ()


@given(st.lists(st.sampled_from([GOOD, replace(GOOD, dated=None), replace(GOOD, waiting=True)]), max_size=5))
def test_more_documents_never_prove_less(documents: list[Document]) -> None:
    order = list(Cover).index
    for count in range(len(documents)):
        assert order(line(*documents[: count + 1]).cover) <= order(line(*documents[:count]).cover)
