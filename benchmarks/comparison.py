"""Two documents compared: milliseconds of processor, beside the bare library call on the same paragraphs.

The floor is difflib over paragraphs and, inside replaced ones, `Indel.opcodes` over words: no typography, no moves, no
tables, no likeness. `python -m benchmarks.comparison` needs no server and no database.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from difflib import SequenceMatcher

from rapidfuzz.distance import Indel

from webapp.documents.comparison import compare, to_json
from webapp.documents.content import Block, BlockKind, Cell, Content, Leaf

PAGES = 100
PARAGRAPHS = 12
WORDS = 24
GOAL = 2.0
"""Most seconds for a hundred pages."""
ROUNDS = 5
VOCABULARY = [f"слово{n}" for n in range(3000)]


def lines() -> list[str]:
    """Return a line of the table for each pair of documents."""
    dice = random.Random(7)  # noqa: S311
    before = _document(dice)
    pairs = {
        "обычные правки": _edited(before, dice),
        "раздел переставлен": before[300:] + before[:300],
        "другой документ": _document(dice),
        "тот же документ": list(before),
    }
    return [_line(name, before, after) for name, after in pairs.items()]


def _line(name: str, before: list[str], after: list[str]) -> str:
    floor = _seconds(lambda: _bare(before, after))
    ours = _seconds(lambda: to_json(compare(_content(before), _content(after))))
    met = "да" if ours <= GOAL else "НЕТ"
    return f"| {name} | {floor * 1000:.0f} | {ours * 1000:.0f} | {ours / floor:.1f} | ≤ {GOAL:g} с | {met} |"


def _document(dice: random.Random) -> list[str]:
    return [" ".join(dice.choices(VOCABULARY, k=WORDS)) + "." for _ in range(PAGES * PARAGRAPHS)]


def _edited(paragraphs: list[str], dice: random.Random) -> list[str]:
    """Return what a school sends again: a tenth of the paragraphs mended, some added, removed and moved."""
    found = []
    for text in paragraphs:
        fate = dice.random()
        words = text.split()
        if fate < 0.1:
            words[dice.randrange(len(words))] = "исправлено"
        if fate < 0.12 or fate > 0.13:
            found.append(" ".join(words))
        if 0.13 < fate < 0.15:
            found.append(" ".join(dice.choices(VOCABULARY, k=WORDS)))
    for _ in range(10):
        found.insert(dice.randrange(len(found)), found.pop(dice.randrange(len(found))))
    return found


def _content(paragraphs: list[str]) -> Content:
    """Return a document whose every twentieth paragraph is a row of a table of four columns."""
    blocks = []
    for place, text in enumerate(paragraphs):
        words = text.split()
        cells = tuple(Cell(" ".join(words[start::4])) for start in range(4))
        is_table = place % 20 == 19
        blocks.append(Block(BlockKind.TABLE, rows=(cells,)) if is_table else Block(BlockKind.PARAGRAPH, text))
    return Content((Leaf(tuple(blocks)),))


def _bare(before: list[str], after: list[str]) -> int:
    found = 0
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "replace":
            words = [" ".join(part).split() for part in (before[i1:i2], after[j1:j2])]
            found += len(Indel.opcodes(*words))
    return found


def _seconds(act: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return statistics.median(times)


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
