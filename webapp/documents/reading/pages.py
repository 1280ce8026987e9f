"""PDF: each page a leaf, read from where its letters and rules stand on paper."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import BinaryIO

import pypdfium2 as pdfium

from webapp.documents.content import Block, BlockKind, Cell, Content, Leaf
from webapp.documents.reading.printed_grid import Grid, grids
from webapp.documents.reading.printed_page import Letter, letters, rules
from webapp.documents.reading.printed_text import Line, blocks_of, cell_text, columns_of, lines_of
from webapp.documents.reading.torn import mend
from webapp.documents.reading.unreadable import is_garbled, mended
from webapp.documents.reading.vocabulary import whole_words
from workflows.reading import Notice

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"(?:страница|стр\.|с\.|page)?[-–—\s]*\d+(?:\s*(?:из|/|of)\s*\d+)?[-–—\s]*", re.IGNORECASE
)
_RUNNING_PAGES = 3
_RUNNING_SHARE = 0.6
_EDGE_LINES = 3
"""So many first and last lines of a page may be its header and footer."""


@dataclass(slots=True)
class _Page:
    """A page in the order of its text: lines that belong together, and tables."""

    parts: list[list[Line] | Block]
    width: float = 0.0
    garbled: bool = False

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts if not isinstance(part, Block) for line in part]


def read_pdf(stream: BinaryIO) -> Content:
    """Return the pages; a page that is only a picture, or whose letters are nonsense, is an empty leaf and told of."""
    with pdfium.PdfDocument(stream) as document:
        pages = [_page(document, place) for place in range(len(document))]
    _drop_running(pages)
    body = median([line.height for page in pages for line in page.lines] or [0.0])
    told = [list(_blocks(page, body)) for page in pages]
    mend(told)
    leaves = whole_words([Leaf(tuple(blocks)) for blocks in told])
    return Content(leaves, tuple(_notices(pages, leaves)))


def _page(document: pdfium.PdfDocument, place: int) -> _Page:
    page = document[place]
    try:
        signs = letters(page)
        text = "".join(letter.sign for letter in signs)
        if is_garbled(text):
            repaired = mended(text)
            if repaired is None:
                return _Page([], garbled=True)
            signs = [
                Letter(sign, one.left, one.bottom, one.right, one.top, one.bold)
                for one, sign in zip(signs, repaired, strict=True)
            ]
        tables = grids(rules(page))
        parts: list[list[Line] | Block] = list(_parts(signs, tables)) if tables else [lines_of(signs)]
        return _Page(parts, page.get_width())
    finally:
        page.close()


def _parts(signs: Iterable[Letter], tables: list[Grid]) -> Iterator[list[Line] | Block]:
    """Yield lines and tables: a table stands where its first letter does."""
    held: dict[int, dict[int, list[Letter]]] = {}
    order: list[list[Letter] | int] = [[]]
    inside: tuple[int, int] | None = None
    for letter in signs:
        if not letter.sign.isspace():
            inside = _where(letter, tables)
        if inside is None:
            _outside(order).append(letter)
            continue
        number, cell = inside
        if number not in held:
            held[number] = {}
            order.append(number)
        held[number].setdefault(cell, []).append(letter)
    for part in order:
        if isinstance(part, int):
            yield from _table(tables[part], held[part])
        elif lines := lines_of(part):
            yield lines


def _outside(order: list[list[Letter] | int]) -> list[Letter]:
    """Return the letters gathered since the last table."""
    last = order[-1]
    if isinstance(last, list):
        return last
    fresh: list[Letter] = []
    order.append(fresh)
    return fresh


def _where(letter: Letter, tables: list[Grid]) -> tuple[int, int] | None:
    x = (letter.left + letter.right) / 2
    for number, table in enumerate(tables):
        cell = table.owner(x, letter.middle)
        if cell is not None:
            return number, cell
    return None


def _table(grid: Grid, held: dict[int, list[Letter]]) -> Iterator[list[Line] | Block]:
    """Yield the table; words that stand in a single cell are no table but words in a frame."""
    if len(held) < 2:
        yield from (lines_of(signs) for signs in held.values())
        return
    rows: list[list[Cell]] = [[] for _ in range(len(grid.ys) - 1)]
    for number, span in enumerate(grid.spans):
        is_last = span.row + span.rows == len(grid.ys) - 1
        text = cell_text(held.get(number, []), grid.left(number), grid.width(number), at_end=is_last)
        rows[span.row].append(Cell(text, span.columns, span.rows))
    yield Block(BlockKind.TABLE, rows=tuple(tuple(row) for row in rows))


def _blocks(page: _Page, body: float) -> Iterator[Block]:
    for part in page.parts:
        if isinstance(part, Block):
            yield part
            continue
        for column in columns_of(part, page.width):
            yield from blocks_of(column, body)


def _drop_running(pages: list[_Page]) -> None:
    """Leave out what repeats at the edges of the pages: numbers always, words after the page that has them first."""
    edges = [_edges(page) for page in pages]
    counted = Counter(text for edge in edges for text in {_pattern(line) for line in edge})
    least = max(_RUNNING_PAGES, len(pages) * _RUNNING_SHARE)
    said: set[str] = set()
    for page, edge in zip(pages, edges, strict=True):
        running = [line for line in edge if counted[_pattern(line)] >= least]
        dropped = {id(line) for line in running if line.text in said or _NUMBER.fullmatch(line.text)}
        said |= {line.text for line in running}
        kept = (
            part if isinstance(part, Block) else [line for line in part if id(line) not in dropped]
            for part in page.parts
        )
        page.parts = [part for part in kept if part]


def _edges(page: _Page) -> list[Line]:
    lines = sorted(page.lines, key=lambda line: line.bottom)
    return lines[:_EDGE_LINES] + lines[_EDGE_LINES:][-_EDGE_LINES:]


def _pattern(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _notices(pages: list[_Page], leaves: tuple[Leaf, ...]) -> Iterator[str]:
    if any(page.garbled for page in pages):
        yield Notice.GARBLED.value
    silent = sum(not leaf.blocks and not page.garbled for page, leaf in zip(pages, leaves, strict=True))
    if silent:
        yield (Notice.SCAN if silent == len(leaves) else Notice.PARTLY_SCAN).value
