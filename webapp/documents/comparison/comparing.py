"""Two documents, passage by passage."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from webapp.documents.comparison.changes import Change, Comparison, Kind, Mark, RowChange, Span, Spans
from webapp.documents.comparison.pairing import pairing
from webapp.documents.comparison.passages import Passage, passages, regrouped
from webapp.documents.comparison.summing import figures, headlines
from webapp.documents.comparison.tables import as_rows, compared_rows
from webapp.documents.comparison.travelling import travelled
from webapp.documents.comparison.words import spans, text_of
from webapp.documents.content import BlockKind, Content


def compare(before: Content, after: Content, *, yo_matters: bool = False) -> Comparison:
    """Return what became of every passage of `before` on its way to `after`; `yo_matters` tells ё from е."""
    earlier, later = (passages(one, yo_matters=yo_matters) for one in (before, after))
    changes = travelled(tuple(_changes(regrouped(earlier, later), regrouped(later, earlier))))
    return Comparison(changes, headlines(changes), figures(changes))


def compare_texts(before: str, after: str) -> Spans:
    """Return what became of the words of a short text, such as an answer."""
    return spans(text_of(before), text_of(after))


def _changes(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[Change]:
    """Passages in the order of the later document; what is gone stands where it was."""
    found = pairing([one.unit for one in before], [one.unit for one in after])
    came, left = {j: i for i, j in found.moved}, {i for i, _ in found.moved}
    i = j = 0
    for one, other in (*found.kept, (len(before), len(after))):
        for place in range(i, one):
            yield _one(Kind.AWAY if place in left else Kind.DELETED, before[place])
        for place in range(j, other):
            if place in came:
                yield _both(Kind.MOVED, before[came[place]], after[place])
            else:
                yield _one(Kind.INSERTED, after[place])
        if one < len(before):
            kind = Kind.SAME if before[one].unit.key == after[other].unit.key else Kind.CHANGED
            yield _both(kind, before[one], after[other])
        i, j = one + 1, other + 1


def _one(kind: Kind, passage: Passage) -> Change:
    is_new = kind is Kind.INSERTED
    mark = Mark.INSERTED if is_new else Mark.DELETED
    change = Change(kind, passage.kind, None if is_new else passage.place, passage.place if is_new else None)
    if passage.kind is BlockKind.TABLE:
        return replace(change, rows=as_rows(passage.cells, kind, mark))
    return replace(change, spans=(Span(mark, passage.text.raw),))


def _both(kind: Kind, before: Passage, after: Passage) -> Change:
    change = Change(kind, after.kind, before.place, after.place)
    if after.kind is not BlockKind.TABLE:
        return replace(change, spans=spans(before.text, after.text))
    rows: tuple[RowChange, ...] = (
        as_rows(after.cells, Kind.SAME, Mark.SAME)
        if before.unit.key == after.unit.key
        else compared_rows(before.cells, after.cells)
    )
    return replace(change, rows=rows)
