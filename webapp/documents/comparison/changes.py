"""A comparison: what became of every passage, in the order of the later document. Values with a JSON form."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from webapp.documents.content import BlockKind


class Kind(StrEnum):
    """What became of a passage or a row. AWAY stands where a moved one was, MOVED where it is now."""

    SAME = "same"
    INSERTED = "ins"
    DELETED = "del"
    CHANGED = "edit"
    MOVED = "moved"
    AWAY = "away"


class Mark(StrEnum):
    """What became of some words. LEFT and CAME are a sentence that went from one place to another."""

    SAME = "="
    DELETED = "-"
    INSERTED = "+"
    LEFT = "<"
    CAME = ">"

    @property
    def is_before(self) -> bool:
        return self in {Mark.SAME, Mark.DELETED, Mark.LEFT}

    @property
    def is_after(self) -> bool:
        return self in {Mark.SAME, Mark.INSERTED, Mark.CAME}


@dataclass(frozen=True, slots=True)
class Span:
    """Some words with the space behind them."""

    mark: Mark
    text: str


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A leaf and a position in it, both from 1; position 0 is the title of the leaf."""

    leaf: int
    position: int


@dataclass(frozen=True, slots=True)
class RowChange:
    """What became of a row: its cells, each as spans."""

    kind: Kind
    cells: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one passage. A table has `rows`, everything else `spans`."""

    kind: Kind
    block: BlockKind
    before: Place | None
    after: Place | None
    spans: Spans = ()
    rows: tuple[RowChange, ...] = ()

    @property
    def is_edited(self) -> bool:
        """Changed where it stands, or while it moved."""
        return self.kind in {Kind.CHANGED, Kind.MOVED} and any(
            span.mark is not Mark.SAME for span in self.all_spans
        )

    @property
    def all_spans(self) -> Iterator[Span]:
        yield from self.spans
        for row in self.rows:
            for cell in row.cells:
                yield from cell


@dataclass(frozen=True, slots=True)
class Headline:
    """A line of «что изменилось»: changes `first` to `last` of one kind, under which heading, and a taste of them."""

    first: int
    last: int
    kind: Kind
    section: str
    leaf: int
    excerpt: Spans
    rows: int = 0
    """Rows of a table that changed."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Passages of each kind; `share` is the part of all words, of both documents, that changed, from 0 to 1."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    moved: int = 0
    share: float = 0.0

    @property
    def total(self) -> int:
        return self.added + self.removed + self.changed + self.moved


@dataclass(frozen=True, slots=True)
class Comparison:
    changes: tuple[Change, ...]
    headlines: tuple[Headline, ...]
    figures: Figures

    @property
    def is_same(self) -> bool:
        return not self.figures.total

    def text_before(self) -> str:
        """The words of the earlier document, told from the comparison alone."""
        kinds = {Kind.SAME, Kind.CHANGED, Kind.DELETED, Kind.AWAY}
        return self._text(kinds, lambda mark: mark.is_before)

    def text_after(self) -> str:
        kinds = {Kind.SAME, Kind.CHANGED, Kind.INSERTED, Kind.MOVED}
        return self._text(kinds, lambda mark: mark.is_after)

    def _text(self, kinds: set[Kind], is_told: Callable[[Mark], bool]) -> str:
        told: list[str] = []
        for change in self.changes:
            if change.kind in kinds:
                told += _words(change.spans, is_told)
                for row in change.rows:
                    if row.kind in kinds:
                        told += [word for cell in row.cells for word in _words(cell, is_told)]
        return " ".join(told)


def to_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "changes": [
            [
                one.kind.value,
                one.block.value,
                _place_to_json(one.before),
                _place_to_json(one.after),
                _spans_to_json(one.spans),
                [[row.kind.value, [_spans_to_json(cell) for cell in row.cells]] for row in one.rows],
            ]
            for one in comparison.changes
        ],
        "headlines": [
            [
                one.first,
                one.last,
                one.kind.value,
                one.section,
                one.leaf,
                _spans_to_json(one.excerpt),
                one.rows,
            ]
            for one in comparison.headlines
        ],
        "figures": figures_to_json(comparison.figures),
    }


def from_json(raw: Mapping[str, Any]) -> Comparison:
    """Return what `to_json` wrote."""
    return Comparison(
        tuple(
            Change(
                Kind(kind),
                BlockKind(block),
                Place(*before) if before else None,
                Place(*after) if after else None,
                _spans(spans),
                tuple(RowChange(Kind(row), tuple(map(_spans, cells))) for row, cells in rows),
            )
            for kind, block, before, after, spans, rows in raw["changes"]
        ),
        tuple(
            Headline(first, last, Kind(kind), section, leaf, _spans(excerpt), rows)
            for first, last, kind, section, leaf, excerpt, rows in raw["headlines"]
        ),
        figures_from_json(raw["figures"]),
    )


def figures_to_json(figures: Figures) -> list[Any]:
    return [figures.added, figures.removed, figures.changed, figures.moved, figures.share]


def figures_from_json(raw: Sequence[Any]) -> Figures:
    return Figures(*raw)


def _words(spans: Spans, is_told: Callable[[Mark], bool]) -> list[str]:
    return ["".join(span.text for span in spans if is_told(span.mark))]


def _place_to_json(place: Place | None) -> list[int] | None:
    return [place.leaf, place.position] if place else None


def _spans_to_json(spans: Spans) -> list[list[str]]:
    return [[span.mark.value, span.text] for span in spans]


def _spans(raw: Any) -> Spans:
    return tuple(Span(Mark(mark), text) for mark, text in raw)
