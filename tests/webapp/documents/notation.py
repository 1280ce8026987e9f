"""What was read, in lines that a person can check against the document: the notation of `tests/data/documents/expected`.

`python -m tests.webapp.documents.notation FILE…` prints it. A leaf begins with «=», a notice with «!»; a block with
its kind and level; a row of a table with «|» between its cells, where ⏎ parts paragraphs and «2×3» follows a cell that
covers two columns and three rows.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from webapp.documents import reader
from webapp.documents.content import Block, BlockKind, Cell, Content
from workflows.file_rules import FileKind

CORPUS = Path(__file__).resolve().parents[2] / "data" / "documents"
KINDS = {"jpg": FileKind.JPEG}
_ROWS = 40
"""A longer table is told by its first rows and their number."""


def kind_of(path: Path) -> FileKind:
    suffix = path.suffix.removeprefix(".")
    return KINDS.get(suffix) or FileKind(suffix)


def told(content: Content) -> str:
    return "\n".join(_lines(content)) + "\n"


def _lines(content: Content) -> Iterator[str]:
    yield from (f"! {notice}" for notice in content.notices)
    for number, leaf in enumerate(content.leaves, start=1):
        yield f"= {number} {leaf.title}".rstrip()
        for block in leaf.blocks:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if block.kind is not BlockKind.TABLE:
        yield f"{block.kind.value}{block.level or ''} {block.text.replace(chr(10), '⏎')}"
        return
    yield f"table {len(block.rows)}"
    for row in block.rows[:_ROWS]:
        yield "  " + " | ".join(map(_cell, row))


def _cell(cell: Cell) -> str:
    spans = f" {cell.columns}×{cell.rows}" if cell.columns * cell.rows > 1 else ""
    return cell.text.replace("\n", "⏎").replace("\t", "⇥") + spans


def main(paths: list[str]) -> None:
    for path in map(Path, paths):
        print(told(reader.read(path, kind_of(path))), end="")


if __name__ == "__main__":
    main(sys.argv[1:])
