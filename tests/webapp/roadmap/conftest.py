"""A roadmap with a measure for each kind of responsible."""

from dataclasses import dataclass

import pytest

from tests import factories as make
from tests.world import World
from webapp.models import Measure, Roadmap
from workflows.roadmaps.words import PartyKind


@dataclass(frozen=True, slots=True)
class Plan:
    roadmap: Roadmap
    office: Measure
    """Of the department."""
    curators: Measure
    school: Measure
    """Of the first school."""
    every: Measure
    """Of each school of the project, counted school by school."""


@pytest.fixture
def plan(town: World) -> Plan:
    roadmap = make.roadmap(town.municipality, programme_id=town.programme.id)
    office = make.party(roadmap, "Управление образования")
    curators = make.party(roadmap, "Кураторы", PartyKind.CURATORS)
    school = make.party(roadmap, "Лесногорская СОШ", PartyKind.SCHOOL, school_id=town.school_1.school.id)
    schools = make.party(roadmap, "ОО", PartyKind.SCHOOLS)
    return Plan(
        roadmap,
        make.measure(roadmap, "15.05.2026", office, title="Утвердить состав рабочей группы"),
        make.measure(roadmap, "15.06.2026", curators, title="Собеседования с командами школ"),
        make.measure(roadmap, "апрель, сентябрь", school, title="Методический день в школе"),
        make.measure(roadmap, "15.10.2026", schools, title="Прохождение самодиагностики", per_school=True),
    )
