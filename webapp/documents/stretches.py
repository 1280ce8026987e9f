"""A leaf cut into stretches of about a page: what is searched together and where a reader is led to."""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.documents.content import Leaf

SIZE = 4000
"""Characters: most pages are one stretch; a text document without pages becomes several."""
LARGEST = 8000
"""A longer block, such as a table of a whole workbook, is cut at its rows, in need at a space."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """`text` stands in the text of the leaf from `start` on; `blocks` are (number of a block, where it begins here)."""

    start: int
    text: str
    blocks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    block: int
    start: int
    text: str


def stretches(leaf: Leaf) -> Iterator[Stretch]:
    """Return the stretches of a leaf in their order; what holds no text has none."""
    waiting: list[_Unit] = []
    for unit in _units(leaf):
        if waiting and unit.start + len(unit.text) - waiting[0].start > SIZE:
            yield _joined(waiting, leaf.text)
            waiting = []
        waiting.append(unit)
    if waiting:
        yield _joined(waiting, leaf.text)


def halves(stretch: Stretch) -> tuple[Stretch, Stretch]:
    """Return a stretch in two, cut after a row or a word near its middle."""
    middle = len(stretch.text) // 2
    cut = max(stretch.text.rfind("\n", 1, middle + 1), 0) or max(stretch.text.rfind(" ", 1, middle + 1), 0)
    cut = cut or max(middle, 1)
    before = tuple((block, at) for block, at in stretch.blocks if at < cut)
    after = tuple((block, at - cut) for block, at in stretch.blocks if at > cut)
    return (
        Stretch(stretch.start, stretch.text[:cut], before),
        Stretch(stretch.start + cut, stretch.text[cut:], ((before[-1][0], 0), *after)),
    )


def _units(leaf: Leaf) -> Iterator[_Unit]:
    start = 0
    for number, block in enumerate(leaf.blocks, start=1):
        words = block.words
        for offset, text in _cut(words):
            yield _Unit(number, start + offset, text)
        start += len(words) + 1


def _cut(words: str) -> Iterator[tuple[int, str]]:
    """Return a block whole, or what it is cut into when it is larger than a stretch may be."""
    start = 0
    while len(words) - start > LARGEST:
        end = _border(words, start)
        yield start, words[start:end]
        start = end
    if words[start:].strip():
        yield start, words[start:]


def _border(words: str, start: int) -> int:
    """Return where to cut a block: after its last whole row, else before a word, else anywhere."""
    for border in "\n ":
        end = words.rfind(border, start + SIZE // 2, start + SIZE)
        if end > start:
            return end
    return start + SIZE


def _joined(units: list[_Unit], text: str) -> Stretch:
    start, last = units[0].start, units[-1]
    return Stretch(
        start,
        text[start : last.start + len(last.text)],
        tuple((unit.block, unit.start - start) for unit in units),
    )
