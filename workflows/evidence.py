"""Which documents prove which measure (К09): the rules of the evidence matrix, a table read from top to bottom.

A file is tied to a measure by the slot it was put into, by hand, or by its words. What the tie is worth is decided by
what the machine knows of the file; whether the measure was carried out is judged by people (Л4, Л5).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from workflows.passages import Passage
from workflows.programme_tables import stems
from workflows.vocabulary import Labelled, Toned

LATER = timedelta(days=14)
"""A report is written after what it reports: so long after the date of the measure it is still of its time."""
AGREE, PROPOSE = 0.5, 0.8
"""Shares of a measure's words that a document must hold: to agree with it, to be proposed for it."""
FEWEST = 3
"""Words with a meaning a measure must have for a document to be proposed."""
OPENING = 1500
"""Words from the beginning of a document by which it is known."""


class Tie(Labelled):
    """What ties a file to a measure."""

    SLOT = "slot", "приложен к мере"
    HAND = "hand", "указан вручную"
    WORDS = "words", "предложен по словам документа"


class Coverage(Toned):
    """How well a measure is proved, or what one file is worth for it."""

    COVERED = "covered", "Документ есть", "ok", "circle-check"
    WEAK = "weak", "Подтверждение слабое", "warn", "triangle-alert"
    OUTSIDE = "outside", "Вне срока", "bad", "calendar-days"
    MISSING = "missing", "Документа нет", "bad", "circle-alert"


class Reason(Labelled):
    """Why a file is worth that; the label goes on from the name of the file."""

    EARLY = "early", "датирован раньше начала программы"
    LATE = "late", "датирован позже срока меры"
    NOT_READ = "not_read", "ещё не прочитан"
    UNREADABLE = "unreadable", "не прочитан: откройте оригинал"
    NO_TEXT = "no_text", "без текста: снимок или скан читает только человек"
    PROPOSED = "proposed", "связь предложена, её никто не подтвердил"
    UNDATED = "undated", "дата в документе не найдена"
    NO_TERM = "no_term", "у меры нет срока"
    OTHER_WORDS = "other_words", "мера в нём не названа"
    FITS = "fits", "дата и слова сходятся"


@dataclass(frozen=True, slots=True)
class Window:
    """The days a document of a measure may bear."""

    start: date | None
    end: date

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and day <= self.end


@dataclass(frozen=True, slots=True)
class Measure:
    """What is to be proved; `window` is None while it has no date."""

    key: str
    title: str
    window: Window | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of a file. `measure` is the key of the measure whose slot it lies in, '' for another slot."""

    file: int
    measure: str = ""
    may_be_proposed: bool = True
    is_waiting: bool = False
    is_read: bool = True
    has_text: bool = True
    words: frozenset[str] = frozenset()
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A file tied to a measure, and what it is worth."""

    file: int
    tie: Tie
    coverage: Coverage
    reason: Reason


@dataclass(frozen=True, slots=True)
class Row:
    """A measure with its files, the best of them first."""

    measure: Measure
    coverage: Coverage
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    tie: Tie
    measure: Measure
    proof: Proof


_words = lru_cache(4096)(stems)

Decisions = Mapping[tuple[str, int], bool]
"""Measure and file → whether a person said that they belong together."""

_RULES: tuple[tuple[Callable[[_Case], bool], Coverage, Reason], ...] = (
    (lambda one: one.proof.is_waiting, Coverage.WEAK, Reason.NOT_READ),
    (lambda one: not one.proof.is_read, Coverage.WEAK, Reason.UNREADABLE),
    (lambda one: _is_early(one.measure, one.proof), Coverage.OUTSIDE, Reason.EARLY),
    (lambda one: _is_late(one.measure, one.proof), Coverage.OUTSIDE, Reason.LATE),
    (lambda one: not one.proof.has_text, Coverage.WEAK, Reason.NO_TEXT),
    (lambda one: one.tie is Tie.WORDS, Coverage.WEAK, Reason.PROPOSED),
    (lambda one: one.proof.dated is None, Coverage.WEAK, Reason.UNDATED),
    (lambda one: one.measure.window is None, Coverage.WEAK, Reason.NO_TERM),
    (lambda one: share(one.measure, one.proof) < AGREE, Coverage.WEAK, Reason.OTHER_WORDS),
    (lambda _: True, Coverage.COVERED, Reason.FITS),
)
_BEST_FIRST = (Coverage.COVERED, Coverage.WEAK, Coverage.OUTSIDE, Coverage.MISSING)


