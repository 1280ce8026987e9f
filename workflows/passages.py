"""A text as the checks read it: short passages with their places, folded, and patterns of Russian phrases.

A phrase is written as people would look for it: «анализ* текущ* состояни*». A star stands for any ending; between two
words up to three others may stand; case, «ё» and the kind of dash or quotation mark do not matter."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_SHORT = 160
"""Characters: a heading that was not marked as one is not longer."""
_NUMBERED = re.compile(
    r"(?:раздел|глава|часть|приложение|[ivx]{1,5}[.)]|\d{1,2}(?:\.\d{1,2}){0,3}[.)]?)\s", re.IGNORECASE
)
_FOLDING = str.maketrans(
    {
        "ё": "е",
        "–": "-",
        "—": "-",
        "−": "-",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "№": " № ",
    }
)
_GAP = r"(?:\W+\w+){0,3}?\W+"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a heading or a cell; `leaf` and `position` count from 1, as pages and blocks do."""

    leaf: int
    position: int
    text: str
    is_heading: bool = False
    row: int = 0
    column: int = 0
    """Place in a table, from 1; 0 outside tables."""

    @property
    def is_label(self) -> bool:
        """The first cell of a row: in a passport of a programme it names what the next cell holds."""
        return self.column == 1

    @property
    def may_head(self) -> bool:
        """It is a heading, or stands where schools write headings: a label, a short or a numbered line."""
        short = len(self.text) <= _SHORT
        return self.is_heading or self.is_label or (short and (_NUMBERED.match(self.text) is not None))


def folded(text: str) -> str:
    """Return the text as it is compared: lower case, «е» for «ё», plain dashes and quotation marks."""
    return text.lower().translate(_FOLDING)


@lru_cache(maxsize=2048)
def pattern(phrase: str) -> re.Pattern[str]:
    """Return the expression that finds a phrase in folded text."""
    words = (
        rf"(?<!\w){re.escape(word.rstrip('*'))}" + (r"\w*" if word.endswith("*") else r"(?!\w)")
        for word in phrase.split()
    )
    return re.compile(_GAP.join(words))


def first_match(phrases: Iterable[str], passages: Sequence[Passage]) -> Passage | None:
    """Return the first passage that holds one of the phrases."""
    patterns = [pattern(folded(phrase)) for phrase in phrases]
    return next(
        (passage for passage in passages if any(one.search(folded(passage.text)) for one in patterns)), None
    )


def excerpt(text: str, *, limit: int = 120) -> str:
    """Return the beginning of a passage, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: line.rfind(" ", 0, limit) if " " in line[:limit] else limit].rstrip(" ,;:–-") + "…"
