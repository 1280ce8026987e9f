"""DOCX: the blocks as Word would show them with every revision accepted, and numbers that it counts itself.

Read from the parts of the package, whatever program wrote them. A text box follows the paragraph it is anchored in,
a footnote stands in brackets at its mark, a header once before the text (schools set «УТВЕРЖДАЮ» there), a footer
once after it; a table of contents is left out, its words stand in the text again."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from lxml import etree

from webapp.documents.content import Block, BlockKind, Content, Leaf
from webapp.documents.reading.spacing import tidy
from webapp.documents.reading.word_numbers import Numbers
from webapp.documents.reading.word_styles import Styles, W
from webapp.documents.reading.word_tables import rows_of
from webapp.documents.reading.word_words import Piece, Words, boxes
from workflows.reading import Notice

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _RELATION[1:-3].encode()),
)
_MARKS = {
    f"{W}ins": Notice.REVISIONS, f"{W}del": Notice.REVISIONS, f"{W}moveTo": Notice.REVISIONS,
    f"{W}commentReference": Notice.COMMENTS,
}  # fmt: skip
_NOTES = {"footnoteReference": ("footnotes", "footnote"), "endnoteReference": ("endnotes", "endnote")}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_DEEPEST = 12
"""Tables within tables and boxes within boxes, further than which nobody looks."""


def read_docx(stream: BinaryIO) -> Content:
    """Return the text of a DOCX: headings, lists, tables, text boxes, footnotes; pictures are left out."""
    with zipfile.ZipFile(stream) as archive:
        package = _Package(archive)
        root = package.document()
        reader = _Reader(package)
        body = root.find(f"{W}body")
        blocks = () if body is None else (
            *reader.margin(root, "headerReference"),
            *reader.blocks(body),
            *reader.margin(root, "footerReference"),
        )  # fmt: skip
    found = {_MARKS[mark.tag].value for mark in root.iter(*_MARKS)}
    return Content((Leaf(blocks),), tuple(sorted(found)))


class _Package:
    """The parts of the package by what they are to the document."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = frozenset(archive.namelist())
        self._main = next((target for kind, _, target in self._relations("") if kind == "officeDocument"), "")
        self._parts = list(self._relations(self._main))

    def document(self) -> etree._Element:
        """Return the text itself; raises KeyError where there is none."""
        return self._parsed(self._main if self._main in self._names else "word/document.xml")

    def part(self, kind: str) -> etree._Element | None:
        """Return the part that is «styles», «numbering», «footnotes» to the document."""
        return next(
            (self._parsed(name) for one, _, name in self._parts if one == kind and name in self._names), None
        )

    def named(self, identity: str) -> etree._Element | None:
        """Return the part to which the document refers by this id."""
        return next(
            (self._parsed(name) for _, one, name in self._parts if one == identity and name in self._names),
            None,
        )

    def _relations(self, owner: str) -> Iterator[tuple[str, str, str]]:
        folder, name = posixpath.split(owner)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        if place not in self._names:
            return
        for one in self._parsed(place):
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
            yield one.get("Type", "").rpartition("/")[2], one.get("Id", ""), target

    def _parsed(self, name: str) -> etree._Element:
        raw = self._archive.read(name)
        for strict, usual in _STRICT:
            raw = raw.replace(strict, usual)
        return etree.fromstring(raw, _PARSER)


@dataclass(slots=True)
class _Paragraph:
    """Words gathered for a block: a paragraph whose end is struck out goes on in the next one."""

    pieces: list[Piece] = field(default_factory=list)
    properties: etree._Element | None = None


class _Reader:
    def __init__(self, package: _Package) -> None:
        self._package = package
        self._styles = Styles(package.part("styles"))
        self._numbers = Numbers(package.part("numbering"), self._styles)
        self._words = Words(self._note)
        self._note_parts: dict[str, dict[str, etree._Element]] = {}

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        """Yield the blocks of a body, a cell, a note or a text box."""
        open_one = _Paragraph()
        for element in _flat(parent):
            if element.tag == f"{W}p":
                properties = element.find(f"{W}pPr")
                open_one.pieces += self._words.pieces(element)
                if open_one.properties is None:
                    open_one.properties = properties
                if _is_end_struck_out(properties):
                    continue
                yield from self._block(open_one)
                open_one = _Paragraph()
                for box in boxes(element) if depth < _DEEPEST else ():
                    yield from self.blocks(box, depth + 1)
            elif element.tag == f"{W}tbl" and depth < _DEEPEST:
                rows = tuple(rows_of(element, lambda cell: self.blocks(cell, depth + 1)))
                if any(cell.text for row in rows for cell in row):
                    yield Block(BlockKind.TABLE, rows=rows)
        yield from self._block(open_one)

    def margin(self, root: etree._Element, reference: str) -> Iterator[Block]:
        """Yield what stands in the headers or footers of the document, each wording once, without page numbers."""
        seen: set[str] = set()
        self._words.unnumbered = True
        for mark in root.iter(f"{W}{reference}"):
            part = self._package.named(mark.get(_RELATION, ""))
            blocks = () if part is None else tuple(self.blocks(part))
            words = "\n".join(block.words for block in blocks)
            if any(character.isalpha() for character in words) and words not in seen:
                seen.add(words)
                yield from blocks
        self._words.unnumbered = False

    def _block(self, paragraph: _Paragraph) -> Iterator[Block]:
        properties = paragraph.properties
        text = tidy("".join(piece.text for piece in paragraph.pieces))
        if not text or self._styles.is_contents(properties):
            return
        place, rank = self._styles.place(properties), self._styles.rank(properties)
        mark = self._numbers.mark(place) if place else ""
        text = f"{mark} {text}" if mark else text
        if rank:
            yield Block(BlockKind.HEADING, text, rank)
        elif place:
            yield Block(BlockKind.ITEM, text, place.depth + 1)
        else:
            yield Block(BlockKind.BOLD if self._is_bold(paragraph) else BlockKind.PARAGRAPH, text)

    def _is_bold(self, paragraph: _Paragraph) -> bool:
        said = [piece for piece in paragraph.pieces if piece.text.strip()]
        return all(self._styles.is_bold(piece.properties, paragraph.properties) for piece in said)

    def _note(self, tag: str, identity: str) -> str:
        kind, name = _NOTES[etree.QName(tag).localname]
        if kind not in self._note_parts:
            part = self._package.part(kind)
            found = () if part is None else part.iterchildren(f"{W}{name}")
            self._note_parts[kind] = {one.get(f"{W}id", ""): one for one in found}
        note = self._note_parts[kind].pop(identity, None)  # a note that refers to itself says its words once
        if note is None:
            return ""
        said = (tidy("".join(piece.text for piece in self._words.pieces(one))) for one in note.iter(f"{W}p"))
        return " ".join(one.replace("\n", " ") for one in said if one)


def _flat(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, those inside content controls and other wrappers included."""
    for element in parent:
        if element.tag in {f"{W}p", f"{W}tbl"}:
            yield element
        elif element.tag not in {f"{W}del", f"{W}moveFrom", f"{W}sdtPr"} and isinstance(element.tag, str):
            yield from _flat(element)


def _is_end_struck_out(properties: etree._Element | None) -> bool:
    if properties is None:
        return False
    return any(properties.find(f"{W}rPr/{W}{mark}") is not None for mark in ("del", "moveFrom"))
