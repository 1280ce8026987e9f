"""A worker killed while it makes a report: another one makes it, once, of the data that were frozen (RL-04)."""

from collections.abc import Callable

import pytest

from tests.services.crew import Crew, until
from tests.tasks.conftest import Rows
from tests.webapp.reports.conftest import order, packages, report_of, stage
from webapp.models import Delivery, Package, Report, ReportFile, Stage
from workflows.vocabulary import ReportState

__all__ = ["order", "packages", "report_of", "stage"]
pytestmark = [pytest.mark.slow]


def test_a_report_whose_worker_was_killed_is_made_once_by_the_next(
    crew: Crew, rows: Rows, stage: Stage, packages: list[Package], order: Callable[..., str]
) -> None:
    number = order(stage)

    def state() -> ReportState:
        (found,) = rows(Report, Report.number == number)
        row: Report = found
        return row.state

    crew.beat()
    first = crew.worker()
    until(lambda: state() is not ReportState.QUEUED, crew, "never begun")
    first.kill()
    first.wait(10)
    if state() is ReportState.READY:
        pytest.skip("the report was ready before the worker could be killed")
    frozen = rows(Report, Report.number == number)[0].content_sha256
    crew.worker()
    until(lambda: state() is ReportState.READY, crew, "never made")
    (report,) = rows(Report, Report.number == number)
    assert report.attempts == 2 and (not frozen or report.content_sha256 == frozen)
    assert sorted(one.format for one in rows(ReportFile)) == ["docx", "pdf"]
    assert all(one.state == "done" for one in rows(Delivery, Delivery.task == "reports.build"))
