"""A text as phrases of stems, the marks picked of them, and which phrases are its own and not everybody's."""

import hashlib
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache

from workflows.dictionaries.directions import DIRECTIONS
from workflows.dictionaries.remark_templates import REMARK_TEMPLATES
from workflows.dictionaries.risks import RISKS
from workflows.kinds import KINDS
from workflows.search import tokens
from workflows.sheets import SHEETS

EDITION = 1
"""Grows when phrases or marks change: marks of an earlier edition mean nothing to a later one."""
PHRASE = 6
WINDOW = 32
MOST_WORDS = 100_000
"""Some three hundred pages; what follows is not compared."""


@dataclass(frozen=True, slots=True)
class Word:
    """A stem and where its word stands: in which of the texts, from which character to which."""

    stem: str
    text: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it is compared: its words, the phrase that begins at each, the places of its marks."""

    texts: tuple[str, ...]
    words: tuple[Word, ...]
    phrases: tuple[int, ...]
    picked: tuple[int, ...]
    own: tuple[bool, ...]
    """Of each phrase: it is neither everybody's nor the product's."""

    @property
    def own_marks(self) -> frozenset[int]:
        return frozenset(self.phrases[place] for place in self.picked if self.own[place])


def read(texts: Iterable[str], common: Collection[int] = ()) -> Reading:
    """Return a document read block by block. `common` are marks of texts that many schools have."""
    kept = tuple(texts)
    words = tuple(_words(kept))
    phrases = tuple(_phrases([word.stem for word in words]))
    picked = tuple(_picked(phrases))
    return Reading(kept, words, phrases, picked, tuple(_own(phrases, picked, frozenset(common))))


def marks_of(texts: Iterable[str]) -> tuple[int, ...]:
    """Return the marks of a document, without those of the product's own templates; whole numbers of 64 bits."""
    return tuple(sorted(read(texts).own_marks))


def _words(texts: Sequence[str]) -> Iterator[Word]:
    count = 0
    for number, text in enumerate(texts):
        for token in tokens(text):
            if token.stem.isdecimal():
                continue
            if count == MOST_WORDS:
                return
            count += 1
            yield Word(token.stem, number, token.start, token.end)


def _phrases(stems: Sequence[str]) -> Iterator[int]:
    for place in range(len(stems) - PHRASE + 1):
        phrase = " ".join(stems[place : place + PHRASE]).encode()
        yield int.from_bytes(hashlib.blake2b(phrase, digest_size=8).digest(), signed=True)


def _picked(phrases: Sequence[int]) -> Iterator[int]:
    """Return the places of the least phrase of each window, the last of equals; of a short text of its only one."""
    waiting: deque[int] = deque()
    last = -1
    for place, phrase in enumerate(phrases):
        while waiting and phrases[waiting[-1]] >= phrase:
            waiting.pop()
        waiting.append(place)
        if waiting[0] <= place - WINDOW:
            waiting.popleft()
        if (place >= WINDOW - 1 or place == len(phrases) - 1) and waiting[0] != last:
            last = waiting[0]
            yield last


def _own(phrases: Sequence[int], picked: Sequence[int], common: frozenset[int]) -> list[bool]:
    """Tell of each phrase whether it is the document's own: what stands between two common marks is common too."""
    ours = _of_the_product()
    own = [phrase not in ours and phrase not in common for phrase in phrases]
    stands = [own[place] for place in picked]
    if all(stands):
        return own
    ends = zip(
        [0, *picked], [*picked, len(phrases) - 1], [stands[0], *stands], [*stands, stands[-1]], strict=True
    )
    for first, last, before, after in ends:
        if not (before or after):
            own[first : last + 1] = [False] * (last + 1 - first)
    return own


@cache
def _of_the_product() -> frozenset[int]:
    """Return the phrases the product itself puts before schools: dictionaries, questions, criteria, templates."""
    given = _strings((RISKS, DIRECTIONS, REMARK_TEMPLATES, tuple(KINDS.values()), SHEETS))
    return frozenset(phrase for text in given for phrase in _phrases([word.stem for word in _words([text])]))


def _strings(value: object) -> Iterator[str]:
    """Return every string in values of values."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        yield from _strings(tuple(getattr(value, one.name) for one in fields(value)))
    elif isinstance(value, Mapping):
        yield from _strings(tuple(value.values()))
    elif isinstance(value, Iterable):
        for one in value:
            yield from _strings(one)
