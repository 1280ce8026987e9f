"""A ready report on a stage, and a municipality that may sign inside the system."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.webapp.reports.conftest import as_the_product, made, order, packages, report_of, stage
from tests.world import World
from webapp.access.actor import acting_as
from webapp.models import Package, Report, Stage
from webapp.signing import operations
from webapp.signing.operations import Requisites

__all__ = ["as_the_product", "made", "order", "packages", "report_of", "stage"]
AGREEMENT = Requisites("Положение о простой электронной подписи", "44-од", date(2026, 1, 20))


@pytest.fixture
def agreed(town: World) -> Requisites:
    with acting_as(town.coordinator):
        operations.record_agreement(AGREEMENT, actor=town.coordinator)
    return AGREEMENT


@pytest.fixture
def report(stage: Stage, packages: list[Package], made: Callable[[Stage], Report]) -> Report:
    return made(stage)
