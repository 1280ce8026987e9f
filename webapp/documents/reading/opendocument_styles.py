"""The styles of an OpenDocument text: which paragraphs are headings or bold, and how its lists are numbered."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from lxml import etree

from webapp.documents.reading.names import rank_of
from webapp.documents.reading.numbering import Rung

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
          "а": "russianLower", "А": "russianUpper"}  # fmt: skip
_DEEPEST_CHAIN = 12


class Styles:
    """All styles of a document by name, the automatic ones of its text included."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._roots = [root for root in roots if root is not None]

    def rank(self, name: str) -> int:
        """Return the rank of a heading of this style, from 1; 0 where it is none."""
        for style in self._chain(name):
            shown = style.get(f"{STYLE}display-name") or style.get(f"{STYLE}name", "").replace("_20_", " ")
            if found := rank_of(shown):
                return found
            level = style.get(f"{STYLE}default-outline-level", "")
            if level.isdecimal():
                return int(level)
        return 0

    def is_bold(self, name: str) -> bool:
        for style in self._chain(name):
            properties = style.find(f"{STYLE}text-properties")
            weight = None if properties is None else properties.get(f"{_FORMAT}font-weight")
            if weight is not None:
                return weight == "bold" or weight in {"600", "700", "800", "900"}
        return False

    def list_rungs(self, name: str) -> Mapping[int, Rung]:
        """Return how a list of this style writes its marks, by depth from 0."""
        return self._lists.get(name, {})

    @cached_property
    def outline(self) -> Mapping[int, Rung]:
        """How headings outside lists are numbered."""
        found = next((one for root in self._roots for one in root.iter(f"{TEXT}outline-style")), None)
        return {} if found is None else _rungs(found)

    @cached_property
    def _lists(self) -> dict[str, dict[int, Rung]]:
        found = (one for root in self._roots for one in root.iter(f"{TEXT}list-style"))
        return {one.get(f"{STYLE}name", ""): _rungs(one) for one in found}

    @cached_property
    def _styles(self) -> dict[str, etree._Element]:
        found = (one for root in self._roots for one in root.iter(f"{STYLE}style"))
        return {one.get(f"{STYLE}name", ""): one for one in found}

    def _chain(self, name: str) -> Iterator[etree._Element]:
        for _ in range(_DEEPEST_CHAIN):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = style.get(f"{STYLE}parent-style-name", "")


def _rungs(parent: etree._Element) -> dict[int, Rung]:
    rungs = {}
    for element in parent:
        depth = element.get(f"{TEXT}level", "") if isinstance(element.tag, str) else ""
        if depth.isdecimal():
            rungs[int(depth) - 1] = _rung(element, int(depth))
    return rungs


def _rung(element: etree._Element, depth: int) -> Rung:
    if element.tag == f"{TEXT}list-level-style-bullet":
        return Rung()
    kind = element.get(f"{STYLE}num-format", "")
    if not kind:
        return Rung("none")
    start = element.get(f"{TEXT}start-value", "1")
    return Rung(
        _KINDS.get(kind[0], "decimal"), _pattern(element, depth), int(start) if start.isdecimal() else 1
    )


def _pattern(element: etree._Element, depth: int) -> str:
    whole = next(
        (str(text) for name, text in element.items() if str(name).endswith("}num-list-format")), None
    )
    if whole is not None:
        for level in range(1, depth + 1):
            whole = whole.replace(f"%{level}%", f"%{level}")
        return whole
    shown = element.get(f"{TEXT}display-levels", "1")
    first = max(1, depth - int(shown) + 1) if shown.isdecimal() else depth
    numbers = ".".join(f"%{level}" for level in range(first, depth + 1))
    return f"{element.get(f'{STYLE}num-prefix', '')}{numbers}{element.get(f'{STYLE}num-suffix', '')}"
