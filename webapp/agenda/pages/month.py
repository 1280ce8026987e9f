"""A month of the roadmap: what is due on its days, stages that open and close."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from flask import url_for

from webapp.agenda.forms import end_of_month
from webapp.agenda.queries import Due
from webapp.formatting import date_ru
from webapp.models import Stage
from webapp.month_grid import Item, MonthGrid, month_grid
from workflows.working_days import Calendars


def month_page(
    first: date,
    due: Mapping[date, Sequence[Due]],
    stages: Sequence[Stage],
    calendars: Calendars,
    *,
    number: str,
    today: date,
) -> MonthGrid:
    days = {day: [*_stages(stages, day), *_measures(due.get(day, ()))] for day in _days(first)}
    return month_grid(
        first,
        days,
        calendars,
        today=today,
        address=lambda month: url_for("agenda.calendar", month=f"{month:%Y-%m}", map=number),
    )


def _days(first: date) -> Iterator[date]:
    for n in range((end_of_month(first) - first).days + 1):
        yield first + timedelta(days=n)


def _measures(due: Sequence[Due]) -> Iterator[Item]:
    for one in due:
        measure = one.line.measure
        several = len(one.line.occurrences) > len(one.occurrences)
        note = one.occurrences[0].label if several or len(one.occurrences) == 1 else ""
        yield Item(
            f"{measure.number} {measure.title}".strip(),
            url_for("roadmap.item", ref=measure.ref),
            note,
            one.status,
        )


def _stages(stages: Sequence[Stage], day: date) -> Iterator[Item]:
    for stage in stages:
        for when, words in (
            (stage.opens_on, "открывается приём документов"),
            (stage.closes_on, "закрывается приём документов"),
            (stage.examine_until, "завершается экспертиза"),
        ):
            if when == day:
                yield Item(stage.title, "", f"{words}, {date_ru(day)}")
