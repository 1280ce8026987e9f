"""How a leaf is laid out: portions, lists, headings, tables with their spans."""

from webapp.documents.content import Block, BlockKind, Cell
from webapp.documents.display import Placed, pieces, portion_of, portions

K = BlockKind


def paragraph(text: str) -> Block:
    return Block(K.PARAGRAPH, text)


def table(*rows: tuple[Cell, ...]) -> Block:
    return Block(K.TABLE, rows=rows)


def row(*words: str) -> tuple[Cell, ...]:
    return tuple(Cell(word) for word in words)


def whole(*blocks: Block) -> list[Placed]:
    return [one for portion in portions(blocks) for one in portion]


def test_headings_skip_no_level_however_the_document_counts_them() -> None:
    blocks = [Block(K.HEADING, str(level), level) for level in (1, 4, 4, 2, 5, 1)]
    assert [piece.depth for piece in pieces(whole(*blocks))] == [0, 1, 1, 1, 2, 0]
    assert [piece.depth for piece in pieces(whole(Block(K.HEADING, "", 3)))] == [0]


def test_items_are_nested_by_their_level_in_one_list() -> None:
    blocks = [
        Block(K.ITEM, text, level) for text, level in (("а", 1), ("б", 2), ("в", 3), ("г", 2), ("д", 1))
    ]
    found = pieces(whole(paragraph("До"), *blocks, paragraph("После")))
    assert [piece.kind for piece in found] == [K.PARAGRAPH, K.ITEM, K.PARAGRAPH]
    first, last = found[1].entries
    assert (first.text, last.text, last.position) == ("а", "д", 6)
    assert [one.text for one in first.entries] == ["б", "г"]
    assert [one.text for one in first.entries[0].entries] == ["в"]


def test_an_item_deeper_than_the_first_stands_beside_a_shallower_one() -> None:
    blocks = [Block(K.ITEM, text, level) for text, level in (("а", 3), ("б", 1))]
    assert [one.text for one in pieces(whole(*blocks))[0].entries] == ["а", "б"]


def test_a_long_text_is_shown_in_portions_and_a_block_is_found_in_its_own() -> None:
    parts = portions([paragraph(str(n)) for n in range(1, 8)], 3)
    assert [[one.position for one in part] for part in parts] == [[1, 2, 3], [4, 5, 6], [7]]
    assert [portion_of(parts, position) for position in (1, 3, 4, 7, 99)] == [1, 1, 2, 3, 1]
    assert len(portions([])) == 1


def test_a_long_table_goes_on_in_the_next_portion_and_says_which_rows_these_are() -> None:
    parts = portions(
        [paragraph("До"), table(*(row(str(n), "да") for n in range(1, 8))), paragraph("После")], 4
    )
    assert [len(one.block.rows) for part in parts for one in part] == [0, 3, 4, 0]
    shown = [piece for part in parts for piece in pieces(part)]
    assert [piece.words for piece in shown] == ["", "строки 1–3 из 7", "строки 4–7 из 7", ""]
    assert [piece.headed for piece in shown] == [False, True, False, False]


def test_a_cell_that_reaches_over_the_cut_is_shown_on_both_sides_in_its_column() -> None:
    rows = (
        (Cell("а1"), Cell("б", rows=4), Cell("в1")),
        *((Cell(f"а{n}"), Cell(f"в{n}")) for n in (2, 3, 4)),
        row("а5", "б5", "в5"),
    )
    first, second = (part[0].block.rows for part in portions([table(*rows)], 3))
    assert [cell.rows for cell in first[0]] == [1, 3, 1]
    assert [(cell.text, cell.rows) for cell in second[0]] == [("а4", 1), ("б", 1), ("в4", 1)]
    assert [cell.text for cell in second[1]] == ["а5", "б5", "в5"]


def test_only_a_whole_row_without_gaps_names_the_columns() -> None:
    def headed(*rows: tuple[Cell, ...]) -> bool:
        return pieces(whole(table(*rows)))[0].headed

    assert headed(row("Показатель", "План"), row("Доля", "79"))
    assert not headed(row("План-график"), row("№", "Дата"))
    assert not headed(row("Показатель", ""), row("Доля", "79"))
    assert not headed(row("Показатель", "План"))
    assert not headed((Cell("Показатель", rows=2), Cell("План")), row("год"), row("Доля", "79"))


def test_a_title_alone_in_its_row_reaches_over_the_whole_table() -> None:
    shown = pieces(whole(table(row("План-график"), row("№", "Дата", "Место"))))[0]
    assert [cell.columns for cell in shown.rows[0]] == [3]
