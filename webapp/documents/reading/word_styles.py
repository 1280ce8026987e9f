"""What the styles of a DOCX say of its paragraphs: rank of a heading, numbering, bold; in the words of any maker."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from webapp.documents.reading.names import rank_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CONTENTS = re.compile(r"(?:toc|оглавление|table of contents)\s*\d")
_DEEPEST_CHAIN = 12


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands in a numbering: `number` is the list, 0 where it has none; `depth` from 0."""

    number: int
    depth: int


class Styles:
    """The styles by their ids, each asked together with those it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._root = root

    def rank(self, properties: etree._Element | None) -> int:
        """Return the rank of a heading, from 1; 0 for any other paragraph."""
        own = outline(properties)
        if own is not None:
            return own
        for style in self._chain(properties, "pStyle"):
            if found := rank_of(_name(style)):
                return found
            level = outline(style.find(f"{W}pPr"))
            if level is not None:
                return level
        return 0

    def is_contents(self, properties: etree._Element | None) -> bool:
        """Tell whether the paragraph is a line of a table of contents: its words stand in the text again."""
        return any(_CONTENTS.match(_name(style)) for style in self._chain(properties, "pStyle"))

    def place(self, properties: etree._Element | None) -> Place | None:
        """Return the place in a numbering, the paragraph's own or that of its style."""
        depth: int | None = None
        parts = (properties, *(style.find(f"{W}pPr") for style in self._chain(properties, "pStyle")))
        for part in parts:
            found = None if part is None else part.find(f"{W}numPr")
            if found is None:
                continue
            depth = whole(found.find(f"{W}ilvl")) if depth is None else depth
            number = whole(found.find(f"{W}numId"))
            if number is not None:
                return Place(number, depth or 0) if number > 0 else None
        return None

    def is_bold(self, run: etree._Element | None, paragraph: etree._Element | None) -> bool:
        """Tell whether a run of these properties in a paragraph of those is bold."""
        chain = (
            *self._chain(run, "rStyle"),
            *self._chain(paragraph, "pStyle"),
        )
        for properties in (run, *(style.find(f"{W}rPr") for style in chain)):
            mark = None if properties is None else properties.find(f"{W}b")
            if mark is not None:
                return is_on(mark)
        return False

    @cached_property
    def _styles(self) -> dict[str, etree._Element]:
        found = () if self._root is None else self._root.iter(f"{W}style")
        return {style.get(f"{W}styleId", ""): style for style in found}

    @cached_property
    def _default(self) -> str:
        for name, style in self._styles.items():
            if style.get(f"{W}default") in {"1", "true", "on"} and style.get(f"{W}type") == "paragraph":
                return name
        return ""

    def _chain(self, properties: etree._Element | None, tag: str) -> Iterator[etree._Element]:
        mark = None if properties is None else properties.find(f"{W}{tag}")
        name = value(mark) or (self._default if tag == "pStyle" else "")
        for _ in range(_DEEPEST_CHAIN):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = value(style.find(f"{W}basedOn"))


def outline(properties: etree._Element | None) -> int | None:
    """Return the rank that an outline level gives, from 1; 0 for body text, None where nothing is said."""
    level = None if properties is None else whole(properties.find(f"{W}outlineLvl"))
    return None if level is None else (level + 1 if level < 9 else 0)


def value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def whole(element: etree._Element | None) -> int | None:
    raw = value(element)
    return int(raw) if raw.isdecimal() and len(raw) < 8 else None


def is_on(mark: etree._Element) -> bool:
    return mark.get(f"{W}val", "1") not in {"0", "false", "off", "none"}


def _name(style: etree._Element) -> str:
    return value(style.find(f"{W}name")).strip().lower()
