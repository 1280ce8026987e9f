"""«Доля исполненных и подтверждённых мероприятий …» on a date (К19, domain.md §2.9): both readings, row by row.

Pure and reproducible: a row is its deadlines and facts with the days they were recorded on; the same date gives the
same figure for ever.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workflows.deadlines import Deadline, Kind, Op, Period
from workflows.roadmaps.occurrences import Joined, occurrences
from workflows.roadmaps.turns import turns
from workflows.vocabulary import Labelled


class Reading(Labelled):
    """How «запланированных» is understood; the label is printed beside the figure."""

    DUE = "due", "Чтение А: мероприятия, срок которых наступил на дату, и исполненные досрочно"
    ALL = "all", "Чтение Б: все мероприятия дорожной карты на дату"


class Why(Labelled):
    """Why a row is counted, or is not."""

    DUE = "due", "срок наступил"
    EARLY = "early", "исполнено и подтверждено досрочно"
    PLANNED = "planned", "есть в дорожной карте на эту дату"
    NOT_DUE = "not_due", "срок ещё не наступил"
    ENDLESS = "endless", "окончание срока не задано"
    EXCLUDED = "excluded", "исключено приказом"
    NOT_YET = "not_yet", "тогда ещё не было в дорожной карте"
    REPLACED = "replaced", "срок перенесён, этого периода больше нет"


@dataclass(frozen=True, slots=True)
class Plan:
    """A deadline in force from the day its approval was recorded; None takes a period of a measure away."""

    deadline: Deadline | None
    since: date


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An execution that the coordinator confirmed: the day it was done, the day of the confirmation."""

    done_on: date
    confirmed_on: date
    revoked_on: date | None = None
    """When the confirmation was taken back."""
    occurrence: str | None = None
    """Which of the executions it is (`occurrences`); None where only the day tells."""


@dataclass(frozen=True, slots=True)
class Row:
    """A measure with its history. `plans` in the order of their approval; the last one in force on a date counts."""

    key: str
    plans: tuple[Plan, ...]
    confirmed: tuple[Confirmed, ...] = ()
    excluded_on: date | None = None
    absences: tuple[Period, ...] = ()
    """When it was excluded before and brought back."""
    schools: tuple[Joined, ...] | None = None
    """Whose executions it is made of; None where it is not asked of each school."""
    part: str = ""
    """Which of its periods, where each is counted by itself."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A row as it was counted."""

    row: Row
    planned: bool
    done: bool
    why: Why


@dataclass(frozen=True, slots=True)
class Share:
    """The figure with everything it is made of."""

    on: date
    reading: Reading
    lines: tuple[Counted, ...]

    @property
    def denominator(self) -> int:
        return sum(line.planned for line in self.lines)

    @property
    def numerator(self) -> int:
        return sum(line.planned and line.done for line in self.lines)

    @property
    def percent(self) -> float | None:
        """None where nothing was planned: a share of nothing is not nought."""
        return 100 * self.numerator / self.denominator if self.denominator else None


def share(rows: Iterable[Row], on: date, reading: Reading, roadmap: Period | None = None) -> Share:
    """Return the share on a date; `roadmap` is the period that «в течение всего периода» ends with."""
    return Share(on, reading, tuple(_counted(row, on, reading, roadmap) for row in rows))


def is_due(deadline: Deadline, on: date, roadmap: Period | None = None) -> bool | None:
    """Tell whether a deadline had come by a date; None for one that has no end.

    Several periods are due when the last of them has ended; what recurs, when its first turn has closed."""
    if deadline.kind is Kind.RECURRENT and deadline.recurrence is not None:
        return any(turn.end <= on for turn in turns(deadline, on) if turn.end)
    end = deadline.end
    if deadline.kind is Kind.WHOLE_PERIOD and roadmap is not None:
        end = roadmap.end
    return None if end is None else end <= on


def _counted(row: Row, on: date, reading: Reading, roadmap: Period | None) -> Counted:
    plan = next((plan for plan in reversed(row.plans) if plan.since <= on), None)
    if plan is None or plan.deadline is None:
        return Counted(row, planned=False, done=False, why=Why.REPLACED if plan else Why.NOT_YET)
    if _is_out(row, on):
        return Counted(row, planned=False, done=False, why=Why.EXCLUDED)
    done, due = _is_done(row, plan.deadline, on, roadmap), is_due(plan.deadline, on, roadmap)
    if reading is Reading.ALL:
        return Counted(row, planned=True, done=done, why=Why.PLANNED)
    if due or done:
        return Counted(row, planned=True, done=done, why=Why.DUE if due else Why.EARLY)
    return Counted(row, planned=False, done=False, why=Why.ENDLESS if due is None else Why.NOT_DUE)


def _is_out(row: Row, on: date) -> bool:
    earlier = any(
        gone.start is not None and gone.end is not None and gone.start <= on <= gone.end
        for gone in row.absences
    )
    return earlier or (row.excluded_on is not None and row.excluded_on <= on)


def _is_done(row: Row, deadline: Deadline, on: date, roadmap: Period | None) -> bool:
    """Executed and confirmed by the date, each occurrence of it; of what recurs, in every turn that has closed."""
    valid = [
        one
        for one in row.confirmed
        if one.confirmed_on <= on and (one.revoked_on is None or one.revoked_on > on)
    ]
    if not valid:
        return False
    if valid[0].occurrence is None:
        return _is_done_by_days(valid, deadline, on)
    asked = occurrences(deadline, roadmap or Period(None, None), _there(row.schools, on))
    if deadline.recurrence is not None and len(asked) > 1:
        asked = tuple(one for one in asked if one.end is not None and one.end <= on)
    done = {one.occurrence for one in valid}
    return bool(asked) and all(one.key in done for one in asked)


def _there(schools: Sequence[Joined] | None, on: date) -> tuple[Joined, ...] | None:
    """Return the schools that had joined by a date, as was known then."""
    if schools is None:
        return None
    return tuple(
        one if one.left_on is None or one.left_on <= on else replace(one, left_on=None)
        for one in schools
        if one.joined_on <= on and one.known_from <= on < one.known_until
    )


def _is_done_by_days(valid: Sequence[Confirmed], deadline: Deadline, on: date) -> bool:
    """The same where only the days of the executions are known."""
    if deadline.kind is not Kind.RECURRENT or deadline.recurrence is None:
        return True
    closed = [turn for turn in turns(deadline, on) if turn.end and turn.end <= on]
    wanted = 1 if deadline.recurrence.op is Op.AT_MOST else deadline.recurrence.count
    return bool(closed) and all(
        sum(turn.start <= one.done_on <= turn.end for one in valid if turn.start and turn.end) >= wanted
        for turn in closed
    )
