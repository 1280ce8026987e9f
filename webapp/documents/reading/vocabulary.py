"""Words that a narrow cell may have cut without a hyphen: made whole when the document has them whole elsewhere."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

import snowballstemmer

from webapp.documents.content import Block, BlockKind, Leaf

LIKELY, PERHAPS = "\ue000", "\ue001"
"""Between two pieces of text: a word was cut here as far as the places of its letters tell, or may have been."""
_DOUBT = re.compile(f"(\\w+)([{LIKELY}{PERHAPS}])(?=(\\w+))")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LITTLE = frozenset(
    {"а", "в", "во", "для", "до", "и", "из", "за", "или", "к", "ко", "на", "над", "не", "ни", "но", "о", "об", "от",
     "по", "под", "при", "с", "со", "у", "что", "я"}
)  # fmt: skip
_NEVER_FIRST = "ьъый"
_ENDING = 4
"""Letters: a shorter piece that is no word is the end of one."""
_stem = snowballstemmer.stemmer("russian").stemWord


def whole_words(leaves: list[Leaf]) -> tuple[Leaf, ...]:
    """Return the leaves with every doubt settled by the words of the document itself."""
    texts = [block.words for leaf in leaves for block in leaf.blocks]
    if not any(mark in text for text in texts for mark in (LIKELY, PERHAPS)):
        return tuple(leaves)
    known = _Known(texts)
    return tuple(
        replace(leaf, blocks=tuple(known.settled(block) for block in leaf.blocks)) for leaf in leaves
    )


class _Known:
    """The words that stand in a document beyond doubt, by their stems."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [_DOUBTFUL.sub(" ", text) for text in texts]

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word.lower() for text in self._texts for word in _WORD.findall(text))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(map(_stem, self._words))

    def settled(self, block: Block) -> Block:
        if block.kind is not BlockKind.TABLE:
            return block
        rows = tuple(tuple(replace(cell, text=self._joined(cell.text)) for cell in row) for row in block.rows)
        return replace(block, rows=rows)

    def _joined(self, text: str) -> str:
        found = _DOUBT.sub(self._pair, text)
        return found.replace(LIKELY, "").replace(PERHAPS, " ")

    def _pair(self, doubt: re.Match[str]) -> str:
        first, mark, second = doubt[1].lower(), doubt[2], doubt[3].lower()
        return doubt[1] if self._is_one(first, second, likely=mark == LIKELY) else f"{doubt[1]} "

    def _is_one(self, first: str, second: str, *, likely: bool) -> bool:
        if _stem(first + second) in self._stems or second[0] in _NEVER_FIRST:
            return True
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


_DOUBTFUL = re.compile(f"\\w*[{LIKELY}{PERHAPS}]\\w*")
