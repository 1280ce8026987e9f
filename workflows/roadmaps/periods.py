"""A measure with several periods, each counted in the indicator by itself (domain.md §2.9, a setting of a roadmap)."""

from dataclasses import replace

from workflows.deadlines import Deadline, Kind, Period
from workflows.roadmaps.indicator import Confirmed, Plan, Row
from workflows.roadmaps.occurrences import Occurrence, occurrences


def by_period(row: Row, roadmap: Period) -> tuple[Row, ...]:
    """Return a row for each period the measure ever had, in order; the row itself where it has one.

    A period that a transfer took away is out of the plan from that day on."""
    known = [
        {one.key: one for one in occurrences(plan.deadline, roadmap)} if plan.deadline else {}
        for plan in row.plans
    ]
    names = {key: one.label for found in known for key, one in found.items()}
    if len(names) < 2:
        return (row,)
    return tuple(
        replace(
            row,
            part=label,
            plans=tuple(
                Plan(_alone(found[key]) if key in found else None, plan.since)
                for plan, found in zip(row.plans, known, strict=True)
            ),
            confirmed=tuple(_of_alone(one) for one in row.confirmed if _parted(one.occurrence)[1] == key),
        )
        for key, label in names.items()
    )


def _alone(one: Occurrence) -> Deadline:
    period = Period(one.start, one.end)
    return Deadline(Kind.RANGE, one.label, (period,), start=one.start, end=one.end)


def _of_alone(fact: Confirmed) -> Confirmed:
    return replace(fact, occurrence=_parted(fact.occurrence)[0])


def _parted(occurrence: str | None) -> tuple[str, str]:
    """Return the school and the period of an occurrence: «s5|2026-04-01» is of both, '' of neither."""
    school, _, period = (occurrence or "").rpartition("|")
    if not school and period.startswith("s"):
        return period, ""
    return school, period
