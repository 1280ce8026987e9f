"""How much of a document is kept: nobody reads a million rows on a page, and the database is no archive."""

from collections.abc import Iterator
from dataclasses import replace

from webapp.documents.content import Block, BlockKind, Content, Leaf
from workflows.reading import Notice

CHARACTERS = 3_000_000
BLOCKS = 60_000
ROWS = 5_000
"""Rows of one table."""
COLUMNS = 100


def shortened(content: Content) -> Content:
    """Return the content within the limits, with a notice where something was left out."""
    counter = _Counter()
    leaves = tuple(
        Leaf(tuple(counter.kept(leaf.blocks)), leaf.title[:300].strip()) for leaf in content.leaves
    )
    notices = dict.fromkeys((*content.notices, *((Notice.CUT.value,) if counter.cut else ())))
    return Content(leaves, tuple(notices))


class _Counter:
    def __init__(self) -> None:
        self.cut = False
        self._characters = CHARACTERS
        self._blocks = BLOCKS

    def kept(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        for block in blocks:
            fitting = self._fitting(block)
            self._characters -= len(fitting.words)
            self._blocks -= 1
            if self._characters < 0 or self._blocks < 0:
                self.cut = True
                return
            yield fitting

    def _fitting(self, block: Block) -> Block:
        if block.kind is not BlockKind.TABLE:
            return block
        rows = tuple(row[:COLUMNS] for row in block.rows[:ROWS])
        if len(rows) < len(block.rows) or any(len(row) > COLUMNS for row in block.rows):
            self.cut = True
        return replace(block, rows=rows)
