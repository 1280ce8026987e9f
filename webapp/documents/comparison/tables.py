"""Tables: which row is which, then cell by cell, then words."""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from webapp.documents.comparison.changes import Kind, Mark, RowChange, Span, Spans
from webapp.documents.comparison.pairing import pairing
from webapp.documents.comparison.passages import row_units
from webapp.documents.comparison.words import Text, spans

Cells = Sequence[Text]


def as_rows(rows: Sequence[Cells], kind: Kind, mark: Mark) -> tuple[RowChange, ...]:
    """Return a whole table of which every row shared the same fate."""
    return tuple(RowChange(kind, tuple(_whole(cell, mark) for cell in row)) for row in rows)


def compared_rows(before: Sequence[Cells], after: Sequence[Cells]) -> tuple[RowChange, ...]:
    """Return the rows in the order of the later table; what is gone stands where it was."""
    return tuple(_rows(before, after))


def _rows(before: Sequence[Cells], after: Sequence[Cells]) -> Iterator[RowChange]:
    units = row_units(before), row_units(after)
    found = pairing(*units)
    came, left = {j: i for i, j in found.moved}, {i for i, _ in found.moved}
    i = j = 0
    for one, other in (*found.kept, (len(before), len(after))):
        for place in range(i, one):
            kind = Kind.AWAY if place in left else Kind.DELETED
            yield from as_rows([before[place]], kind, Mark.DELETED)
        for place in range(j, other):
            if place in came:
                yield RowChange(Kind.MOVED, _cells(before[came[place]], after[place]))
            else:
                yield from as_rows([after[place]], Kind.INSERTED, Mark.INSERTED)
        if one < len(before):
            kind = Kind.SAME if units[0][one].key == units[1][other].key else Kind.CHANGED
            yield RowChange(kind, _cells(before[one], after[other]))
        i, j = one + 1, other + 1


def _cells(before: Cells, after: Cells) -> tuple[Spans, ...]:
    """Return the cells of a row; where columns came or went, cells that are the same find each other."""
    if len(before) == len(after):
        return tuple(spans(one, other) for one, other in zip(before, after, strict=True))
    found: list[Spans] = []
    for step in Indel.opcodes([one.keys for one in before], [one.keys for one in after]):
        gone, come = before[step.src_start : step.src_end], after[step.dest_start : step.dest_end]
        if step.tag == "equal":
            found += [_whole(cell, Mark.SAME) for cell in come]
        found += [_whole(cell, Mark.DELETED) for cell in gone if step.tag == "delete"]
        found += [_whole(cell, Mark.INSERTED) for cell in come if step.tag == "insert"]
    return tuple(found)


def _whole(cell: Text, mark: Mark) -> Spans:
    return (Span(mark, cell.raw),) if cell.raw else ()
