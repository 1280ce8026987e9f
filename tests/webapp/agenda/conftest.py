"""A roadmap in force with its parties; the day is a Monday in November."""

from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests import factories as make
from tests.world import World
from webapp import database
from webapp.agenda.operations import pace
from webapp.models import Roadmap, RoadmapParty
from workflows.roadmaps.words import PartyKind

MONDAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Plan:
    """The roadmap of the town and whom its names mean."""

    roadmap: Roadmap
    department: RoadmapParty
    curators: RoadmapParty
    schools: RoadmapParty
    first_school: RoadmapParty
    other: RoadmapParty


NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Krasnoyarsk")).astimezone(UTC)


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> date:
    """Everything happens on this day at noon by the clocks of the town: the world is made, pages are asked for."""
    monkeypatch.setattr(database, "_moment", ContextVar("moment", default=NOON))
    return MONDAY


@pytest.fixture
def plan(town: World) -> Plan:
    row = make.roadmap(town.municipality, programme_id=town.programme.id)
    return Plan(
        row,
        make.party(row, "УО", PartyKind.DEPARTMENT, meaning="управление образования"),
        make.party(row, "Кураторы", PartyKind.CURATORS),
        make.party(row, "ОО", PartyKind.SCHOOLS),
        make.party(row, "Лесногорская СОШ", PartyKind.SCHOOL, school_id=town.school_1.school.id),
        make.party(row, "Институт", PartyKind.OTHER),
    )


@pytest.fixture(autouse=True)
def _unhurried() -> Iterator[None]:
    pace.forget()
    yield
    pace.forget()
