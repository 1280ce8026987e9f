"""Typical edits of a school document are told as a person would tell them; typography is no edit."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from webapp.documents.comparison import Comparison, Kind, Mark, compare, compare_texts, from_json, to_json
from webapp.documents.comparison.passages import passages
from webapp.documents.comparison.words import text_of
from webapp.documents.content import Block, BlockKind, Cell, Content, Leaf

GOALS = "Цель программы: снизить долю обучающихся с низкими результатами до 15 процентов."
TEAM = "В школе работает управленческая команда из семи человек, приказ от 01.09.2025 № 118."
RISKS = "Самодиагностика показала высокий риск «Недостаточная предметная компетентность педагогов»."
PLAN = [("Мероприятие", "Срок", "Ответственный"), ("Педсовет", "до 15.03.2026", "Орлова Н. П.")]


def paragraphs(*texts: str) -> Content:
    return Content((Leaf(tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)),))


def table(*rows: tuple[str, ...]) -> Content:
    return Content(
        (Leaf((Block(BlockKind.TABLE, rows=tuple(tuple(Cell(text) for text in row) for row in rows)),)),)
    )


def told(found: Comparison) -> list[tuple[str, str]]:
    """What changed: kind and text with marks, «[-…-]» deleted, «{+…+}» inserted."""
    brackets = {
        Mark.SAME: ("", ""), Mark.DELETED: ("[-", "-]"), Mark.INSERTED: ("{+", "+}"),
        Mark.LEFT: ("[<", "<]"), Mark.CAME: ("{>", ">}"),
    }  # fmt: skip
    return [
        (
            one.kind.value,
            "".join(
                f"{brackets[span.mark][0]}{span.text.strip()}{brackets[span.mark][1]} " for span in one.spans
            ).strip(),
        )
        for one in found.changes
        if one.kind is not Kind.SAME
    ]


def words(text: str) -> tuple[str, ...]:
    return text_of(text).keys


def test_a_changed_date_is_one_word() -> None:
    found = compare(
        paragraphs(GOALS, "Провести педсовет до 15.03.2026, ответственный – директор.", TEAM),
        paragraphs(GOALS, "Провести педсовет до 01.04.2026, ответственный — директор.", TEAM),
    )
    assert told(found) == [
        ("edit", "Провести педсовет до [-15.03.2026-] {+01.04.2026+} , ответственный — директор.")
    ]
    assert (found.figures.changed, found.figures.total) == (1, 1)
    assert found.headlines[0].excerpt[1].text == "15.03.2026"


def test_a_moved_paragraph_is_moved_and_stands_in_both_places() -> None:
    found = compare(paragraphs(GOALS, TEAM, RISKS), paragraphs(TEAM, RISKS, GOALS))
    assert [one.kind.value for one in found.changes] == ["away", "same", "same", "moved"]
    assert found.figures.moved == 1
    assert found.figures.share == 0


def test_a_paragraph_changed_while_it_moved_tells_both() -> None:
    found = compare(
        paragraphs(GOALS, TEAM, RISKS), paragraphs(TEAM, RISKS, GOALS.replace("15 процентов", "12 процентов"))
    )
    moved = found.changes[-1]
    assert moved.kind is Kind.MOVED
    assert moved.is_edited
    assert [span.text.strip() for span in moved.spans if span.mark is not Mark.SAME] == ["15", "12"]


def test_a_sentence_that_went_into_another_paragraph_has_moved() -> None:
    sentence = " Итоги подводит педагогический совет школы в мае."
    found = compare(paragraphs(GOALS + sentence, TEAM), paragraphs(GOALS, TEAM + sentence))
    marks = {span.mark for one in found.changes for span in one.spans}
    assert marks == {Mark.SAME, Mark.LEFT, Mark.CAME}


def test_a_renamed_heading_is_changed_and_not_replaced() -> None:
    before = Content((Leaf((Block(BlockKind.HEADING, "Введение", 1), Block(BlockKind.PARAGRAPH, TEAM))),))
    after = Content(
        (Leaf((Block(BlockKind.HEADING, "Пояснительная записка", 1), Block(BlockKind.PARAGRAPH, TEAM))),)
    )
    assert told(compare(before, after)) == [("edit", "[-Введение-] {+Пояснительная записка+}")]


def test_a_heading_names_the_section_of_a_change() -> None:
    heading = Block(BlockKind.HEADING, "2. Цели и задачи", 1)
    before = Content((Leaf((heading, Block(BlockKind.PARAGRAPH, TEAM))),))
    after = Content((Leaf((heading, Block(BlockKind.PARAGRAPH, TEAM), Block(BlockKind.PARAGRAPH, GOALS))),))
    (line,) = compare(before, after).headlines
    assert (line.section, line.kind) == ("2. Цели и задачи", Kind.INSERTED)


def test_a_row_added_to_a_plan_is_one_row() -> None:
    found = compare(table(*PLAN), table(PLAN[0], ("Открытый урок", "апрель", "Лебедев П. А."), PLAN[1]))
    (change,) = found.changes
    assert change.kind is Kind.CHANGED
    assert [row.kind.value for row in change.rows] == ["same", "ins", "same"]
    assert found.headlines[0].rows == 1


def test_words_of_a_changed_cell_are_told() -> None:
    found = compare(table(*PLAN), table(PLAN[0], ("Педсовет", "до 20.03.2026", "Орлова Н. П.")))
    row = found.changes[0].rows[1]
    assert row.kind is Kind.CHANGED
    assert [[span.mark.value for span in cell] for cell in row.cells] == [["="], ["=", "-", "+"], ["="]]


def test_a_number_put_into_another_column_is_a_change() -> None:
    found = compare(table(("Охват", "12", "")), table(("Охват", "", "12")))
    assert [row.kind for row in found.changes[0].rows] == [Kind.CHANGED]


def test_a_new_column_leaves_the_other_cells_alone() -> None:
    found = compare(table(("Педсовет", "март")), table(("Педсовет", "школа", "март")))
    assert [[span.mark.value for span in cell] for cell in found.changes[0].rows[0].cells] == [
        ["="], ["+"], ["="],
    ]  # fmt: skip


def test_a_row_moved_in_its_table_is_moved() -> None:
    rows = [(f"Мероприятие номер {n} для педагогов", f"{n}.03.2026") for n in range(1, 6)]
    found = compare(table(*rows), table(*rows[1:], rows[0]))
    assert [row.kind.value for row in found.changes[0].rows] == ["away", *["same"] * 4, "moved"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Риск «Низкая мотивация» — учтён", 'Риск "Низкая мотивация" - учтен'),
        ("до\u00a015\u00a0марта", "до 15 марта"),
        ("орга\u00adнизация", "организация"),
        ("и так далее…", "и так далее..."),
        ("кое\u2011как", "кое-как"),
    ],
)
def test_typography_is_no_change(before: str, after: str) -> None:
    assert compare(paragraphs(before), paragraphs(after)).is_same


def test_yo_is_a_letter_where_it_matters() -> None:
    before, after = paragraphs("Учёт всех"), paragraphs("Учет всех")
    assert compare(before, after).is_same
    assert not compare(before, after, yo_matters=True).is_same


def test_pages_and_their_numbers_are_no_change() -> None:
    whole = paragraphs(GOALS, "Работа ведётся по трём направлениям и сопровождается куратором.", TEAM)
    first = (GOALS, "Работа ведётся по трём направлениям", "1")
    second = ("и сопровождается куратором.", TEAM, "2")
    paged = Content(
        tuple(Leaf(tuple(Block(BlockKind.PARAGRAPH, text) for text in leaf)) for leaf in (first, second))
    )
    assert compare(whole, paged).is_same
    assert compare(paged, whole).is_same


def test_a_paragraph_cut_in_two_is_no_change() -> None:
    assert compare(paragraphs(GOALS + " " + TEAM, RISKS), paragraphs(GOALS, TEAM, RISKS)).is_same


def test_paragraphs_added_together_are_one_line() -> None:
    found = compare(paragraphs(GOALS), paragraphs(GOALS, TEAM, RISKS))
    assert [(line.first, line.last, line.kind) for line in found.headlines] == [(1, 2, Kind.INSERTED)]
    assert found.figures.added == 2


def test_two_words_replaced_are_no_mosaic() -> None:
    (found, *_) = [
        one.text for one in compare_texts("План, отчёт", "Итоги, анализ") if one.mark is Mark.INSERTED
    ]
    assert found == "Итоги, анализ"


def test_a_word_deleted_at_the_end_is_not_glued_to_what_stays() -> None:
    assert [one.text for one in compare_texts("в срок и в полном объёме", "в срок")] == [
        "в срок",
        " и в полном объёме",
    ]


def test_a_huge_paragraph_is_compared_in_bounds() -> None:
    before = " ".join(f"слово{n}" for n in range(20_000))
    after = " ".join(f"слово{n}" for n in range(20_000, 40_000))
    assert [one.mark for one in compare_texts(before, after)] == [Mark.DELETED, Mark.INSERTED]


VOCABULARY = ("план", "срок", "меры", "педсовет", "риск", "15.03.2026", ",", "№", "отчёт", "школа", "май")
DICE = random.Random(4)
TEXTS = some.sampled_from([" ".join(DICE.choices(VOCABULARY, k=1 + n % 12)) for n in range(60)])
"""Few words and few texts: the same ones meet again, whole and in part."""
KINDS = some.sampled_from([kind for kind in BlockKind if kind is not BlockKind.TABLE])
PLAIN = some.builds(Block, KINDS, TEXTS)
CELLS = some.one_of(some.just(""), TEXTS).map(Cell)
ROWS = some.lists(some.lists(CELLS, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)
TABLES = ROWS.map(lambda rows: Block(BlockKind.TABLE, rows=rows))
LEAVES = some.builds(Leaf, some.lists(some.one_of(PLAIN, PLAIN, TABLES), max_size=6).map(tuple))
DOCUMENTS = some.builds(Content, some.lists(LEAVES, max_size=2).map(tuple))
patiently = settings(suppress_health_check=[HealthCheck.too_slow])
"""Making whole documents takes a busy machine its time."""


@patiently
@given(DOCUMENTS, DOCUMENTS)
def test_the_comparison_holds_all_the_words_of_both(before: Content, after: Content) -> None:
    found = compare(before, after)
    assert words(found.text_before()) == all_words(before)
    assert words(found.text_after()) == all_words(after)


@patiently
@given(DOCUMENTS)
def test_a_document_does_not_differ_from_itself(document: Content) -> None:
    found = compare(document, document)
    assert found.is_same
    assert found.headlines == ()
    assert found.figures.share == 0


@patiently
@given(DOCUMENTS, DOCUMENTS)
def test_both_directions_tell_the_same(before: Content, after: Content) -> None:
    there, back = compare(before, after).figures, compare(after, before).figures
    assert (there.added, there.removed) == (back.removed, back.added)
    assert replace(there, added=0, removed=0, share=0) == replace(back, added=0, removed=0, share=0)


@patiently
@given(DOCUMENTS, DOCUMENTS)
def test_it_is_kept_and_read_back_as_it_was(before: Content, after: Content) -> None:
    found = compare(before, after)
    assert from_json(to_json(found)) == found


def all_words(document: Content) -> tuple[str, ...]:
    """The words of all passages; order is theirs."""
    return tuple(
        key
        for one in passages(document)
        for text in (one.text, *(cell for row in one.cells for cell in row))
        for key in text.keys
    )
