"""The real roadmap of Sayansk in the database, as an import leaves it."""

from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests import factories as make
from tests.workflows.roadmaps import truth
from tests.world import World
from webapp import database
from webapp.models import Measure, MeasureTerm, Roadmap
from workflows.deadlines import to_plain
from workflows.roadmaps import Item, as_json, lines_of_text, read_roadmap
from workflows.roadmaps.words import TermOrigin

APPROVED = date(2022, 1, 10)


NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Krasnoyarsk")).astimezone(UTC)


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything happens at one noon: the world is made, pages are asked for."""
    monkeypatch.setattr(database, "_moment", ContextVar("moment", default=NOON))


@pytest.fixture
def sayansk(town: World) -> Roadmap:
    return imported(town, "sayansk", date(2022, 1, 1), date(2022, 12, 31))


@pytest.fixture
def uglich(town: World) -> Roadmap:
    return imported(town, "uglich", date(2020, 1, 1), date(2022, 12, 31))


def imported(town: World, code: str, first: date, last: date) -> Roadmap:
    """Put a real file into the database, approved on a day of its first year."""
    found = read_roadmap(lines_of_text((truth.ROADMAPS / f"{code}.txt").read_text(encoding="utf-8")))
    row = make.roadmap(
        town.municipality, title=found.heading.title, starts_on=first, ends_on=last, number=f"srr-dk-{code}"
    )
    plans = [item["plan"] for section in as_json(found)["sections"] for item in section["items"]]
    for place, (item, plan) in enumerate(zip(found.items, plans, strict=True), start=1):
        _measure(row, place, item, plan)
    return row


def _measure(roadmap: Roadmap, place: int, item: Item, plan: dict[str, object] | None) -> None:
    inside = {"municipality_id": roadmap.municipality_id}
    deadline = to_plain(item.deadline)
    row = make.save(
        Measure(
            **inside,
            ref=f"{roadmap.number}-{place}",
            roadmap_id=roadmap.id,
            position=place,
            number=item.number,
            title=item.title,
            plan=plan or {},
            deadline_text=item.deadline_text,
            deadline=deadline,
            term_status=item.deadline.status,
            starts_on=item.deadline.start,
            due_on=item.deadline.end,
        )
    )
    make.save(
        MeasureTerm(
            **inside,
            measure_id=row.id,
            origin=TermOrigin.APPROVED,
            text=item.deadline_text,
            deadline=deadline,
            since=date(roadmap.starts_on.year, APPROVED.month, APPROVED.day),
            set_by_name="Образцова Мария Петровна",
        )
    )
