"""Which words two documents share: phrases of stems, a few of them kept as marks, and the passages they stand in.

Plain functions of texts. A **phrase** is six stems in a row, figures left out, so that another year or number in a
copied sentence changes nothing. Of each 32 phrases in a row the one with the least hash is kept as a **mark**
(winnowing: Schleimer, Wilkerson, Aiken, 2003): documents that share 37 words in a row share a mark, always."""

from workflows.near_copies.phrases import EDITION, PHRASE, WINDOW, Reading, marks_of, read
from workflows.near_copies.sharing import LEAST_WORDS, Passage, Piece, Sharing, Slice, sharing

__all__ = [
    "EDITION", "LEAST_WORDS", "PHRASE", "WINDOW", "Passage", "Piece", "Reading", "Sharing", "Slice", "marks_of",
    "read", "sharing",
]  # fmt: skip
