"""The passages two documents share, word by word, and how much of each document they are."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from workflows.near_copies.phrases import PHRASE, Reading

LEAST_WORDS = 15
"""A shorter passage may be chance."""
GAP = 12
"""So many words of either document may be written anew inside one passage."""
PLACES = 8
"""Of a phrase that stands in the other document more often only the first are tried."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text; `shared` when the other document has the same words."""

    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """What a passage takes of one block: its number among the texts, and the words."""

    text: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What both documents say, as it stands in each; `words` of it are the same."""

    words: int
    first: tuple[Slice, ...]
    second: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """`of_first` and `of_second` are shares from 0 to 1 of each document's own text."""

    passages: tuple[Passage, ...]
    of_first: float
    of_second: float

    @property
    def words(self) -> int:
        return sum(one.words for one in self.passages)


@dataclass(frozen=True, slots=True)
class _Run:
    """Phrases in a row that both have: where they begin in each, and how many."""

    first: int
    second: int
    count: int

    @property
    def words(self) -> int:
        return self.count + PHRASE - 1


def sharing(first: Reading, second: Reading) -> Sharing:
    """Return what two documents share, in the order of the first."""
    marks = {place for place in first.picked if first.own[place]}
    kept = [
        runs
        for runs in _joined(_runs(first, second))
        if sum(run.words for run in runs) >= LEAST_WORDS and any(_holds(run, marks) for run in runs)
    ]
    passages = tuple(
        Passage(
            sum(run.words for run in runs),
            tuple(_slices(first, [(run.first, run.words) for run in runs])),
            tuple(_slices(second, [(run.second, run.words) for run in runs])),
        )
        for runs in kept
    )
    of_first = {run.first + step for runs in kept for run in runs for step in range(run.count)}
    of_second = {run.second + step for runs in kept for run in runs for step in range(run.count)}
    return Sharing(passages, _part(of_first, first), _part(of_second, second))


def _runs(first: Reading, second: Reading) -> Iterator[_Run]:
    """Return the longest runs both have, from the beginning of the first; those of it do not overlap."""
    where: defaultdict[int, list[int]] = defaultdict(list)
    for place, phrase in enumerate(second.phrases):
        if second.own[place] and len(where[phrase]) < PLACES:
            where[phrase].append(place)
    place, after = 0, 0
    while place < len(first.phrases):
        found = where.get(first.phrases[place], ()) if first.own[place] else ()
        runs = [_Run(place, other, _length(first, second, place, other)) for other in found]
        if not runs:
            place += 1
            continue
        best = max(runs, key=lambda run: (run.count, -abs(run.second - after)))
        yield best
        place += best.count
        after = best.second + best.count


def _length(first: Reading, second: Reading, place: int, other: int) -> int:
    count = 0
    most = min(len(first.phrases) - place, len(second.phrases) - other)
    while (
        count < most
        and first.phrases[place + count] == second.phrases[other + count]
        and first.own[place + count]
    ):
        count += 1
    return count


def _joined(runs: Iterator[_Run]) -> Iterator[list[_Run]]:
    """Return runs that are one passage with a few words written anew between them."""
    passage: list[_Run] = []
    for run in runs:
        if passage and not _follows(passage[-1], run):
            yield passage
            passage = []
        passage.append(run)
    if passage:
        yield passage


def _follows(before: _Run, after: _Run) -> bool:
    return (
        0 <= after.first - before.first - before.words <= GAP
        and 0 <= after.second - before.second - before.words <= GAP
    )


def _holds(run: _Run, marks: set[int]) -> bool:
    return any(place in marks for place in range(run.first, run.first + run.count))


def _part(found: set[int], whole: Reading) -> float:
    own = sum(whole.own)
    return len(found) / own if own else 0.0


def _slices(document: Reading, runs: Sequence[tuple[int, int]]) -> Iterator[Slice]:
    """Return the blocks a passage stands in, each from its first word there to its last."""
    start, (last, words) = runs[0][0], runs[-1]
    shared = {place for begin, count in runs for place in range(begin, begin + count)}
    for text, some in groupby(range(start, last + words), key=lambda place: document.words[place].text):
        yield Slice(text, tuple(_pieces(document, text, list(some), shared)))


def _pieces(document: Reading, text: int, places: Sequence[int], shared: set[int]) -> Iterator[Piece]:
    whole, end = document.texts[text], document.words[places[-1]].end
    groups = [(flag, next(some)) for flag, some in groupby(places, key=lambda place: place in shared)]
    starts = [document.words[place].start for _, place in groups]
    for (flag, _), begin, stop in zip(groups, starts, [*starts[1:], end], strict=True):
        if words := whole[begin:stop]:
            yield Piece(words, flag)
