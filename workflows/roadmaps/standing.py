"""What a measure is on a day, from its occurrences and its facts (domain.md §6, «Статусы – мероприятие»)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.deadlines import Status
from workflows.roadmaps.occurrences import Occurrence
from workflows.roadmaps.words import MeasureStatus, ProgressState


@dataclass(frozen=True, slots=True)
class Fact:
    """The latest that is known of an occurrence."""

    occurrence: str
    state: ProgressState
    done_on: date


def standing(
    occurrences: Sequence[Occurrence],
    facts: Iterable[Fact],
    today: date,
    *,
    term: Status,
    excluded_on: date | None = None,
    transferred: bool = False,
) -> MeasureStatus:
    """Return the status of a measure; facts in the order they were recorded, the later one of an occurrence counts."""
    if excluded_on is not None and excluded_on <= today:
        return MeasureStatus.EXCLUDED
    last = {fact.occurrence: fact for fact in facts}
    done = [_is(last, one, ProgressState.CONFIRMED) for one in occurrences]
    if occurrences and all(done):
        late = any(one.end and last[one.key].done_on > one.end for one in occurrences)
        return MeasureStatus.CONFIRMED_LATE if late else MeasureStatus.CONFIRMED
    if any(_is(last, one, ProgressState.DECLINED, ProgressState.REVOKED) for one in occurrences):
        return MeasureStatus.DECLINED
    if any(is_overdue(one, last.get(one.key), today) for one in occurrences):
        return MeasureStatus.OVERDUE
    if any(_is(last, one, ProgressState.EXECUTED) for one in occurrences):
        return MeasureStatus.EXECUTED
    return _before(occurrences, today, term, begun=any(done), transferred=transferred)


def is_overdue(occurrence: Occurrence, fact: Fact | None, today: date) -> bool:
    """Tell whether its last day has passed and nobody says it was executed; «до 15.03» is inclusive."""
    executed = fact is not None and fact.state in (ProgressState.EXECUTED, ProgressState.CONFIRMED)
    return occurrence.end is not None and occurrence.end < today and not executed


def _is(last: dict[str, Fact], occurrence: Occurrence, *states: ProgressState) -> bool:
    fact = last.get(occurrence.key)
    return fact is not None and fact.state in states


def _before(
    occurrences: Sequence[Occurrence], today: date, term: Status, *, begun: bool, transferred: bool
) -> MeasureStatus:
    if term is Status.UNPARSED:
        return MeasureStatus.TERM_UNREAD
    starts = [one.start for one in occurrences if one.start is not None]
    if transferred and not begun:
        return MeasureStatus.TRANSFERRED
    if begun or any(start <= today for start in starts):
        return MeasureStatus.UNDER_WAY
    return MeasureStatus.NOT_DUE if starts else MeasureStatus.PLANNED
