"""What of a measure is executed and confirmed by itself: its turns, its separate days, its years, its schools."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from workflows.deadlines import Deadline, Kind, Op, Per, Period
from workflows.deadlines.writing import MONTHS
from workflows.roadmaps.turns import turns

MOST = 400
"""Of one measure; a daily duty is not accounted for by the day."""
REMEMBERED = 4096
"""Deadlines whose occurrences are kept: a chart asks the same ones for each of its days."""
_SEVERAL = frozenset({Kind.DATES, Kind.RANGES, Kind.MONTHS, Kind.MIXED})
_EVERY_DAY = frozenset({Per.DAY})


@dataclass(frozen=True, slots=True)
class Joined:
    """A school of the project and the day it joined."""

    school_id: int
    name: str
    joined_on: date
    left_on: date | None = None
    known_from: date = date.min
    known_until: date = date.max
    """From the one day to the day before the other, this was what was known of the school."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One of the executions a measure asks for. `key` is '' for the only one; days are None where not known."""

    key: str
    label: str
    start: date | None
    end: date | None
    school_id: int | None = None


def occurrences(
    deadline: Deadline, roadmap: Period, schools: Sequence[Joined] | None = None
) -> tuple[Occurrence, ...]:
    """Return the occurrences of a measure in order; for each school in turn where `schools` are given.

    A school has those that had not ended when it joined (domain.md §4, «по мере вступления в проект») and, once it
    has left, those that had ended by then."""
    own = _own(deadline, roadmap)
    if schools is None:
        return own
    return tuple(
        replace(
            one,
            key=f"s{school.school_id}" + (f"|{one.key}" if one.key else ""),
            label=", ".join(part for part in (school.name, one.label) if part),
            start=max(one.start, school.joined_on) if one.start else school.joined_on,
            school_id=school.school_id,
        )
        for school in schools
        for one in own
        if (one.end is None or one.end >= school.joined_on)
        and (school.left_on is None or (one.end is not None and one.end <= school.left_on))
    )


@lru_cache(maxsize=REMEMBERED)
def _own(deadline: Deadline, roadmap: Period) -> tuple[Occurrence, ...]:
    return tuple(_of_deadline(deadline, roadmap))


def _of_deadline(deadline: Deadline, roadmap: Period) -> Iterable[Occurrence]:
    if deadline.kind is Kind.PLAN_YEARS:
        return [_year(period) for period in deadline.periods]
    if deadline.recurrence is not None and deadline.recurrence.per not in _EVERY_DAY:
        found = list(_turns(deadline, roadmap))
        if found:
            return found
    if deadline.kind in _SEVERAL and len(deadline.periods) > 1:
        return [Occurrence(_key(one), _days(one), one.start or one.end, one.end) for one in deadline.periods]
    if deadline.kind in (Kind.WHOLE_PERIOD, Kind.PERMANENT):
        return [
            Occurrence("", "", roadmap.start, roadmap.end if deadline.kind is Kind.WHOLE_PERIOD else None)
        ]
    return [Occurrence("", "", deadline.start or (roadmap.start if deadline.end else None), deadline.end)]


def _turns(deadline: Deadline, roadmap: Period) -> Iterator[Occurrence]:
    """Each turn as often as it asks; «не чаще» asks for one."""
    recurrence = deadline.recurrence
    if recurrence is None or roadmap.end is None:
        return
    bounded = deadline.periods or (roadmap,)
    periods = tuple(
        Period(one.start or roadmap.start, min(one.end or roadmap.end, roadmap.end)) for one in bounded
    )
    times = 1 if recurrence.op is Op.AT_MOST else recurrence.count
    made = 0
    for turn in turns(replace(deadline, periods=periods), roadmap.end):
        for n in range(1, times + 1):
            made += 1
            if made > MOST or turn.start is None:
                return
            label = _turn_name(turn, recurrence.per)
            yield Occurrence(
                f"{turn.start.isoformat()}#{n}" if n > 1 else turn.start.isoformat(),
                f"{label}, {n} из {times}" if times > 1 else label,
                turn.start,
                turn.end,
            )


def _year(period: Period) -> Occurrence:
    year = period.start.year if period.start else 0
    return Occurrence(str(year), f"{year} год", period.start, period.end)


def _key(period: Period) -> str:
    day = period.start or period.end
    return day.isoformat() if day else ""


def _days(period: Period) -> str:
    if period.start and period.end and period.start != period.end:
        return f"{period.start:%d.%m.%Y} – {period.end:%d.%m.%Y}"
    day = period.start or period.end
    return f"{day:%d.%m.%Y}" if day else ""


def _turn_name(turn: Period, per: Per) -> str:
    start = turn.start
    if start is None:
        return ""
    if per is Per.MONTH:
        return f"{MONTHS[start.month - 1]} {start.year}"
    if per is Per.QUARTER:
        return f"{(start.month + 2) // 3} квартал {start.year}"
    if per is Per.YEAR:
        return f"{start.year} год"
    return _days(turn)
