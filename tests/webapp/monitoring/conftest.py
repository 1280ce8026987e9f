"""Packages with a past: what the matrix counts days by."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests import factories as make
from tests.world import SchoolPeople, World
from webapp.models import Package, PackageEvent
from workflows.vocabulary import State

Travelled = Callable[..., Package]


@pytest.fixture
def travelled(town: World) -> Travelled:
    """Make a package that stands in the last of the given states, each entered at its instant."""

    def travel(school: SchoolPeople, kind: str, *way: tuple[State, datetime], **values: object) -> Package:
        package = make.package(school.school, town.stage, kind=kind, state=way[-1][0])
        for name, value in {"waiting_since": way[-1][1], **values}.items():
            setattr(package, name, value)
        make.save(package)
        for state, at in way:
            make.save(
                PackageEvent(
                    package_id=package.id, at=at, action="step", title="Шаг", to_state=state, actor_name="Кто"
                )
            )
        return package

    return travel
