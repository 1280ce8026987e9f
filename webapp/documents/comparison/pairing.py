"""Which passage of one document is which of the other: the same, much alike where it stands, or moved.

The answer does not depend on which document comes first: both directions are one calculation, turned over."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz.distance import LCSseq

Key = tuple[str, ...]
Pair = tuple[int, int]
_ALIKE = 0.5
"""From this likeness on two passages in the same place are one that was changed."""
_MOVED_ALIKE = 0.75
_HELD = 0.8
"""A passage of which so much is found in the other one grew, or was cut."""
_HELD_WORDS = 5
_MOVED_WORDS = 4
_MOVED_CHANGED_WORDS = 8
_COMMON = 20
"""A word in more passages than this tells nothing of which passage it is."""
_CANDIDATES = 5
_AROUND = 2
_EXACT = 250_000
"""A gap of so many possible pairs is searched by difflib for what is the same."""


class Variety(StrEnum):
    TEXT = "text"
    HEADING = "heading"
    TABLE = "table"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Unit:
    """What is paired: `key` tells whether two are the same, `words` how much they are alike."""

    key: Key
    words: Key
    variety: Variety

    @classmethod
    def of(cls, key: Key, variety: Variety) -> "Unit":
        return cls(key, tuple(one for one in key if one[0].isalnum()) or key, variety)

    def may_become(self, other: "Unit") -> bool:
        return (self.variety is Variety.TABLE) is (other.variety is Variety.TABLE)


@dataclass(frozen=True, slots=True)
class Pairing:
    """`kept` are pairs in the order of both documents; `moved` are the others, by the order of the later one."""

    kept: tuple[Pair, ...]
    moved: tuple[Pair, ...]


def pairing(before: Sequence[Unit], after: Sequence[Unit]) -> Pairing:
    """Return which of `before` is which of `after`; what is in no pair was deleted or inserted."""
    if [one.key for one in before] <= [one.key for one in after]:
        return _pairing(before, after)
    turned = _pairing(after, before)
    return Pairing(
        tuple((i, j) for j, i in turned.kept), tuple(sorted(((i, j) for j, i in turned.moved), key=_later))
    )


def _pairing(before: Sequence[Unit], after: Sequence[Unit]) -> Pairing:
    kept = _anchors(before, after)
    for gap in list(_gaps(kept, before, after)):
        kept += _same_in(gap, before, after)
    kept.sort()
    for gap in list(_gaps(kept, before, after)):
        kept += _alike_in(gap, before, after)
    kept.sort()
    lone = [pair for gap in _gaps(kept, before, after) for pair in _renamed(gap, before, after)]
    moved = _moved(before, after, kept)
    gone = {i for i, _ in moved}, {j for _, j in moved}
    kept += [(i, j) for i, j in lone if i not in gone[0] and j not in gone[1]]
    return Pairing(tuple(sorted(kept)), tuple(sorted(moved, key=_later)))


@dataclass(frozen=True, slots=True)
class _Gap:
    """Passages of both documents between two pairs."""

    before: range
    after: range


def _later(pair: Pair) -> int:
    return pair[1]


def _anchors(before: Sequence[Unit], after: Sequence[Unit]) -> list[Pair]:
    """Passages that each document has once and that stand in the same order, and their equal neighbours."""
    here, there = _single(before), _single(after)
    straight = _longest([(i, there[key]) for key, i in here.items() if key in there])
    found: list[Pair] = []
    for i, j in straight:
        if found and i <= found[-1][0]:
            continue
        least = found[-1] if found else (-1, -1)
        back = 1
        while i - back > least[0] and j - back > least[1] and before[i - back].key == after[j - back].key:
            back += 1
        forward = 1
        while (
            i + forward < len(before)
            and j + forward < len(after)
            and before[i + forward].key == after[j + forward].key
        ):
            forward += 1
        found += [(i + step, j + step) for step in range(1 - back, forward)]
    return found


def _single(units: Sequence[Unit]) -> dict[Key, int]:
    counts = Counter(one.key for one in units)
    return {one.key: place for place, one in enumerate(units) if counts[one.key] == 1}


def _longest(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the longest chain of pairs that grows in both."""
    ends: list[int] = []
    chain: list[tuple[Pair, int]] = []
    tops: list[int] = []
    for pair in sorted(pairs):
        place = bisect_left(ends, pair[1])
        chain.append((pair, tops[place - 1] if place else -1))
        ends[place : place + 1] = [pair[1]]
        tops[place : place + 1] = [len(chain) - 1]
    found: list[Pair] = []
    at = tops[-1] if tops else -1
    while at >= 0:
        pair, at = chain[at]
        found.append(pair)
    return found[::-1]


def _gaps(kept: Sequence[Pair], before: Sequence[Unit], after: Sequence[Unit]) -> Iterator[_Gap]:
    """Places between pairs where both documents have something left."""
    i = j = 0
    for one, other in (*kept, (len(before), len(after))):
        if i < one and j < other:
            yield _Gap(range(i, one), range(j, other))
        i, j = one + 1, other + 1


