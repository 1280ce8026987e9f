"""What a document says, whatever program made it: leaves of blocks. Plain values with a JSON form.

A leaf is what a reader turns: a page of a PDF, a sheet of a workbook, a slide; a text document that has no pages of
its own is one leaf. A block is a paragraph, a heading, an item of a list or a table.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class BlockKind(StrEnum):
    """What a block is. BOLD is a paragraph set in bold from end to end: schools write headings so."""

    HEADING = "h"
    BOLD = "b"
    PARAGRAPH = "p"
    ITEM = "li"
    TABLE = "table"

    @property
    def is_heading(self) -> bool:
        return self in {BlockKind.HEADING, BlockKind.BOLD}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table and how many columns and rows it covers. Its own paragraphs are separated by line feeds."""

    text: str
    columns: int = 1
    rows: int = 1


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `level` counts from 1: of a heading its rank, of an item its depth. `rows` belong to tables."""

    kind: BlockKind
    text: str = ""
    level: int = 0
    rows: tuple[Row, ...] = ()

    @property
    def words(self) -> str:
        """All the text of the block in one string: cells by tabs, rows by line feeds."""
        if self.kind is not BlockKind.TABLE:
            return self.text
        return "\n".join("\t".join(cell.text.replace("\n", " ") for cell in row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page, sheet or slide; `title` is its own name where it has one."""

    blocks: tuple[Block, ...] = ()
    title: str = ""

    @property
    def text(self) -> str:
        return "\n".join(block.words for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Content:
    """A whole document. `notices` are values of `workflows.reading.Notice` that its reader should know."""

    leaves: tuple[Leaf, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(leaf.text for leaf in self.leaves)

    @property
    def placed(self) -> Iterator[tuple[int, int, Block]]:
        """Every block with its place: number of the leaf and position in it, both from 1."""
        for number, leaf in enumerate(self.leaves, start=1):
            for position, block in enumerate(leaf.blocks, start=1):
                yield number, position, block


def grid(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Return rows as wide as their table: a cell over several columns or rows speaks in its first one."""
    found: list[dict[int, str]] = [{} for _ in rows]
    for place, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in found[place]:
                column += 1
            for down in range(min(cell.rows, len(rows) - place)):
                for across in range(cell.columns):
                    found[place + down][column + across] = "" if down or across else cell.text
            column += cell.columns
    wide = max((max(row, default=-1) + 1 for row in found), default=0)
    return [tuple(row.get(column, "") for column in range(wide)) for row in found]


def blocks_to_json(blocks: Iterable[Block]) -> list[Any]:
    """Return blocks as lists: [kind, level, text] or ["table", [[[text, columns, rows], …], …]]."""
    return [
        [block.kind.value, [[[cell.text, cell.columns, cell.rows] for cell in row] for row in block.rows]]
        if block.kind is BlockKind.TABLE
        else [block.kind.value, block.level, block.text]
        for block in blocks
    ]


def blocks_from_json(raw: Iterable[Any]) -> tuple[Block, ...]:
    """Return what `blocks_to_json` wrote; raises ValueError, TypeError or IndexError for anything else."""
    return tuple(_block(item) for item in raw)


def to_json(content: Content) -> dict[str, Any]:
    return {
        "leaves": [{"title": leaf.title, "blocks": blocks_to_json(leaf.blocks)} for leaf in content.leaves],
        "notices": list(content.notices),
    }


def from_json(raw: Mapping[str, Any]) -> Content:
    """Return what `to_json` wrote; raises ValueError, TypeError, KeyError or IndexError for anything else."""
    leaves = tuple(Leaf(blocks_from_json(leaf["blocks"]), str(leaf["title"])) for leaf in raw["leaves"])
    return Content(leaves, tuple(str(code) for code in raw["notices"]))


def _block(item: Any) -> Block:
    kind = BlockKind(item[0])
    if kind is BlockKind.TABLE:
        rows = tuple(tuple(Cell(str(c[0]), int(c[1]), int(c[2])) for c in row) for row in item[1])
        return Block(kind, rows=rows)
    return Block(kind, str(item[2]), int(item[1]))
