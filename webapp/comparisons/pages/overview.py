"""Two versions of a package: which files came, went and changed, and what changed in the answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.comparisons.pages.sides import Editions
from webapp.comparisons.queries import NOT_ASKED, Change, FilePair, State
from webapp.documents.comparison import Figures, Mark, Span, compare_texts
from webapp.dossier import queries as dossiers
from webapp.formatting import date_ru, percent_ru, removed_ru
from webapp.models import Version
from webapp.tables import TabItem, columns
from workflows.dates import from_iso
from workflows.kind import Answering, Question
from workflows.kinds import KINDS
from workflows.reading import ReadingState

COLUMNS = columns("Файл", "Место в пакете", "Изменение", "Правки")
_TAGS = {
    Change.CHANGED: ("acc", "pencil", "Изменён"),
    Change.NEW: ("ok", "plus", "Добавлен"),
    Change.REMOVED: ("bad", "trash-2", "Удалён"),
    Change.SAME: ("off", "minus", "Без изменений"),
}
"""In the order of the list."""


@dataclass(frozen=True, slots=True)
class Tag:
    tone: str
    icon: str
    label: str


@dataclass(frozen=True, slots=True)
class FileLine:
    name: str
    url: str
    was: str
    slot: str
    tag: Tag
    words: str
    compare_url: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    title: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    title: str
    earlier: int
    later: int
    tabs: tuple[TabItem, ...]
    files: tuple[FileLine, ...]
    answers: tuple[AnswerLine, ...]
    same: int
    columns: tuple[object, ...] = COLUMNS

    @property
    def is_same(self) -> bool:
        return not self.answers and self.same == len(self.files)


def overview(
    between: Editions,
    versions: Sequence[Version],
    found: Sequence[FilePair],
    states: Mapping[tuple[str, str], State],
) -> Overview:
    earlier, later = between.earlier, between.later
    titles = {slot.code: slot.title for one in (earlier, later) for slot in dossiers.frozen_slots(one)}
    order = tuple(_TAGS)
    changed = sorted(found, key=lambda pair: order.index(pair.change))
    return Overview(
        f"Редакции {earlier.number} и {later.number}",
        earlier.number,
        later.number,
        tuple(_tabs(between, versions)),
        tuple(_file(between, pair, titles, states) for pair in changed),
        tuple(_answers(between)),
        sum(pair.change is Change.SAME for pair in found),
    )


def figures_words(figures: Figures) -> str:
    """«изменено 3, добавлен 1 абзац; слов изменено 4 %»."""
    if not figures.total:
        return "текст не изменился"
    counts = (
        (figures.changed, "изменено"), (figures.added, "добавлено"), (figures.removed, "удалено"),
        (figures.moved, "перемещено"),
    )  # fmt: skip
    told = ", ".join(f"{verb} {number}" for number, verb in counts if number)
    share = max(figures.share * 100, 1) if figures.share else 0
    return f"абзацев: {told}" + (f"; изменено слов: {percent_ru(share, 0)}" if share else "")


def _tabs(between: Editions, versions: Sequence[Version]) -> Iterator[TabItem]:
    later = between.later
    for one in sorted(versions, key=lambda version: version.number):
        if one.number < later.number:
            url = Editions(between.package, one, later).url()
            yield TabItem(f"С редакцией {one.number}", url, current=one.number == between.earlier.number)


def _file(
    between: Editions, pair: FilePair, titles: Mapping[str, str], states: Mapping[tuple[str, str], State]
) -> FileLine:
    file = pair.file
    both = pair.before if pair.is_comparable else None
    gone = removed_ru(file.removed_at, file.removed_by_name, ZoneInfo(between.package.municipality.zone))
    state = states.get((both.sha256, file.sha256), NOT_ASKED) if both else None
    return FileLine(
        name=file.name,
        url=url_for("packages.file", number=between.package.number, file=file.number),
        was=f"было: {both.name}" if both and both.name != file.name else "",
        slot=titles.get(file.slot, "Другие файлы"),
        tag=Tag(*_TAGS[pair.change]),
        words=_state_words(state) if state else gone,
        compare_url=between.url(file=file.number) if both else "",
    )


def _state_words(state: State) -> str:
    if state.figures is not None:
        return figures_words(state.figures)
    return "готовится" if state.is_asked and state.state is ReadingState.WAITING else ""


def _answers(between: Editions) -> Iterator[AnswerLine]:
    for question in KINDS[between.package.kind].questions:
        was, now = (
            _answer(question, one.answers.get(question.code, "")) for one in (between.earlier, between.later)
        )
        spans = compare_texts(was, now)
        if any(span.mark is not Mark.SAME for span in spans):
            yield AnswerLine(question.title, spans)


def _answer(question: Question, text: str) -> str:
    day = from_iso(text) if question.answering is Answering.DATE else None
    return date_ru(day) if day else text