def _same_in(gap: _Gap, before: Sequence[Unit], after: Sequence[Unit]) -> list[Pair]:
    if len(gap.before) * len(gap.after) > _EXACT:
        return []
    keys = [before[i].key for i in gap.before], [after[j].key for j in gap.after]
    blocks = SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks()
    return [
        (gap.before[block.a + step], gap.after[block.b + step])
        for block in blocks
        for step in range(block.size)
    ]


def _alike_in(gap: _Gap, before: Sequence[Unit], after: Sequence[Unit]) -> list[Pair]:
    """Pairs much alike, the best first, as long as they do not cross."""
    index = _Index(before, gap.before)
    scored = []
    for j in gap.after:
        guess = gap.before[(j - gap.after.start) * len(gap.before) // len(gap.after)]
        near = range(max(guess - _AROUND, gap.before.start), min(guess + _AROUND + 1, gap.before.stop))
        for i in {*index.alike(after[j]), *near}:
            score = likeness(before[i], after[j])
            if score >= _ALIKE:
                scored.append((-score * len(after[j].words), i, j))
    firsts: list[int] = []
    seconds: list[int] = []
    for _, i, j in sorted(scored):
        place = bisect_left(firsts, i)
        if (place == len(firsts) or (firsts[place] > i and seconds[place] > j)) and (
            place == 0 or seconds[place - 1] < j
        ):
            firsts.insert(place, i)
            seconds.insert(place, j)
    return list(zip(firsts, seconds, strict=True))


def _renamed(gap: _Gap, before: Sequence[Unit], after: Sequence[Unit]) -> list[Pair]:
    """A heading alone in its place that became another heading."""
    if len(gap.before) != 1 or len(gap.after) != 1:
        return []
    i, j = gap.before[0], gap.after[0]
    return [(i, j)] if before[i].variety is after[j].variety is Variety.HEADING else []


def _moved(before: Sequence[Unit], after: Sequence[Unit], kept: Sequence[Pair]) -> list[Pair]:
    """Pairs among what is left over, wherever they stand: first the same, then much alike."""
    taken = {i for i, _ in kept}, {j for _, j in kept}
    gone = [i for i in range(len(before)) if i not in taken[0]]
    come = [j for j in range(len(after)) if j not in taken[1]]
    found: list[Pair] = []
    places: defaultdict[Key, list[int]] = defaultdict(list)
    for i in reversed(gone):
        if len(before[i].words) >= _MOVED_WORDS:
            places[before[i].key].append(i)
    for j in come:
        if waiting := places.get(after[j].key):
            found.append((waiting.pop(), j))
    used = {i for i, _ in found}, {j for _, j in found}
    return found + _moved_alike(
        before, after, [i for i in gone if i not in used[0]], [j for j in come if j not in used[1]]
    )


def _moved_alike(
    before: Sequence[Unit], after: Sequence[Unit], gone: Sequence[int], come: Sequence[int]
) -> list[Pair]:
    index = _Index(before, [i for i in gone if len(before[i].words) >= _MOVED_CHANGED_WORDS])
    scored = [
        (-score, i, j)
        for j in come
        if len(after[j].words) >= _MOVED_CHANGED_WORDS
        for i in index.alike(after[j])
        if (score := likeness(before[i], after[j])) >= _MOVED_ALIKE
    ]
    found: dict[int, int] = {}
    for _, i, j in sorted(scored):
        if i not in found and j not in found.values():
            found[i] = j
    return list(found.items())


def likeness(one: Unit, other: Unit) -> float:
    """Return from 0 to 1 how much two passages are alike: the share of words they have in common, in order."""
    if not one.may_become(other):
        return 0.0
    least, total = min(len(one.words), len(other.words)), len(one.words) + len(other.words)
    if not least:
        return 1.0 if one.key == other.key else 0.0
    possible = max(2 * least / total, 1.0 if least >= _HELD_WORDS else 0.0)
    if possible < _ALIKE:
        return 0.0
    common = LCSseq.similarity(one.words, other.words)
    whole = 2 * common / total
    held = common / least
    return max(whole, held * _HELD) if least >= _HELD_WORDS and held >= _HELD else whole


class _Index:
    """Which passages share a rare word."""

    def __init__(self, units: Sequence[Unit], places: Iterable[int]) -> None:
        self._places: Mapping[str, list[int]] = defaultdict(list)
        for place in places:
            for word in set(units[place].words):
                self._places[word].append(place)

    def alike(self, unit: Unit) -> list[int]:
        """Return the few that share most rare words with this one."""
        shared: Counter[int] = Counter()
        for word in set(unit.words):
            places = self._places.get(word, ())
            if len(places) <= _COMMON:
                shared.update(places)
        best = sorted(shared.items(), key=lambda item: (-item[1], item[0]))
        return [place for place, _ in best[:_CANDIDATES]]
