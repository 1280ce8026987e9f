"""A typed query as a value: words by their stems, phrases, layouts; and where it stands in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.search import (
    LONGEST,
    MOST_TERMS,
    Piece,
    best_place,
    hits,
    lex,
    marked,
    other_layouts,
    parse,
    snippet,
)

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВЁЙ abcxyzOCE0123456789«»\"'№-–.,;:!?()/\n\t\u00ad\u0301"
texts = st.text(alphabet=LETTERS, max_size=400)
queries = st.text(alphabet=LETTERS, max_size=40)


def shown(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def found(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.hit]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("кадры", (("кадр",),)),
        ("Дефициты кадров", (("дефиц",), ("кадр",))),
        ("план по кадрам", (("план",), ("кадр",))),
        ("«план по кадрам»", (("план", "по", "кадр"),)),
        ('"план работы" школы', (("план", "работ"), ("школ",))),
        ("сош6", (("сош", "6"),)),
        ("СОШ № 6", (("сош",), ("6",))),
        ("srr-2026-1", (("srr", "2026", "1"),)),
        ("учебно-методический", (("учебн", "методическ"),)),
        ("кадры,школа", (("кадр",), ("школ",))),
        ("кадры кадрами", (("кадр",),)),
        ("и по", (("и",), ("по",))),
        ("«» № — ...", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_a_query_is_terms(typed: str, terms: tuple[tuple[str, ...], ...]) -> None:
    assert parse(typed).terms == terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ёлка", "ЕЛКИ"),
        ("Тихоозёрская", "тихоозерской"),
        ("COШ", "сош"),  # Latin C and O
        ("дефицит", "дефициты"),
        ("дефицит", "дефицитом"),
        ("кадров", "кад\u00adрами"),  # a soft hyphen of a typesetter
        ("за\u0301мок", "замки" if lex("замки") == lex("замок") else "замок"),
        ("сош6", "СОШ 6"),
        ("й", "и\u0306"),
    ],
)
def test_what_reads_alike_is_alike(one: str, other: str) -> None:
    assert lex(one) == lex(other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cji6", ("сош6",)),
        ("lbhtrnjh", ("директор",)),
        ("[jhjif", ("хороша",)),
        ('"gkfy hf,jns"', ('"план работы"',)),
        ("@gkfy@", ('"план"',)),
        ("ыкк-2026-1", ("srr-2026-1",)),
        ("2026", ()),
        ("«»", ()),
    ],
)
def test_the_other_layout_is_what_the_keys_would_have_typed(typed: str, meant: tuple[str, ...]) -> None:
    assert other_layouts(typed) == meant


def test_a_query_is_bounded() -> None:
    query = parse(" ".join(f"слово{n}" for n in range(500)))
    assert len(query.terms) <= MOST_TERMS and len(query.typed) <= LONGEST


def test_a_snippet_is_where_most_of_the_terms_stand_together() -> None:
    text = "Кадры. " + "Вводные слова. " * 40 + "Дефицит   педагогических\nкадров велик. " + "Конец. " * 40
    pieces = snippet(text, parse("дефицит кадров"))
    assert found(pieces) == ["Дефицит", "кадров"]
    assert shown(pieces).startswith("… ") and shown(pieces).endswith(" …")
    assert "Дефицит педагогических кадров велик" in shown(pieces) and len(shown(pieces)) < 300
    assert text[best_place(text, parse("дефицит кадров")) :].startswith("Дефицит")


def test_a_phrase_is_marked_whole_and_its_words_apart_are_not() -> None:
    pieces = marked("План работы. Работы плана. План  работ", parse("«план работы»"))
    assert found(pieces) == ["План работы", "План работ"]


def test_a_word_of_letters_and_figures_is_marked_once() -> None:
    assert found(marked("СОШ6 и СОШ № 6", parse("сош 6"))) == ["СОШ6", "СОШ", "6"]


def test_a_text_without_hits_shows_its_beginning() -> None:
    pieces = snippet("Слова документа. " * 50, parse("кадры"))
    assert not found(pieces) and shown(pieces).startswith("Слова документа.")


@given(queries)
def test_parsing_never_fails_and_terms_are_words_of_an_index(typed: str) -> None:
    for term in parse(typed).terms:
        assert term and all(stem and stem.isalnum() and stem == stem.casefold() for stem in term)
    for other in other_layouts(typed):
        assert parse(other).terms


@given(texts)
def test_the_words_of_an_index_are_stems_by_single_spaces(text: str) -> None:
    stems = lex(text).split(" ") if lex(text) else []
    assert all(stem.isalnum() for stem in stems)
    assert lex(text.replace("ё", "е")) == lex(text)


@given(texts, queries)
def test_hits_stand_in_the_text_in_order_and_say_what_was_asked(text: str, typed: str) -> None:
    query = parse(typed)
    last = 0
    for hit in hits(text, query):
        assert 0 <= hit.start < hit.end <= len(text) and hit.start >= last - 64
        wanted = " ".join(query.terms[hit.term])
        assert wanted in lex(text[hit.start : hit.end])
        last = hit.end


@given(texts, queries)
def test_a_text_holds_a_query_when_its_index_does(text: str, typed: str) -> None:
    query, words = parse(typed), f" {lex(text)} "
    if query and all(f" {' '.join(term)} " in words for term in query.terms):
        assert hits(text, query) and any(piece.hit for piece in marked(text, query))
    if not any(f" {' '.join(term)} " in words for term in query.terms):
        assert not hits(text, query)


@given(texts, queries)
def test_pieces_are_the_text_itself(text: str, typed: str) -> None:
    def bare(words: str) -> str:
        return "".join(words.split())

    assert bare(shown(marked(text, parse(typed)))) == bare(text)
    inside = shown(snippet(text, parse(typed))).removeprefix("… ").removesuffix(" …")
    assert bare(inside) in bare(text)
