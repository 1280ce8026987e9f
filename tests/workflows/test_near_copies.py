"""Phrases, marks and shared passages: what is found for certain, what is left out, and where it stands."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.dictionaries.remark_templates import REMARK_TEMPLATES
from workflows.near_copies import LEAST_WORDS, PHRASE, WINDOW, Passage, Sharing, marks_of, read, sharing

SURE = PHRASE + WINDOW - 1
"""So many words in a row are always found."""
KNOWN = 7797335748758181590
"""The mark of the one phrase of «школа работает над качеством обучения детей»."""
SYLLABLES = "ка ро ми ту не ла си во де па рю жи хо бу зе ша".split()  # noqa: SIM905


def words(seed: int, count: int) -> list[str]:
    """Return words that no other seed has: each carries its own root."""
    dice = random.Random(seed)
    return ["".join(dice.choices(SYLLABLES, k=6)) for _ in range(count)]


def line(seed: int, count: int) -> str:
    return " ".join(words(seed, count))


def said(passage: Passage, which: str = "first") -> str:
    return " ".join(piece.text for one in getattr(passage, which) for piece in one.pieces)


def shared(first: list[str], second: list[str], common: frozenset[int] = frozenset()) -> Sharing:
    return sharing(read(first, common), read(second, common))


@settings(max_examples=60, deadline=None)
@given(
    before=st.integers(0, 120),
    after=st.integers(0, 120),
    count=st.integers(SURE, 200),
    seed=st.integers(3, 99),
)
def test_a_passage_of_enough_words_is_found_wherever_it_stands(
    before: int, after: int, count: int, seed: int
) -> None:
    copied = line(seed, count)
    first = [line(1, before), copied, line(1000, after)]
    second = [line(2, after), copied, line(2000, before)]
    assert set(marks_of(first)) & set(marks_of(second))
    found = shared(first, second)
    assert len(found.passages) == 1 and found.words >= count
    assert copied in said(found.passages[0]) and copied in said(found.passages[0], "second")


@settings(max_examples=40, deadline=None)
@given(first=st.integers(0, 300), second=st.integers(0, 300))
def test_documents_of_different_words_share_nothing(first: int, second: int) -> None:
    found = shared([line(1, first)], [line(2, second)])
    assert found == Sharing((), 0.0, 0.0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=30), st.integers(1, 5))
def test_a_document_shares_all_of_itself_however_it_is_cut_into_paragraphs(
    sizes: list[int], seed: int
) -> None:
    paragraphs = [line(seed + 10 * n, size) for n, size in enumerate(sizes)]
    together = " ".join(paragraphs)
    assert marks_of(paragraphs) == marks_of([together])
    found = shared(paragraphs, [together])
    if sum(sizes) >= LEAST_WORDS:
        assert (found.of_first, found.of_second) == (1.0, 1.0)


def test_case_endings_figures_and_yo_change_nothing() -> None:
    first = "В 2024 году Школьные методические объединения проведут 12 семинаров для всех учителей, ещё 3 откроет районный методист школы"
    second = "в 2025 году школьных методических объединений проведут 4 семинара для всех учителей, еще 18 откроет районный методист школы"
    assert marks_of([first]) == marks_of([second])


def test_words_written_anew_inside_a_passage_are_told_apart() -> None:
    copied = words(5, 80)
    edited = [*copied[:40], "совершенно", "иначе", *copied[41:]]
    found = shared([" ".join(copied)], [line(7, 30), " ".join(edited)])
    assert len(found.passages) == 1
    (one,) = found.passages[0].second
    assert [piece.text.split() for piece in one.pieces if not piece.shared] == [["совершенно", "иначе"]]
    assert one.text == 1


def test_shares_are_told_for_each_document() -> None:
    copied = line(3, 300)
    found = shared([copied, line(1, 3000)], [copied])
    assert found.of_second == 1.0 and 0.08 < found.of_first < 0.1


def test_what_many_have_is_nobodys_even_between_its_marks() -> None:
    template, own = line(1, 400), line(2, 200)
    common = frozenset(marks_of([template]))
    found = shared([template, own], [template, line(3, 200), own], common)
    assert len(found.passages) == 1 and own in said(found.passages[0])
    assert said(found.passages[0]).split()[-200:] == own.split()
    assert found.words < 200 + WINDOW + PHRASE
    assert shared([template, line(4, 100)], [template, line(5, 100)], common).passages == ()
    assert shared([template], [template], common).of_first == 0


@pytest.mark.parametrize("template", REMARK_TEMPLATES[:5], ids=lambda one: one.code)
def test_what_the_product_itself_gives_to_schools_is_no_copy(template: object) -> None:
    text = getattr(template, "text")  # noqa: B009
    assert not set(marks_of([line(1, 100), text])) & set(marks_of([text]))
    assert shared([text, line(1, 50)], [line(2, 50), text]).passages == ()


@pytest.mark.parametrize("texts", [[], [""], ["одно"], ["2024 17 3"], ["всего пять слов тут стоит"]])
def test_a_text_shorter_than_a_phrase_has_no_marks(texts: list[str]) -> None:
    assert marks_of(texts) == ()
    assert shared(texts, texts).passages == ()


def test_marks_are_few_and_the_same_in_every_process() -> None:
    marks = marks_of([line(1, 12_000)])
    assert 12_000 / WINDOW < len(marks) < 3 * 12_000 / WINDOW
    assert all(-(2**63) <= mark < 2**63 for mark in marks)
    assert marks_of(["школа работает над качеством обучения детей"]) == (KNOWN,)
