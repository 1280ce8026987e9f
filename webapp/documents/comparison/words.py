"""Words of a text, and which of them differ from the words of another."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from webapp.documents.comparison.changes import Mark, Span

_WORD = re.compile(r"\.{3}|\d+(?:[.,/:]\d+)+|\w+(?:[-\u2010\u2011](?=[^\W\d])\w+)*|\S")
"""Dates, times and numbers with a fraction are one word; so is a word with a hyphen."""
_TYPOGRAPHY = str.maketrans({
    **dict.fromkeys("«»„“”‟‹›\u2018\u2019\u201a`′'", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    "…": "...",
})  # fmt: skip
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_YO = str.maketrans("ёЁ", "еЕ")
_MATRIX = 16_000_000
"""So many pairs of words are compared at most: two megabytes of bits."""
_GLUE = 4
"""Letters of a word that still joins two changes into one when it stands between them alone."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text cut into words. `keys` are what is compared, one for each word; `starts` are their places."""

    raw: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]

    def part(self, first: int, last: int) -> str:
        """The words from `first` up to `last` with the spaces behind them."""
        if first >= last:
            return ""
        start = self.starts[first] if first else 0
        return self.raw[start : self.starts[last] if last < len(self.starts) else len(self.raw)]

    def stands_apart(self, place: int) -> bool:
        """Whether a space stands before the word."""
        start = self.starts[place]
        return start > 0 and self.raw[start - 1].isspace()


def text_of(raw: str, *, yo_matters: bool = False) -> Text:
    """Return the words of a text; `yo_matters` tells ё from е."""
    one_line = _INVISIBLE.sub("", unicodedata.normalize("NFC", raw)).replace("\n", " ")
    found = list(_WORD.finditer(one_line))
    keys = (match.group().translate(_TYPOGRAPHY) for match in found)
    return Text(
        one_line,
        tuple(key if yo_matters else key.translate(_YO) for key in keys),
        tuple(match.start() for match in found),
    )


def spans(before: Text, after: Text) -> tuple[Span, ...]:
    """Return the text of both with what was deleted and inserted; what is the same is written as it is after."""
    found: list[Span] = []
    for mark, i1, i2, j1, j2 in _merged(_opcodes(before.keys, after.keys), after.keys):
        if mark is Mark.SAME:
            found.append(Span(mark, after.part(j1, j2)))
            continue
        if i1 < i2:
            gone = before.part(i1, i2)
            is_glued = found and not found[-1].text.endswith(" ") and before.stands_apart(i1)
            found.append(Span(Mark.DELETED, f" {gone}" if is_glued else gone))
        if j1 < j2:
            found.append(Span(Mark.INSERTED, after.part(j1, j2)))
    return tuple(found)


_Piece = tuple[Mark, int, int, int, int]


def _opcodes(before: Sequence[str], after: Sequence[str]) -> list[_Piece]:
    """Return runs of words that are the same or replaced, in order."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    a, b = before[head : len(before) - tail], after[head : len(after) - tail]
    inner: list[_Piece] = []
    if len(a) * len(b) > _MATRIX:
        inner.append((Mark.DELETED, 0, len(a), 0, len(b)))
    elif a or b:
        for step in Indel.opcodes(a, b):
            mark = Mark.SAME if step.tag == "equal" else Mark.DELETED
            inner.append((mark, step.src_start, step.src_end, step.dest_start, step.dest_end))
    middle = [(mark, i1 + head, i2 + head, j1 + head, j2 + head) for mark, i1, i2, j1, j2 in inner]
    first = [(Mark.SAME, 0, head, 0, head)] if head else []
    i, j = len(before), len(after)
    return first + middle + ([(Mark.SAME, i - tail, i, j - tail, j)] if tail else [])


def _merged(pieces: Sequence[_Piece], after: Sequence[str]) -> Iterator[_Piece]:
    """Join changes that only a comma or a short word parts: two words replaced read better than a mosaic."""
    held: _Piece | None = None
    for place, piece in enumerate(pieces):
        inside = 0 < place < len(pieces) - 1
        if piece[0] is Mark.SAME and not (inside and _is_glue(after[piece[3] : piece[4]])):
            if held is not None:
                yield held
                held = None
            yield piece
        else:
            held = (
                (Mark.DELETED, *piece[1:])
                if held is None
                else (held[0], held[1], piece[2], held[3], piece[4])
            )
    if held is not None:
        yield held


def _is_glue(keys: Sequence[str]) -> bool:
    return len(keys) <= 2 and sum(len(key) for key in keys if key[0].isalnum()) < _GLUE
