"""PPTX: each slide a leaf, its texts in the order of the file, its tables as tables."""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from webapp.documents.content import Block, BlockKind, Cell, Content, Leaf
from webapp.documents.reading.spacing import tidy

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr"})
"""Places that repeat on every slide and say nothing of their own."""
_MOST_SPAN = 200
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def read_pptx(stream: BinaryIO) -> Content:
    """Return the slides in the order in which they are shown."""
    with zipfile.ZipFile(stream) as archive:
        return Content(tuple(_slide(archive, name) for name in _order(archive)))


def _order(archive: zipfile.ZipFile) -> Iterator[str]:
    relations = _parsed(archive, "ppt/_rels/presentation.xml.rels")
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for slide in _parsed(archive, "ppt/presentation.xml").iter(f"{_SLIDES}sldId"):
        target = targets.get(slide.get(_LINK), "")
        name = posixpath.normpath(posixpath.join("/ppt", target)).lstrip("/")
        if name in archive.namelist():
            yield name


def _slide(archive: zipfile.ZipFile, name: str) -> Leaf:
    root = _parsed(archive, name)
    title = ""
    blocks: list[Block] = []
    for shape in root.iter(f"{_SLIDES}sp", f"{_SLIDES}graphicFrame"):
        if shape.tag == f"{_SLIDES}graphicFrame":
            blocks += _tables(shape)
            continue
        place = shape.find(f".//{_SLIDES}ph")
        kind = "" if place is None else place.get("type", "")
        if kind in _FURNITURE:
            continue
        is_title = kind in _TITLES
        for text in _paragraphs(shape):
            title = title or (text if is_title else "")
            blocks.append(Block(BlockKind.HEADING, text, 1) if is_title else Block(BlockKind.PARAGRAPH, text))
    return Leaf(tuple(blocks), title)


def _tables(frame: etree._Element) -> Iterator[Block]:
    for table in frame.iter(f"{_DRAWING}tbl"):
        yield Block(BlockKind.TABLE, rows=tuple(tuple(_cells(row)) for row in table.iter(f"{_DRAWING}tr")))


def _cells(row: etree._Element) -> Iterator[Cell]:
    for cell in row.iter(f"{_DRAWING}tc"):
        if not _is_on(cell, "hMerge") and not _is_on(cell, "vMerge"):
            yield Cell("\n".join(_paragraphs(cell)), _span(cell, "gridSpan"), _span(cell, "rowSpan"))


def _is_on(cell: etree._Element, name: str) -> bool:
    return cell.get(name, "0") in {"1", "true"}


def _span(cell: etree._Element, name: str) -> int:
    raw = cell.get(name, "1")
    return max(1, min(int(raw), _MOST_SPAN)) if raw.isdecimal() and len(raw) < 6 else 1


def _paragraphs(part: etree._Element) -> Iterator[str]:
    for paragraph in part.iter(f"{_DRAWING}p"):
        pieces = ("\n" if run.tag == f"{_DRAWING}br" else run.text or "" for run in paragraph.iter(
            f"{_DRAWING}t", f"{_DRAWING}br"
        ))  # fmt: skip
        if text := tidy("".join(pieces)):
            yield text


def _parsed(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(archive.read(name), _PARSER)
