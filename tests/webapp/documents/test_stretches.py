"""A leaf in stretches: about a page each, at the borders of blocks, and nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.documents.content import Block, BlockKind, Cell, Leaf
from webapp.documents.stretches import LARGEST, SIZE, halves, stretches


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text)


def test_a_page_is_one_stretch_with_the_places_of_its_blocks() -> None:
    leaf = Leaf((paragraph("Заголовок"), paragraph(""), paragraph("Текст страницы.")))
    (found,) = stretches(leaf)
    assert found.text == leaf.text and found.start == 0
    assert found.blocks == ((1, 0), (3, 11))


def test_a_long_text_is_cut_between_blocks() -> None:
    leaf = Leaf(tuple(paragraph(f"Абзац {n} " + "слово " * 100) for n in range(40)))
    found = list(stretches(leaf))
    assert len(found) > 5 and all(len(one.text) <= SIZE for one in found)
    assert [number for one in found for number, _ in one.blocks] == list(range(1, 41))
    for one in found:
        assert leaf.text[one.start :].startswith(one.text)
        for number, start in one.blocks:
            assert one.text[start:].startswith(f"Абзац {number - 1} ")


def test_a_huge_table_is_cut_at_its_rows() -> None:
    rows = tuple((Cell(f"Мероприятие {n}"), Cell("педагог-психолог школы")) for n in range(1000))
    leaf = Leaf((Block(BlockKind.TABLE, rows=rows),))
    found = list(stretches(leaf))
    assert len(found) > 5 and {number for one in found for number, _ in one.blocks} == {1}
    assert all(one.text.strip().startswith("Мероприятие") for one in found)
    assert all(one.text.endswith("школы") for one in found)


def test_a_stretch_in_halves_is_the_same_text_with_the_same_places() -> None:
    (whole,) = stretches(Leaf(tuple(paragraph(f"Абзац {n} слово") for n in range(9))))
    one, two = halves(whole)
    assert one.text + two.text == whole.text and two.start == len(one.text)
    assert one.blocks + two.blocks[1:] == tuple(
        (block, at if at < two.start else at - two.start) for block, at in whole.blocks
    )
    assert two.blocks[0] == (one.blocks[-1][0], 0)


def test_what_holds_no_text_has_no_stretch() -> None:
    assert list(stretches(Leaf())) == [] and list(stretches(Leaf((paragraph(" "),)))) == []


@given(st.lists(st.text(alphabet="абв \n", max_size=300).map(lambda text: text * 40), max_size=8))
def test_every_word_is_in_a_stretch(blocks: list[str]) -> None:
    leaf = Leaf(tuple(map(paragraph, blocks)))
    found = list(stretches(leaf))
    assert all(len(one.text) <= LARGEST for one in found)
    assert sum(len("".join(one.text.split())) for one in found) == len("".join(leaf.text.split()))
    assert all(leaf.text[one.start : one.start + len(one.text)] == one.text for one in found)
