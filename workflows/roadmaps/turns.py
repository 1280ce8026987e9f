"""The turns of what recurs: months, quarters, weeks as the calendar has them."""

from collections.abc import Iterator
from datetime import date, timedelta

from workflows.deadlines import Deadline, Per, Period


def turns(deadline: Deadline, until: date) -> Iterator[Period]:
    """Yield the turns of what recurs, from its beginning to its end or to `until`: months, quarters, weeks …"""
    for period in deadline.periods:
        start = period.start
        while deadline.recurrence is not None and start is not None and start <= until:
            end = _end_of_turn(start, deadline.recurrence.per)
            if period.end is not None and end > period.end:
                end = period.end
            yield Period(start, end)
            start = end + timedelta(days=1)
            if period.end is not None and start > period.end:
                break


def _end_of_turn(start: date, per: Per) -> date:
    """Return the last day of the calendar turn a day stands in."""
    if per is Per.DAY:
        return start
    if per is Per.WEEK:
        return start + timedelta(days=6 - start.weekday())
    months = {Per.MONTH: 1, Per.QUARTER: 3, Per.HALF_YEAR: 6, Per.YEAR: 12}[per]
    last = (start.month - 1) // months * months + months
    return date(start.year + last // 12, last % 12 + 1, 1) - timedelta(days=1)
