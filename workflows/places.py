"""Where in a document a person means: the page that free words name, a region of it, a quotation found again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PAGES = re.compile(
    r"(?<![а-яё])(?:страниц[аеуыи]|стр\.?|с\.)\s*(?:№\s*)?(\d{1,4})(?:\s*[–—-]\s*(\d{1,4}))?", re.IGNORECASE
)


def pages_named(words: str) -> tuple[int, int] | None:
    """Return the first and the last page that «стр. 1–2», «на странице 3» or «с. 4, таблица 2» name; None for none.

    The first place counts; a range that runs backwards is its first page."""
    found = _PAGES.search(words)
    if found is None or not int(found[1]):
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    return first, max(first, last)


def page_named(words: str) -> int:
    """Return the first page the words name, 1 when they name none."""
    pages = pages_named(words)
    return pages[0] if pages else 1


QUOTE_LIMIT = 1000
SMALLEST = 0.01
"""Of a side of the page: a smaller region is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page in shares of its width and height, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a file, a region of it, or words quoted from it."""

    file: int
    page: int
    region: Region | None = None
    quote: str = ""


def region(x: float, y: float, width: float, height: float) -> Region | None:
    """Return the region cut to the page; None when nothing of it is left, or it is too small to be meant."""
    left, top = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
    across, down = min(x + width, 1.0) - left, min(y + height, 1.0) - top
    return Region(left, top, across, down) if across >= SMALLEST and down >= SMALLEST else None


def quoted(text: str, quote: str) -> tuple[int, int] | None:
    """Return where the quotation stands in the text, whatever its spaces and capitals; None when it does not."""
    words = quote.split()
    if not words:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), text, re.IGNORECASE)
    return found.span() if found else None


def runs(text: str, quotes: Iterable[tuple[int, str]]) -> tuple[tuple[str, int], ...]:
    """Return the text cut where numbered quotations begin and end: pieces, each with its number, 0 for none.

    Of two that overlap the first one is marked."""
    spans = sorted((span, number) for number, quote in quotes if (span := quoted(text, quote)))
    found: list[tuple[str, int]] = []
    at = 0
    for (start, end), number in spans:
        if start < at:
            continue
        found += [(text[at:start], 0), (text[start:end], number)]
        at = end
    return tuple(piece for piece in (*found, (text[at:], 0)) if piece[0])
