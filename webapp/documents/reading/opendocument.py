"""ODT, ODS and ODP: read from content.xml, where each of them keeps what it says, and the styles it refers to."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from webapp.documents.content import Block, BlockKind, Cell, Content, Leaf, Row
from webapp.documents.reading.amount import COLUMNS, ROWS
from webapp.documents.reading.opendocument_styles import STYLE, TEXT, Styles
from webapp.documents.reading.opendocument_text import (
    DRAW,
    OFFICE,
    TABLE,
    TextReader,
    count,
    own_rows,
    words_of,
)
from webapp.documents.reading.sheets import table_of
from webapp.documents.reading.spacing import tidy
from workflows.reading import Notice

_CLASS = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}class"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def read_odt(stream: BinaryIO) -> Content:
    """Return the text: headings, lists, tables, text boxes, footnotes; headers before it, footers after it."""
    root, styles = _parts(stream)
    reader = TextReader(Styles(root, styles))
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    text = () if body is None else tuple(reader.blocks(body))
    blocks = (*_margin(reader, styles, "header"), *text, *_margin(reader, styles, "footer"))
    return Content((Leaf(blocks),), tuple(_notices(root)))


def read_ods(stream: BinaryIO) -> Content:
    """Return the sheets with their names."""
    root, _ = _parts(stream)
    leaves = [
        Leaf(table_of(_sheet_rows(table)), table.get(f"{TABLE}name", ""))
        for book in root.iter(f"{OFFICE}spreadsheet")
        for table in book.iterchildren(f"{TABLE}table")
    ]
    hidden = any(one.get(f"{TABLE}display") == "false" for one in root.iter(f"{STYLE}table-properties"))
    notices = (*_notices(root), *((Notice.HIDDEN.value,) if hidden else ()))
    return Content(tuple(leaves), notices)


def read_odp(stream: BinaryIO) -> Content:
    """Return the slides in their order."""
    root, styles = _parts(stream)
    reader = TextReader(Styles(root, styles))
    return Content(tuple(_slide(reader, page) for page in root.iter(f"{DRAW}page")))


def _slide(reader: TextReader, page: etree._Element) -> Leaf:
    blocks: list[Block] = []
    title = ""
    for frame in page:
        found = tuple(reader.blocks((frame,)))
        if frame.get(_CLASS) == "title":
            found = tuple(Block(BlockKind.HEADING, block.words, 1) for block in found)
            title = title or " ".join(block.text for block in found)
        blocks += found
    return Leaf(tuple(blocks), title or page.get(f"{DRAW}name", ""))


def _parts(stream: BinaryIO) -> tuple[etree._Element, etree._Element | None]:
    """Return the content and, where there is one, the styles."""
    with zipfile.ZipFile(stream) as archive:
        content = etree.fromstring(archive.read("content.xml"), _PARSER)
        has_styles = "styles.xml" in archive.namelist()
        return content, etree.fromstring(archive.read("styles.xml"), _PARSER) if has_styles else None


def _margin(reader: TextReader, styles: etree._Element | None, name: str) -> Iterator[Block]:
    """Yield what stands in the headers or footers, each wording once, without mere numbers of pages."""
    seen: set[str] = set()
    for part in () if styles is None else styles.iter(f"{STYLE}{name}", f"{STYLE}{name}-first"):
        blocks = tuple(reader.blocks(part))
        words = "\n".join(block.words for block in blocks)
        if any(character.isalpha() for character in words) and words not in seen:
            seen.add(words)
            yield from blocks


def _notices(root: etree._Element) -> Iterator[str]:
    if next(root.iter(f"{TEXT}changed-region"), None) is not None:
        yield Notice.REVISIONS.value
    if next(root.iter(f"{OFFICE}annotation"), None) is not None:
        yield Notice.COMMENTS.value


def _sheet_rows(table: etree._Element) -> Iterator[Row]:
    """Rows of a sheet, the repeated ones as often as they are meant, within what is kept of a table."""
    left = ROWS * 2
    for row in own_rows(table):
        cells: list[Cell] = []
        for cell in row:
            if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
                continue
            text = "\n".join(tidy(words_of(line)) for line in cell.iterchildren(f"{TEXT}p"))
            cells += [Cell(text)] * min(count(cell, "number-columns-repeated"), COLUMNS + 1 - len(cells))
        empty = not any(cell.text for cell in cells)
        times = 1 if empty else min(count(row, "number-rows-repeated"), left)
        left -= times
        if left < 0:
            return
        for _ in range(times):
            yield tuple(cells)
