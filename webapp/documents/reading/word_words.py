"""The words of a paragraph of a DOCX, as Word would print it with its revisions accepted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from webapp.documents.reading.word_styles import W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
BOX = f"{W}txbxContent"
_GONE = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}delInstrText", f"{W}pPr", f"{W}rPr"}
)
_PLAIN = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_NOTES = frozenset({f"{W}footnoteReference", f"{W}endnoteReference"})
_SYMBOLS = {
    ("symbol", 0xB0): "°", ("symbol", 0xB1): "±", ("symbol", 0xB3): "≥", ("symbol", 0xA3): "≤", ("symbol", 0xB7): "•",
    ("symbol", 0xB4): "×", ("symbol", 0xD7): "·", ("symbol", 0xAE): "→",
    ("wingdings", 0xFC): "✓", ("wingdings", 0xFB): "✗", ("wingdings", 0xFE): "☑", ("wingdings", 0xA8): "☐",
    ("wingdings", 0x6F): "☐", ("wingdings", 0x78): "☒", ("wingdings", 0xFD): "☒", ("wingdings", 0xA7): "▪",
    ("wingdings", 0xE0): "→", ("wingdings 2", 0x50): "✓", ("wingdings 2", 0x52): "☑", ("wingdings 2", 0xA3): "☐",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and the properties of the run that holds them."""

    text: str
    properties: etree._Element | None = None


class Words:
    """Reads paragraphs; `notes` says what a footnote with this tag and number says."""

    def __init__(self, notes: Callable[[str, str], str]) -> None:
        self._notes = notes
        self.unnumbered = False
        """Leave out the numbers of pages: they are no words of a header."""

    def pieces(self, paragraph: etree._Element) -> Iterator[Piece]:
        """Yield what the runs of the paragraph say, without its text boxes."""
        fields: list[str] = []
        yield from self._inside(paragraph, None, fields)

    def _inside(
        self, parent: etree._Element, properties: etree._Element | None, fields: list[str]
    ) -> Iterator[Piece]:
        for element in parent:
            if element.tag in _GONE or element.tag == BOX or not isinstance(element.tag, str):
                continue
            if element.tag == f"{W}fldChar":
                _turn(element, fields)
            elif element.tag == f"{W}r":
                _name_field(element, fields)
                yield from self._inside(element, element.find(f"{W}rPr"), fields)
            elif element.tag == f"{_MC}AlternateContent":
                yield from self._inside(chosen(element), properties, fields)
            elif (text := self._said(element, fields)) is not None:
                if text:
                    yield Piece(text, properties)
            else:
                yield from self._inside(element, properties, fields)

    def _said(self, element: etree._Element, fields: list[str]) -> str | None:
        """Return what a leaf of the tree says; None for a branch."""
        if self.unnumbered and _counts_pages(element, fields):
            return ""
        if element.tag in {f"{W}t", f"{_MATH}t"}:
            return element.text or ""
        if element.tag in _PLAIN:
            return _PLAIN[element.tag]
        if element.tag in _NOTES:
            said = self._notes(element.tag, element.get(f"{W}id", ""))
            return f" [{said}]" if said else ""
        return _symbol(element) if element.tag == f"{W}sym" else None


def boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the contents of the text boxes anchored in the paragraph, each once: the fallback repeats the choice."""
    for element in paragraph:
        if element.tag == BOX:
            yield element
        elif element.tag == f"{_MC}AlternateContent":
            yield from boxes(chosen(element))
        elif isinstance(element.tag, str) and element.tag not in _GONE:
            yield from boxes(element)


def chosen(alternate: etree._Element) -> etree._Element:
    """Return the branch of an alternative that says something, the first one where all do."""
    for branch in alternate:
        if next(branch.iter(f"{W}t"), None) is not None:
            return branch
    return alternate[0] if len(alternate) else alternate


def _turn(mark: etree._Element, fields: list[str]) -> None:
    kind = mark.get(f"{W}fldCharType")
    if kind == "begin":
        fields.append("")
    elif kind == "end" and fields:
        fields.pop()


def _name_field(run: etree._Element, fields: list[str]) -> None:
    for code in run.iterchildren(f"{W}instrText"):
        if fields:
            fields[-1] += code.text or ""


def _counts_pages(element: etree._Element, fields: list[str]) -> bool:
    codes: list[str] = [*fields, element.get(f"{W}instr", "")]
    return any(
        code.split()[:1] and code.split()[0].upper() in {"PAGE", "NUMPAGES", "SECTIONPAGES"} for code in codes
    )


def _symbol(element: etree._Element) -> str:
    raw = element.get(f"{W}char", "")
    try:
        code = int(raw, 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
        return _SYMBOLS.get((element.get(f"{W}font", "").lower(), code), "•" if code > 0x7E else chr(code))
    return chr(code) if code < 0xD800 else ""
