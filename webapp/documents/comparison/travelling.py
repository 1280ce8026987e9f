"""A sentence taken from one place and put into another is told as moved, not as deleted and written anew."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from webapp.documents.comparison.changes import Change, Kind, Mark, Span, Spans
from webapp.documents.comparison.words import text_of

_WORDS = 6
_EDITED = frozenset({Kind.CHANGED, Kind.MOVED})
Place = tuple[int, int]


def travelled(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return the changes with words that left one passage and came into another, or the same, marked so."""
    left = _runs(changes, Mark.DELETED)
    marks: dict[Place, Mark] = {}
    for key, places in _runs(changes, Mark.INSERTED).items():
        for come, gone in zip(places, left.get(key, ()), strict=False):
            marks[come], marks[gone] = Mark.CAME, Mark.LEFT
    if not marks:
        return changes
    touched = {change for change, _ in marks}
    return tuple(
        replace(one, spans=_marked(one.spans, number, marks)) if number in touched else one
        for number, one in enumerate(changes)
    )


def _runs(changes: Sequence[Change], mark: Mark) -> dict[tuple[str, ...], list[Place]]:
    """Where words long enough to be known again were deleted or inserted inside passages."""
    found: defaultdict[tuple[str, ...], list[Place]] = defaultdict(list)
    for number, change in enumerate(changes):
        if change.kind in _EDITED:
            for place, span in enumerate(change.spans):
                if span.mark is mark:
                    keys = text_of(span.text).keys
                    if len(keys) >= _WORDS:
                        found[keys].append((number, place))
    return found


def _marked(spans: Spans, number: int, marks: dict[Place, Mark]) -> Spans:
    return tuple(Span(marks.get((number, place), span.mark), span.text) for place, span in enumerate(spans))
