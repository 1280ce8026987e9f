"""Words that a line may have cut, with a hyphen or without: made whole when the document has them whole elsewhere.

A hyphen at the end of a line is the typesetter's or the word's own: «разви-тие» or «онлайн-дневник». A document that
hyphenates shows it in many words that it has whole as well; where there is none such, hyphens are the words' own."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

import snowballstemmer

from webapp.documents.content import Block, BlockKind, Leaf

LIKELY, PERHAPS, HYPHEN = "\ue000", "\ue001", "\ue002"
"""Between two pieces of text: a word was cut here as far as the places of its letters tell, or may have been, or a line
ended with a hyphen."""
_DOUBT = re.compile(f"(\\w+)([{LIKELY}{PERHAPS}])(?=(\\w+))")
_HYPHENATED = re.compile(f"(\\w+){HYPHEN}(?=(\\w+))")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LITTLE = frozenset(
    {"а", "в", "во", "для", "до", "и", "из", "за", "или", "к", "ко", "на", "над", "не", "ни", "но", "о", "об", "от",
     "по", "под", "при", "с", "со", "у", "что", "я", "ее", "её", "его", "их", "им", "ими", "все", "всех", "где", "как",
     "мы", "вы", "он", "она", "они", "это", "эти", "тебя", "себя", "нас", "вас", "уже", "ещё", "еще", "без", "г", "ул"}
)  # fmt: skip
_PARTICLES = frozenset({"то", "ка", "таки", "либо"})
_PREFIXES = frozenset({"веб", "кое", "вип", "экс", "юго", "ит", "шоу", "арт", "дед"})
_STANDING = frozenset({"для", "или", "при", "если", "что", "как", "где", "без", "тебя", "себя", "вас", "нас"})
"""Words that end no other word."""
_NEVER_FIRST = "ьъый"
_ENDING = 4
"""Letters: a shorter piece that is no word is the end of one."""
_stem = snowballstemmer.stemmer("russian").stemWord


def whole_words(leaves: list[Leaf]) -> tuple[Leaf, ...]:
    """Return the leaves with every doubt settled by the words of the document itself."""
    texts = [block.words for leaf in leaves for block in leaf.blocks]
    if not any(mark in text for text in texts for mark in (LIKELY, PERHAPS, HYPHEN)):
        return tuple(leaves)
    known = _Known(texts)
    return tuple(
        replace(leaf, blocks=tuple(known.settled(block) for block in leaf.blocks)) for leaf in leaves
    )


class _Known:
    """The words that stand in a document beyond doubt, by their stems."""

    def __init__(self, texts: Iterable[str]) -> None:
        written = list(texts)
        self._texts = [_DOUBTFUL.sub(" ", text) for text in written]
        doubts = {
            (first.lower(), second[0].lower())
            for text in written
            for first, _, second in _DOUBT.findall(text)
            if len(second) > _ENDING
        }
        firsts = Counter(first for first, _ in doubts)
        self._before_several = frozenset(first for first, times in firsts.items() if times > 1)
        """What stands before different long words at the end of a line is a word itself."""
        self._cut = [found.groups() for text in written for found in _HYPHENATED.finditer(text)]

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word.lower() for text in self._texts for word in _WORD.findall(text))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(map(_stem, self._words))

    @cached_property
    def _compounds(self) -> frozenset[str]:
        return frozenset(word.lower() for text in self._texts for word in _COMPOUND.findall(text))

    @cached_property
    def _hyphenates(self) -> bool:
        """Lines of this document end with hyphens that are no part of their words."""
        return any(
            self._has_whole(first, second) or self._is_syllable(first, second) for first, second in self._cut
        )

    def settled(self, block: Block) -> Block:
        if block.kind is not BlockKind.TABLE:
            return replace(block, text=self._joined(block.text))
        rows = tuple(tuple(replace(cell, text=self._joined(cell.text)) for cell in row) for row in block.rows)
        return replace(block, rows=rows)

    def _joined(self, text: str) -> str:
        found = _HYPHENATED.sub(self._hyphen, _DOUBT.sub(self._pair, text))
        return found.replace(LIKELY, "").replace(PERHAPS, " ").replace(HYPHEN, "-")

    def _hyphen(self, doubt: re.Match[str]) -> str:
        first, second = doubt[1], doubt[2]
        if (
            f"{first}-{second}".lower() in self._compounds
            or (first + second).strip("0123456789") != first + second
        ):
            return f"{first}-"
        return first if self._hyphenates or self._has_whole(first, second) else f"{first}-"

    def _is_syllable(self, first: str, second: str) -> bool:
        """A piece too short to be a part of a compound: «сопровожде-ние», «ка-чества»."""
        if not (first.isalpha() and second.isalpha()):
            return False
        end, begin = second.lower(), first.lower()
        short_end = len(end) < _ENDING and end not in _LITTLE | _PARTICLES and end not in self._words
        return (
            short_end or (len(begin) < _ENDING and begin not in _LITTLE | _PREFIXES) or end[0] in _NEVER_FIRST
        )

    def _has_whole(self, first: str, second: str) -> bool:
        return _stem(f"{first}{second}".lower()) in self._stems

    def _pair(self, doubt: re.Match[str]) -> str:
        first, mark, second = doubt[1].lower(), doubt[2], doubt[3].lower()
        return doubt[1] if self._is_one(first, second, likely=mark == LIKELY) else f"{doubt[1]} "

    def _is_one(self, first: str, second: str, *, likely: bool) -> bool:
        if _stem(first + second) in self._stems or second[0] in _NEVER_FIRST:
            return True
        if second in _STANDING or first in self._before_several:
            return False
        second_is_word = second in _LITTLE or second in self._words
        if not second_is_word and len(second) <= _ENDING:
            return True
        if len(second) > _ENDING and (second_is_word or len(first) - len(_stem(first)) > 1):
            return False
        return likely and not self._is_word(first)

    def _is_word(self, word: str) -> bool:
        """Known as it stands, or known in another form: what the stemmer takes off is then an ending."""
        stem = _stem(word)
        return word in self._words or (stem != word and stem in self._stems)


_DOUBTFUL = re.compile(f"\\w*[{LIKELY}{PERHAPS}{HYPHEN}]\\w*")
