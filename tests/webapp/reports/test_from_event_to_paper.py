"""From the click to the notice, through the outbox and its deliveries, as a worker goes."""

from collections.abc import Callable

import pytest
from flask import Flask

from tasks import base
from tests.tasks.conftest import drain
from tests.webapp.reports.conftest import rows
from tests.world import World
from webapp.database import transaction
from webapp.models import Delivery, Notification, Package, Report, ReportFile, Stage
from webapp.outbox import announce
from workflows.vocabulary import Event, ReportKind, ReportState


@pytest.fixture(autouse=True)
def bound(app: Flask) -> None:
    base.bind(app)


def test_an_ordered_report_is_made_and_its_reader_told_once(
    town: World,
    stage: Stage,
    packages: list[Package],
    order: Callable[..., str],
    report_of: Callable[[str], Report],
) -> None:
    number = order(stage)
    drain()
    drain()
    assert report_of(number).state is ReportState.READY
    assert {delivery.state for delivery in rows(Delivery)} == {"done"}
    (notice,) = rows(Notification, Notification.event == Event.REPORT_READY)
    assert notice.user_id == town.coordinator.user_id and notice.link == f"/reports/{number}"


def test_a_released_verdict_becomes_a_paper_however_often_it_is_told(
    town: World, stage: Stage, packages: list[Package]
) -> None:
    for _ in range(2):
        with transaction():
            announce(Event.VERDICT_RELEASED, package_id=packages[0].id, actor_id=town.coordinator.user_id)
        drain()
    (report,) = rows(Report)
    assert (report.kind, report.package_id, report.state) == (
        ReportKind.CONCLUSION, packages[0].id, ReportState.READY,
    )  # fmt: skip
    assert len(rows(ReportFile)) == 2
