"""The share over time: the days a chart stands on, and both readings on each of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.deadlines import Period
from workflows.roadmaps.indicator import Reading, Row, Share, share

MOST = 24
"""So many days are told apart in a chart; a longer way is shown by quarters, half-years, years."""
_STEPS = (1, 3, 6, 12)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Point:
    """The figure of each reading on a day."""

    on: date
    shares: Mapping[Reading, Share]


def days(first: date, last: date, *, most: int = MOST) -> tuple[date, ...]:
    """Return the ends of months from `first` on, and `last` itself; nothing when it comes before `first`."""
    if last < first:
        return ()
    ends = next(
        found for step in _STEPS if len(found := _ends(first, last, step)) < most or step == _STEPS[-1]
    )
    return (*(day for day in ends if day < last), last)


def course(rows: Iterable[Row], on: Sequence[date], roadmap: Period | None = None) -> tuple[Point, ...]:
    """Return the figures on each of the days."""
    known = tuple(rows)
    return tuple(
        Point(day, {reading: share(known, day, reading, roadmap) for reading in Reading}) for day in on
    )


def _ends(first: date, last: date, step: int) -> list[date]:
    """Return the last days of every `step` months of a year, from `first` to `last`."""
    found, month = [], date(first.year, first.month, 1)
    while month <= last:
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        if (month.month - 1) % step == 0 and month - _DAY <= last:
            found.append(month - _DAY)
    return found
