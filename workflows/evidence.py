"""Which measures the documents of an evidence package prove, and how well (К09: measure × file).

Every rule is about values the machine has read; none of them decides anything: the curator and the expert do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.programme_tables import stems
from workflows.vocabulary import Labelled, Toned

AGREE = 0.4
"""Share of the words of a measure that a document about it has in its name or on its first pages."""


class Cover(Toned):
    """How well a measure is proved; the order is that of its strength."""

    COVERED = "covered", "Подтверждена", "ok", "circle-check"
    WEAK = "weak", "Подтверждена слабо", "warn", "triangle-alert"
    OUT_OF_PERIOD = "out_of_period", "Документ вне периода", "warn", "calendar-days"
    WAITING = "waiting", "Файл читается", "mute", "loader"
    MISSING = "missing", "Документа нет", "bad", "circle-x"


class Reason(Labelled):
    """Why a document proves a measure less than well; the label is the words for the person."""

    NO_TEXT = "no_text", "текста в файле нет, только изображения"
    UNREAD = "unread", "файл не прочитан"
    NO_DATE = "no_date", "дата документа не найдена"
    OTHER_WORDS = "other_words", "слов меры в документе не найдено"
    EARLY = "early", "документ старше начала программы"
    LATE = "late", "документ новее окончания приёма"
    TWICE = "twice", "тот же файл приложен ещё к одной мере"
    ELSEWHERE = "elsewhere", "такой же файл есть в другом пакете школы"
    FOREIGN = "foreign", "такой же файл приложила другая школа"


OUTSIDE = frozenset({Reason.EARLY, Reason.LATE})


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that must be proved, by the code of its place; the days between which its documents should be dated."""

    slot: str
    title: str
    due_on: date | None = None
    starts_on: date | None = None
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the package as it was read. `words` are the stems of its first pages."""

    key: str
    slot: str
    name: str
    waiting: bool = False
    readable: bool = True
    has_text: bool = True
    dated: date | None = None
    words: frozenset[str] = frozenset()
    repeats: tuple[Reason, ...] = ()
    """Whether the same file, or a near copy of it, stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What one document proves of one measure."""

    key: str
    cover: Cover
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A measure with its documents; `hints` are files of other places that seem to be about it."""

    measure: Measure
    cover: Cover
    proofs: tuple[Proof, ...] = ()
    hints: tuple[str, ...] = ()


def matrix(measures: Sequence[Measure], documents: Sequence[Document]) -> tuple[Line, ...]:
    """Return a line for each measure, in its order."""
    slots = {measure.slot for measure in measures}
    loose = [one for one in documents if one.slot not in slots]
    return tuple(_line(measure, documents, loose) for measure in measures)


def _line(measure: Measure, documents: Iterable[Document], loose: Iterable[Document]) -> Line:
    proofs = tuple(_proof(measure, one) for one in documents if one.slot == measure.slot)
    covers = [proof.cover for proof in proofs]
    cover = min(covers, key=list(Cover).index, default=Cover.MISSING)
    hints = tuple(one.key for one in loose if _agrees(measure, one)) if cover is not Cover.COVERED else ()
    return Line(measure, cover, proofs, hints)


def _proof(measure: Measure, document: Document) -> Proof:
    if document.waiting:
        return Proof(document.key, Cover.WAITING)
    reasons = tuple(reason for reason, holds in _doubts(measure, document) if holds) + document.repeats
    if OUTSIDE.intersection(reasons):
        return Proof(document.key, Cover.OUT_OF_PERIOD, reasons)
    return Proof(document.key, Cover.WEAK if reasons else Cover.COVERED, reasons)


def _doubts(measure: Measure, document: Document) -> tuple[tuple[Reason, bool], ...]:
    dated, known = document.dated, document.readable and document.has_text
    return (
        (Reason.UNREAD, not document.readable),
        (Reason.NO_TEXT, document.readable and not document.has_text),
        (Reason.NO_DATE, known and dated is None),
        (Reason.EARLY, bool(dated and measure.starts_on and dated < measure.starts_on)),
        (Reason.LATE, bool(dated and measure.closes_on and dated > measure.closes_on)),
        (Reason.OTHER_WORDS, known and not _agrees(measure, document)),
    )


def _agrees(measure: Measure, document: Document) -> bool:
    wanted = stems(measure.title)
    if not wanted:
        return True
    return len(wanted & (document.words | stems(document.name))) >= AGREE * len(wanted)
