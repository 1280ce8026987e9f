"""«Что изменилось»: a list of the changes with a taste of each, and figures."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from webapp.documents.comparison.changes import Change, Figures, Headline, Kind, Mark, Span, Spans
from webapp.documents.content import BlockKind

_TASTE = 90
_LEAD = 30
"""Letters of unchanged text before the first change in an excerpt."""
_IN_RUNS = frozenset({Kind.INSERTED, Kind.DELETED})
_CUT = "…"


def figures(changes: Sequence[Change]) -> Figures:
    """Return how many passages were added, removed, changed and moved, and the share of words changed."""
    counts = {kind: sum(one.kind is kind for one in changes) for kind in Kind}
    touched = total = 0
    for change in changes:
        if change.kind is Kind.AWAY:
            continue
        for row_kind, span in _told(change):
            if row_kind is Kind.AWAY:
                continue
            words = len(span.text.split())
            total += words * (2 if span.mark is Mark.SAME else 1)
            touched += words if span.mark in {Mark.INSERTED, Mark.DELETED} else 0
    share = round(touched / total, 4) if total else 0.0
    return Figures(
        counts[Kind.INSERTED], counts[Kind.DELETED], counts[Kind.CHANGED], counts[Kind.MOVED], share
    )


def headlines(changes: Sequence[Change]) -> tuple[Headline, ...]:
    """Return a line for each change; passages added or removed one after another are one line."""
    sections = _sections(changes)
    found: list[Headline] = []
    for _, run in groupby(enumerate(changes), key=lambda item: _run(*item)):
        numbers = [number for number, _ in run]
        one = changes[numbers[0]]
        if one.kind in {Kind.SAME, Kind.AWAY}:
            continue
        place = one.after or one.before
        rows = sum(row.kind not in {Kind.SAME, Kind.AWAY} for row in one.rows)
        found.append(
            Headline(
                numbers[0],
                numbers[-1],
                one.kind,
                sections[numbers[0]],
                place.leaf if place else 1,
                _taste(one),
                rows,
            )
        )
    return tuple(found)


def _told(change: Change) -> Iterator[tuple[Kind, Span]]:
    for span in change.spans:
        yield change.kind, span
    for row in change.rows:
        for cell in row.cells:
            for span in cell:
                yield row.kind, span


def _run(number: int, change: Change) -> tuple[Kind, int, bool]:
    """What makes neighbours one line: both added, or both removed, and neither a heading that opens a part."""
    alone = change.kind not in _IN_RUNS or change.block is BlockKind.TABLE
    return change.kind, number if alone else -1, change.block is BlockKind.TABLE


def _sections(changes: Sequence[Change]) -> list[str]:
    """Return for each change the heading it stands under."""
    found: list[str] = []
    current = ""
    for change in changes:
        found.append(current)
        if change.block.is_heading and change.kind not in {Kind.DELETED, Kind.AWAY}:
            current = _short("".join(span.text for span in change.spans if span.mark.is_after).strip())
    return found


def _taste(change: Change) -> Spans:
    """Return the first change of a passage with a few words before it."""
    spans = change.spans or next(
        (
            cell
            for row in change.rows
            for cell in row.cells
            if _is_touched(cell) and row.kind is not Kind.AWAY
        ),
        (),
    )
    first = next((place for place, span in enumerate(spans) if span.mark is not Mark.SAME), 0)
    lead = [Span(Mark.SAME, _ending(span.text)) for span in spans[max(first - 1, 0) : first]]
    rest = [Span(span.mark, _short(span.text)) for span in spans[first : first + 2]]
    if len(rest) == 2 and rest[1].mark is Mark.SAME:
        rest[1] = Span(Mark.SAME, _short(rest[1].text, _LEAD))
    return (*lead, *rest)


def _is_touched(cell: Spans) -> bool:
    return any(span.mark is not Mark.SAME for span in cell)


def _short(text: str, limit: int = _TASTE) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + _CUT


def _ending(text: str) -> str:
    return text if len(text) <= _LEAD else _CUT + text[-_LEAD:].partition(" ")[2]