def matrix(measures: Sequence[Measure], proofs: Sequence[Proof], decisions: Decisions) -> tuple[Row, ...]:
    """Return a row for each measure, in their order.

    Proposed are files that nobody tied to anything, and any file for a measure that has none."""
    tied = {
        measure.key: {one.file: tie for one in proofs if (tie := _said(measure, one, decisions)) is not None}
        for measure in measures
    }
    taken = {file for ties in tied.values() for file in ties}
    for measure in measures:
        ties = tied[measure.key]
        open_to = [one for one in proofs if not ties or one.file not in taken]
        for one in open_to:
            if (measure.key, one.file) not in decisions and proposes(measure, one):
                ties[one.file] = Tie.WORDS
    return tuple(_row(measure, proofs, tied[measure.key]) for measure in measures)


def proposes(measure: Measure, proof: Proof) -> bool:
    """Tell whether a document by its words and its date may be about a measure."""
    if not proof.may_be_proposed or proof.dated is None or measure.window is None:
        return False
    enough = len(_words(measure.title)) >= FEWEST and share(measure, proof) >= PROPOSE
    return enough and measure.window.holds(proof.dated)


def share(measure: Measure, proof: Proof) -> float:
    """Return which part of a measure's words the document holds, 0 to 1."""
    words = _words(measure.title)
    return len(words & proof.words) / len(words) if words else 0.0


def opening_words(passages: Iterable[Passage]) -> frozenset[str]:
    """Return the stems of the words a document begins with."""
    found: list[str] = []
    for passage in passages:
        found += passage.text.split()
        if len(found) >= OPENING:
            break
    return stems(" ".join(found[:OPENING]))


def window_of(start: date | None, end: date | None) -> Window | None:
    """Return the days documents of a measure may bear, which is to be done between these two."""
    return Window(start, end + LATER) if end is not None else None


def counts(rows: Iterable[Row]) -> dict[Coverage, int]:
    """Return how many measures are covered, weak, out of time and missing."""
    found = dict.fromkeys(_BEST_FIRST, 0)
    for row in rows:
        found[row.coverage] += 1
    return found


def _said(measure: Measure, proof: Proof, decisions: Decisions) -> Tie | None:
    """Return what people tied: the hand outweighs the slot."""
    said = decisions.get((measure.key, proof.file))
    in_slot = proof.measure == measure.key
    if said is False:
        return None
    if in_slot:
        return Tie.SLOT
    return Tie.HAND if said else None


def _row(measure: Measure, proofs: Iterable[Proof], ties: Mapping[int, Tie]) -> Row:
    cells = [_cell(_Case(ties[one.file], measure, one)) for one in proofs if one.file in ties]
    cells.sort(key=lambda cell: _BEST_FIRST.index(cell.coverage))
    return Row(measure, cells[0].coverage if cells else Coverage.MISSING, tuple(cells))


def _cell(case: _Case) -> Cell:
    coverage, reason = next((coverage, reason) for holds, coverage, reason in _RULES if holds(case))
    return Cell(case.proof.file, case.tie, coverage, reason)


def _is_early(measure: Measure, proof: Proof) -> bool:
    start = measure.window.start if measure.window else None
    return start is not None and proof.dated is not None and proof.dated < start


def _is_late(measure: Measure, proof: Proof) -> bool:
    return measure.window is not None and proof.dated is not None and proof.dated > measure.window.end
