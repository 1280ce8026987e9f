"""A word that the end of a page tears stands whole where it begins: a narrow cell cuts it, and the table goes on."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from webapp.documents.content import Block, BlockKind, Cell
from webapp.documents.reading.vocabulary import LIKELY, PERHAPS

MARKS = (LIKELY, PERHAPS)


def mend(pages: Sequence[list[Block]]) -> None:
    """Give the last row of a table what its last words lack, from the first row of the next page; marks of cells that
    go on nowhere are taken away. Whether it is one word, the words of the document say afterwards."""
    for above, below in pairwise(pages):
        if above and below and _go_on(above[-1], below[0]):
            above[-1], below[0] = _mended(above[-1], below[0])
    for page in pages:
        if page and page[-1].kind is BlockKind.TABLE:
            *rows, last = page[-1].rows
            page[-1] = replace(page[-1], rows=(*rows, tuple(_unmarked(cell) for cell in last)))


def _go_on(above: Block, below: Block) -> bool:
    tables = above.kind is below.kind is BlockKind.TABLE
    return tables and [cell.columns for cell in above.rows[-1]] == [cell.columns for cell in below.rows[0]]


def _mended(above: Block, below: Block) -> tuple[Block, Block]:
    pairs = [_pair(first, second) for first, second in zip(above.rows[-1], below.rows[0], strict=True)]
    firsts, seconds = zip(*pairs, strict=True)
    return replace(above, rows=(*above.rows[:-1], firsts)), replace(below, rows=(seconds, *below.rows[1:]))


def _pair(first: Cell, second: Cell) -> tuple[Cell, Cell]:
    if not (first.text.endswith(MARKS) and second.text[:1].islower()):
        return first, second
    word = second.text.split(maxsplit=1)[0]
    return (
        replace(first, text=first.text + word),
        replace(second, text=second.text.removeprefix(word).lstrip()),
    )


def _unmarked(cell: Cell) -> Cell:
    return replace(cell, text=cell.text.rstrip("".join(MARKS)))
