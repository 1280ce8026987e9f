# ruff: noqa: F811
"""What stands behind a report in a browser: rows, two issues side by side, conclusions with their history, revoking."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.looks import in_every_look
from tests.webapp.reports.conftest import made, order, packages, report_of, stage  # noqa: F401
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.models import Package, Report, Stage
from webapp.reports import operations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


@pytest.fixture
def report(
    with_passwords: World,
    stage: Stage,
    packages: list[Package],
    made: Callable[[Stage], Report],
    report_of: Callable[[str], Report],
) -> Report:
    """The second issue of a report."""
    with system_scope("test"):
        made(stage)
    with acting_as(with_passwords.coordinator):
        number = operations.order(
            stage.slug, "Школы справились не со всеми задачами.", actor=with_passwords.coordinator
        )
    with system_scope("test"):
        operations.build(report_of(number).id, keep_alive=lambda: None)
        return report_of(number)


def test_numbers_open_rows_and_two_issues_are_compared(
    with_passwords: World, report: Report, visit: Visit
) -> None:
    page = visit(with_passwords.coordinator)
    address = f"/reports/{quote(report.number)}"
    page.goto(address)
    in_every_look(page)
    page.locator("#content").get_by_role("link").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Представлено пакетов")
    in_every_look(page)
    page.goto(f"{address}/compare")
    expect(page.locator("#main")).to_contain_text("не со всеми задачами")
    in_every_look(page)


def test_conclusions_are_written_and_a_document_is_revoked(
    with_passwords: World, stage: Stage, report: Report, visit: Visit
) -> None:
    with system_scope("test"):
        slug = stage.slug
    page = visit(with_passwords.coordinator)
    page.goto(f"/closing/{slug}/conclusion")
    page.locator("#text").fill("Школы справились не со всеми задачами этапа. Двум школам нужна помощь.")
    page.get_by_role("button", name="Сохранить выводы").press("Enter")
    expect(page.locator("#history ins").first).to_contain_text("Двум школам")
    in_every_look(page)
    address = f"/reports/{quote(report.number)}"
    page.goto(f"{address}/revoke")
    page.get_by_role("button", name="Отозвать документ").click()
    expect(page.locator(".summary")).to_contain_text("почему документ отзывается")
    in_every_look(page)
    page.locator("#reason").fill("В отчёте ошибка в числе школ.")
    page.get_by_role("button", name="Отозвать документ").press("Enter")
    expect(page.locator("#main")).to_contain_text("Документ отозван")
    in_every_look(page)
