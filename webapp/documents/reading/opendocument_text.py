"""Text of an OpenDocument file: paragraphs, headings and lists with their numbers, tables, frames."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from webapp.documents.content import Block, BlockKind, Cell
from webapp.documents.reading.numbering import Counter
from webapp.documents.reading.opendocument_styles import TEXT, Styles
from webapp.documents.reading.spacing import tidy

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_UNSEEN = frozenset(
    {
        f"{OFFICE}annotation",
        f"{OFFICE}forms",
        "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}notes",
        *(f"{TEXT}{name}" for name in ("tracked-changes", "number", "page-number", "page-count")),
    }
)
_LITTLE = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}


@dataclass(slots=True)
class _List:
    """The list that is being read: how it is numbered and whether its present item has been given its mark."""

    style: str
    counter: Counter
    depth: int
    marked: bool = False


class TextReader:
    """Reads one document from its beginning to its end: the numbers count on."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._outline = Counter()
        self._last: dict[str, Counter] = {}
        self._by_id: dict[str, Counter] = {}

    def blocks(self, parent: Iterable[etree._Element], within: _List | None = None) -> Iterator[Block]:
        for element in parent:
            if element.tag in {f"{TEXT}h", f"{TEXT}p"}:
                yield from self._paragraph(element, within)
            elif element.tag == f"{TEXT}list":
                yield from self._list(element, within)
            elif element.tag == f"{TABLE}table":
                yield from self._table(element)
            elif element.tag == f"{TEXT}table-of-content":
                for title in element.iter(f"{TEXT}index-title"):
                    yield from self.blocks(title)
            elif element.tag not in _UNSEEN and _holds_text(element):
                yield from self.blocks(element, within)

    def _list(self, element: etree._Element, outer: _List | None) -> Iterator[Block]:
        style = element.get(f"{TEXT}style-name", outer.style if outer else "")
        counter = outer.counter if outer else self._counter(element, style)
        within = _List(style, counter, outer.depth + 1 if outer else 0)
        for item in element:
            within.marked = item.tag == f"{TEXT}list-header"
            start = item.get(f"{TEXT}start-value", "") if isinstance(item.tag, str) else ""
            if start.isdecimal():
                counter.restart(within.depth, int(start))
            yield from self.blocks(item, within)

    def _counter(self, element: etree._Element, style: str) -> Counter:
        counter = self._by_id.get(element.get(f"{TEXT}continue-list", ""))
        if counter is None and element.get(f"{TEXT}continue-numbering") == "true":
            counter = self._last.get(style)
        counter = counter or Counter()
        self._last[style] = counter
        if identity := element.get(_XML_ID):
            self._by_id[identity] = counter
        return counter

    def _paragraph(self, element: etree._Element, within: _List | None) -> Iterator[Block]:
        if text := tidy(words_of(element)):
            rank = self._rank(element)
            mark = self._mark(element, rank, within)
            text = f"{mark} {text}" if mark else text
            if rank:
                yield Block(BlockKind.HEADING, text, rank)
            elif within is not None:
                yield Block(BlockKind.ITEM, text, within.depth + 1)
            else:
                yield Block(BlockKind.BOLD if self._is_bold(element) else BlockKind.PARAGRAPH, text)
        yield from self._drawn(element)

    def _rank(self, element: etree._Element) -> int:
        if element.tag == f"{TEXT}h":
            level = element.get(f"{TEXT}outline-level", "1")
            return int(level) if level.isdecimal() else 1
        return self._styles.rank(element.get(f"{TEXT}style-name", ""))

    def _mark(self, element: etree._Element, rank: int, within: _List | None) -> str:
        if within is not None:
            if within.marked:
                return ""
            within.marked = True
            return within.counter.next(self._styles.list_rungs(within.style), within.depth)
        if element.tag != f"{TEXT}h" or element.get(f"{TEXT}is-list-header") == "true":
            return ""
        return self._outline.next(self._styles.outline, rank - 1)

    def _is_bold(self, paragraph: etree._Element) -> bool:
        """Every word of the paragraph is bold: by its own style or by those of the spans that hold them."""
        loose = [paragraph.text or "", *(child.tail or "" for child in paragraph)]
        own = self._styles.is_bold(paragraph.get(f"{TEXT}style-name", ""))
        spans = [child for child in paragraph if _of_child(child).strip()]
        inside = all(own or self._styles.is_bold(span.get(f"{TEXT}style-name", "")) for span in spans)
        return inside and (own or not "".join(loose).strip())

    def _drawn(self, paragraph: etree._Element) -> Iterator[Block]:
        """What stands in the frames and shapes anchored in a paragraph."""
        for element in paragraph.iter():
            if (
                isinstance(element.tag, str)
                and element.tag.startswith(DRAW)
                and not _is_drawn(element.getparent())
                and _nearest_paragraph(element) is paragraph
            ):
                yield from self.blocks(element)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows = tuple(tuple(self._cell(cell) for cell in _cells(row)) for row in own_rows(table))
        if any(cell.text for row in rows for cell in row):
            yield Block(BlockKind.TABLE, rows=rows)

    def _cell(self, cell: etree._Element) -> Cell:
        text = "\n".join(block.words for block in self.blocks(cell))
        return Cell(text, count(cell, "number-columns-spanned"), count(cell, "number-rows-spanned"))


def words_of(element: etree._Element) -> str:
    """Return the words of a paragraph; a footnote stands in brackets at its mark."""
    return (element.text or "") + "".join(_of_child(child) + (child.tail or "") for child in element)


def _of_child(child: etree._Element) -> str:
    if child.tag == f"{TEXT}s":
        return " " * count(child, "c", TEXT)
    if child.tag in _LITTLE:
        return _LITTLE[child.tag]
    if child.tag == f"{TEXT}note":
        body = child.find(f"{TEXT}note-body")
        return "" if body is None else f" [{' '.join(words_of(one).strip() for one in body)}]"
    if not isinstance(child.tag, str) or child.tag in _UNSEEN or child.tag.startswith(DRAW):
        return ""
    return words_of(child)


def own_rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of this table, without those of a table inside its cells."""
    for part in table:
        if part.tag == f"{TABLE}table-row":
            yield part
        elif part.tag in {f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"}:
            yield from own_rows(part)


def count(element: etree._Element, name: str, space: str = TABLE) -> int:
    """Return a number that an attribute gives, at least 1."""
    value = element.get(f"{space}{name}", "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 8 else 1


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in row if cell.tag == f"{TABLE}table-cell")


def _nearest_paragraph(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(f"{TEXT}p", f"{TEXT}h"), None)


def _is_drawn(element: etree._Element | None) -> bool:
    return element is not None and str(element.tag).startswith(DRAW)


def _holds_text(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and next(element.iter(f"{TEXT}p", f"{TEXT}h"), None) is not None
