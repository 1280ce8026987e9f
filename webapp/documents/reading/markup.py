"""From HTML that a converter made to blocks. Only text, ranks and tables come through: nothing to sanitise is left."""

from collections.abc import Iterable, Iterator

from lxml import html
from lxml.html import HtmlElement

from webapp.documents.content import Block, BlockKind, Cell, Row
from webapp.documents.reading.spacing import tidy

_RANKS = {f"h{rank}": rank for rank in range(1, 7)}
_LISTS = frozenset({"ul", "ol"})
_STRONG = frozenset({"strong", "b"})
_MOST_SPAN = 200


def blocks_of(markup: str) -> tuple[Block, ...]:
    """Return the blocks of a fragment of HTML."""
    if not markup.strip():
        return ()
    return tuple(_inside(html.fragment_fromstring(markup, create_parent="div"), depth=0))


def _inside(parent: HtmlElement, *, depth: int) -> Iterator[Block]:
    loose: list[str] = [parent.text or ""]
    for element in parent:
        if element.tag in _CONTAINERS or element.tag in _RANKS or element.tag == "p":
            yield from _paragraph("".join(loose), depth)
            loose = []
            yield from _block(element, depth)
        else:
            loose.append(_text(element))
        loose.append(element.tail or "")
    yield from _paragraph("".join(loose), depth)


def _block(element: HtmlElement, depth: int) -> Iterator[Block]:
    if element.tag == "table":
        rows = tuple(_rows(element))
        if any(cell.text for row in rows for cell in row):
            yield Block(BlockKind.TABLE, rows=rows)
    elif element.tag in _LISTS:
        for item in element:
            yield from _inside(item, depth=depth + 1)
    elif element.tag in _RANKS:
        if text := tidy(_text(element)):
            yield Block(BlockKind.HEADING, text, _RANKS[element.tag])
    elif element.tag == "p":
        yield from _paragraph(_text(element), depth, bold=_is_bold(element))
    else:
        yield from _inside(element, depth=depth)


def _paragraph(raw: str, depth: int, *, bold: bool = False) -> Iterator[Block]:
    if not (text := tidy(raw)):
        return
    if depth:
        yield Block(BlockKind.ITEM, text, depth)
    else:
        yield Block(BlockKind.BOLD if bold else BlockKind.PARAGRAPH, text)


def _rows(table: HtmlElement) -> Iterator[Row]:
    """The rows of this table; those of a table inside a cell belong to the text of that cell."""
    for part in table:
        if part.tag == "tr":
            yield tuple(_cells(part))
        elif part.tag in {"thead", "tbody", "tfoot"}:
            yield from (tuple(_cells(row)) for row in part if row.tag == "tr")


def _cells(row: HtmlElement) -> Iterator[Cell]:
    for cell in row:
        if cell.tag in {"td", "th"}:
            text = "\n".join(block.words for block in _inside(cell, depth=0))
            yield Cell(text, _span(cell, "colspan"), _span(cell, "rowspan"))


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1")
    return max(1, min(int(value), _MOST_SPAN)) if value.isdecimal() and len(value) < 6 else 1


def _text(element: HtmlElement) -> str:
    if element.tag == "br":
        return "\n"
    if not isinstance(element.tag, str):
        return ""
    return "".join((element.text or "", *_of_children(element)))


def _of_children(element: HtmlElement) -> Iterable[str]:
    for child in element:
        yield _text(child)
        yield child.tail or ""


def _is_bold(paragraph: HtmlElement) -> bool:
    """Every word of the paragraph stands inside <strong>."""
    loose = [paragraph.text or "", *(child.tail or "" for child in paragraph)]
    strong = any(child.tag in _STRONG and _text(child).strip() for child in paragraph)
    others = any(child.tag not in _STRONG and _text(child).strip() for child in paragraph)
    return strong and not others and not "".join(loose).strip()


_CONTAINERS = _LISTS | {"table", "div", "section", "article", "blockquote", "dl", "dd", "dt"}
