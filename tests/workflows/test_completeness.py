"""Parts of documents are found where schools put them, and their absence is told, never guessed."""

import pytest

from workflows.completeness import Outcome, Presence, examine, lacking
from workflows.dictionaries.sections import DOCUMENTS, document_for
from workflows.passages import Passage, excerpt, folded, pattern


def passages(*texts: str, headings: tuple[int, ...] = ()) -> list[Passage]:
    return [Passage(1, n, text, is_heading=n in headings) for n, text in enumerate(texts, start=1)]


def outcome(code: str, slot: str, found: list[Passage]) -> Outcome:
    document = document_for("concept", slot)
    assert document is not None
    return next(one for one in examine(document, found) if one.part == code)


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("анализ* состояни*", "Анализ текущего состояния образовательной организации", True),
        ("анализ* состояни*", "АНАЛИЗ СОСТОЯНИЯ", True),
        ("анализ* состояни*", "Анализ показал, что за три последних года в школе состояние", False),
        ("ожидаем* результат*", "Ожидаемые конечные результаты", True),
        ("цель", "Цель программы", True),
        ("цель", "Целью программы", False),
        ("учебн* год*", "2026–2027 учебный год", True),
        ("отчет*", "Ежегодный отчёт", True),
    ],
)
def test_a_phrase_is_found_in_any_form_of_its_words(phrase: str, text: str, is_found: bool) -> None:
    assert (pattern(folded(phrase)).search(folded(text)) is not None) is is_found


def test_a_part_under_its_heading_is_found_with_its_place() -> None:
    found = outcome(
        "analysis",
        "concept",
        [
            Passage(1, 1, "МБОУ «СОШ № 6»"),
            Passage(3, 2, "2. Анализ текущего состояния школы"),
            Passage(4, 1, "Задачи"),
        ],
    )
    assert (found.presence, found.leaf, found.position) == (Presence.FOUND, 3, 2)
    assert found.excerpt == "2. Анализ текущего состояния школы"


def test_a_part_only_mentioned_in_running_text_is_not_a_section() -> None:
    long = (
        "Коллектив школы провёл анализ текущего состояния дел и пришёл к тому, что "
        + "работать надо лучше, " * 10
    )
    assert outcome("analysis", "concept", passages(long)).presence is Presence.MENTIONED


def test_a_row_of_the_passport_is_a_part() -> None:
    found = outcome(
        "methods", "medium_term", [Passage(1, 3, "Методы сбора и обработки информации", row=2, column=1)]
    )
    assert found.presence is Presence.FOUND


def test_requisites_are_looked_for_at_the_beginning_only() -> None:
    text = ["Текст"] * 80 + ["УТВЕРЖДАЮ директор"]
    assert outcome("approved", "concept", passages(*text)).presence is Presence.MISSING
    assert outcome("approved", "concept", passages("УТВЕРЖДАЮ", *text)).presence is Presence.FOUND


def test_what_is_missing_is_named_except_what_may_be_left_out() -> None:
    document = document_for("concept", "concept")
    assert document is not None
    titles = [part.title for part in lacking(document, examine(document, passages("Пустой документ")))]
    assert "Анализ текущего состояния" in titles and "Введение" not in titles


def test_slots_repeated_for_a_risk_or_a_measure_have_the_rules_of_their_template() -> None:
    risk, measure = document_for("concept", "anti_risk-motivation"), document_for("evidence2", "measure-17")
    assert risk is not None and risk.title == "Антирисковая программа"
    assert measure is not None and measure.title == "Подтверждающий документ"
    assert document_for("concept", "other") is None


def test_every_rule_can_be_found_and_has_its_own_code() -> None:
    for document in DOCUMENTS:
        codes = [part.code for part in document.parts]
        assert len(codes) == len(set(codes)), document.code
        for part in document.parts:
            assert part.phrases, part.code
            sample = part.phrases[0].replace("*", "")
            found = examine(document, passages(sample, headings=(1,)))
            assert next(one for one in found if one.part == part.code).presence is Presence.FOUND, (
                part.phrases
            )


def test_an_excerpt_is_cut_at_a_word() -> None:
    assert excerpt("один два три", limit=9) == "один два…"
    assert excerpt("коротко") == "коротко"
