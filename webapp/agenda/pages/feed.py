"""The calendar file of a person's deadlines."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from flask import url_for

from webapp.agenda.queries import Duty
from webapp.database import now
from workflows.roadmaps.icalendar import Entry, calendar

NAME = "Сроки дорожной карты"


def calendar_file(duties: Sequence[Duty], base_url: str) -> str:
    """Return the open deadlines as whole days; those without a last day have no place in a calendar."""
    return calendar(NAME, _entries(duties, base_url), now())


def _entries(duties: Sequence[Duty], base_url: str) -> Iterator[Entry]:
    host = urlsplit(base_url).hostname or "localhost"
    for duty in duties:
        if duty.due is None:
            continue
        measure, label = duty.measure, duty.occurrence.label
        key = f"{measure.ref}-{duty.occurrence.key}" if duty.occurrence.key else measure.ref
        about = [
            f"Срок по дорожной карте: {measure.deadline_text}" if measure.deadline_text else "",
            f"Результат: {measure.result}" if measure.result else "",
            f"Отвечают: {measure.responsible_text}" if measure.responsible_text else "",
            measure.roadmap.title,
        ]
        yield Entry(
            f"{key}@{host}",
            duty.due,
            duty.due,
            f"{measure.title} ({label})" if label else measure.title,
            "\n".join(line for line in about if line),
            f"{base_url}{url_for('roadmap.item', ref=measure.ref)}",
        )
