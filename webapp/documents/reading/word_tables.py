"""The tables of a DOCX: merged cells and rows that a revision took away."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from webapp.documents.content import Block, Cell, Row
from webapp.documents.reading.word_styles import W, value, whole

_MOST_SPAN = 200
_WRAPPERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"})


@dataclass(slots=True)
class _Raw:
    cell: Cell
    column: int
    goes_on: bool


def rows_of(table: etree._Element, blocks: Callable[[etree._Element], Iterable[Block]]) -> Iterator[Row]:
    """Yield the rows; `blocks` reads what stands in a cell. A cell merged downwards stands in its first row only."""
    rows = [
        list(_cells(row, blocks)) for row in _parts(table, f"{W}tr") if not _is_struck_out(row, "trPr", "del")
    ]
    owners: dict[int, tuple[int, int]] = {}
    for place, row in enumerate(rows):
        below: dict[int, tuple[int, int]] = {}
        for at, raw in enumerate(row):
            owner = owners.get(raw.column) if raw.goes_on else None
            if owner is not None:
                first = rows[owner[0]][owner[1]]
                first.cell = replace(first.cell, rows=first.cell.rows + 1)
            else:
                raw.goes_on = False
            below[raw.column] = owner or (place, at)
        owners = below
    for row in rows:
        yield tuple(raw.cell for raw in row if not raw.goes_on)


def _cells(row: etree._Element, blocks: Callable[[etree._Element], Iterable[Block]]) -> Iterator[_Raw]:
    column = whole(row.find(f"{W}trPr/{W}gridBefore")) or 0
    if column:
        yield _Raw(Cell("", min(column, _MOST_SPAN)), 0, goes_on=False)
    for cell in _parts(row, f"{W}tc"):
        properties = cell.find(f"{W}tcPr")
        span, merge = 1, None
        if properties is not None:
            span = max(1, min(whole(properties.find(f"{W}gridSpan")) or 1, _MOST_SPAN))
            merge = properties.find(f"{W}vMerge")
        if not _is_struck_out(cell, "tcPr", "cellDel"):
            text = "\n".join(block.words for block in blocks(cell))
            yield _Raw(Cell(text, span), column, merge is not None and value(merge) != "restart")
        column += span


def _parts(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _parts(element, tag)


def _is_struck_out(element: etree._Element, properties: str, mark: str) -> bool:
    return element.find(f"{W}{properties}/{W}{mark}") is not None
