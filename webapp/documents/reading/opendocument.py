"""ODT, ODS and ODP: read from content.xml, where each of them keeps what it says."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from webapp.documents.content import Block, BlockKind, Cell, Content, Leaf, Row
from webapp.documents.reading.amount import COLUMNS, ROWS
from webapp.documents.reading.sheets import table_of
from webapp.documents.reading.spacing import tidy
from workflows.reading import Notice

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_UNSEEN = frozenset(
    {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_TEXT}table-of-content"}
)
_LITTLE = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_WHOLE = frozenset(
    {f"{_TEXT}section", f"{_DRAW}text-box", f"{_DRAW}frame", f"{_DRAW}g", f"{_TEXT}index-body"}
)


def read_odt(stream: BinaryIO) -> Content:
    """Return the text: headings, lists, tables, text boxes, footnotes."""
    root = _root(stream)
    reader = _Text(root)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    blocks = tuple(reader.blocks(body)) if body is not None else ()
    return Content((Leaf(blocks),), tuple(_notices(root)))


def read_ods(stream: BinaryIO) -> Content:
    """Return the sheets with their names."""
    leaves = [
        Leaf(table_of(_sheet_rows(table)), table.get(f"{_TABLE}name", ""))
        for book in _root(stream).iter(f"{_OFFICE}spreadsheet")
        for table in book.iterchildren(f"{_TABLE}table")
    ]
    return Content(tuple(leaves))


def read_odp(stream: BinaryIO) -> Content:
    """Return the slides in their order."""
    root = _root(stream)
    reader = _Text(root)
    return Content(
        tuple(
            Leaf(tuple(reader.blocks(page)), page.get(f"{_DRAW}name", ""))
            for page in root.iter(f"{_DRAW}page")
        )
    )


class _Text:
    """Reads a text with the automatic styles of its document at hand: they say which paragraphs are bold."""

    def __init__(self, root: etree._Element) -> None:
        self._bold = frozenset(_bold_styles(root))

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        for element in parent:
            if element.tag == f"{_TEXT}h":
                yield from self._paragraph(element, depth, heading=True)
            elif element.tag == f"{_TEXT}p":
                yield from self._paragraph(element, depth)
            elif element.tag == f"{_TEXT}list":
                for item in element:
                    yield from self.blocks(item, depth + 1)
            elif element.tag == f"{_TABLE}table":
                yield from self._table(element)
            elif element.tag in _WHOLE or (element.tag not in _UNSEEN and _holds_text(element)):
                yield from self.blocks(element, depth)

    def _paragraph(self, element: etree._Element, depth: int, *, heading: bool = False) -> Iterator[Block]:
        if text := tidy(_words(element)):
            rank = element.get(f"{_TEXT}outline-level", "1")
            if heading:
                yield Block(BlockKind.HEADING, text, int(rank) if rank.isdecimal() else 1)
            elif depth:
                yield Block(BlockKind.ITEM, text, depth)
            else:
                bold = element.get(f"{_TEXT}style-name") in self._bold or _all_in(element, self._bold)
                yield Block(BlockKind.BOLD if bold else BlockKind.PARAGRAPH, text)
        for box in element.iter(f"{_DRAW}text-box"):
            if _nearest_paragraph(box) is element:
                yield from self.blocks(box, depth)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows = tuple(tuple(self._cell(cell) for cell in _cells(row)) for row in _own_rows(table))
        if any(cell.text for row in rows for cell in row):
            yield Block(BlockKind.TABLE, rows=rows)

    def _cell(self, cell: etree._Element) -> Cell:
        text = "\n".join(block.words for block in self.blocks(cell))
        return Cell(text, _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned"))


def _root(stream: BinaryIO) -> etree._Element:
    with zipfile.ZipFile(stream) as archive:
        return etree.fromstring(archive.read("content.xml"), _PARSER)


def _notices(root: etree._Element) -> Iterator[str]:
    if next(root.iter(f"{_TEXT}changed-region"), None) is not None:
        yield Notice.REVISIONS.value
    if next(root.iter(f"{_OFFICE}annotation"), None) is not None:
        yield Notice.COMMENTS.value


def _bold_styles(root: etree._Element) -> Iterator[str]:
    for style in root.iter(f"{_STYLE}style"):
        properties = style.find(f"{_STYLE}text-properties")
        if properties is not None and properties.get(f"{_FORMAT}font-weight") == "bold":
            yield style.get(f"{_STYLE}name", "")


def _all_in(paragraph: etree._Element, styles: frozenset[str]) -> bool:
    """Every word of the paragraph stands in a span of one of the styles."""
    loose = [paragraph.text or "", *(child.tail or "" for child in paragraph)]
    spans = [child for child in paragraph if _words(child).strip()]
    inside = all(span.get(f"{_TEXT}style-name") in styles for span in spans)
    return bool(spans) and inside and not "".join(loose).strip()


def _words(element: etree._Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            pieces.append(" " * _count(child, "c", _TEXT))
        elif child.tag in _LITTLE:
            pieces.append(_LITTLE[child.tag])
        elif child.tag == f"{_TEXT}note":
            body = child.find(f"{_TEXT}note-body")
            pieces.append(f" [{_words(body).strip()}]" if body is not None else "")
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN and not child.tag.startswith(_DRAW):
            pieces.append(_words(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _nearest_paragraph(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(f"{_TEXT}p", f"{_TEXT}h"), None)


def _holds_text(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and next(element.iter(f"{_TEXT}p", f"{_TEXT}h"), None) is not None


def _own_rows(table: etree._Element) -> Iterator[etree._Element]:
    for part in table:
        if part.tag == f"{_TABLE}table-row":
            yield part
        elif part.tag in {f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"}:
            yield from _own_rows(part)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in row if cell.tag == f"{_TABLE}table-cell")


def _sheet_rows(table: etree._Element) -> Iterator[Row]:
    """Rows of a sheet, the repeated ones as often as they are meant, within what is kept of a table."""
    left = ROWS * 2
    for row in _own_rows(table):
        cells: list[Cell] = []
        for cell in row:
            if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                continue
            text = "\n".join(tidy(_words(line)) for line in cell.iterchildren(f"{_TEXT}p"))
            cells += [Cell(text)] * min(_count(cell, "number-columns-repeated"), COLUMNS + 1 - len(cells))
        empty = not any(cell.text for cell in cells)
        times = 1 if empty else min(_count(row, "number-rows-repeated"), left)
        left -= times
        if left < 0:
            return
        for _ in range(times):
            yield tuple(cells)


def _count(element: etree._Element, name: str, space: str = _TABLE) -> int:
    value = element.get(f"{space}{name}", "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 8 else 1
