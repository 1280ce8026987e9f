"""Statements of the interface that only a browser can prove (ux.md §5; the numbers stand beside the names)."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select

from tests.browser.conftest import Visit
from tests.browser.test_the_whole_way import _on_expertise
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import Report
from workflows.vocabulary import ReportKind

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
TEXT = "Причины не разделены на внутренние и внешние."
NARROW = {"width": 320, "height": 640}


@pytest.fixture
def number(with_passwords: World) -> str:
    return _on_expertise(with_passwords)


@pytest.fixture
def sheet(with_passwords: World, number: str, visit: Visit) -> Page:
    page = visit(with_passwords.coordinator)
    page.goto(f"/packages/{number}/sheet")
    return page


def test_07_a_sent_message_leaves_the_focus_in_the_emptied_field_and_is_said_once(
    with_passwords: World, number: str, visit: Visit
) -> None:
    page = visit(with_passwords.curator)
    page.goto(f"/packages/{number}")
    field = page.get_by_label("Новое сообщение")
    field.fill("Спасибо.")
    page.get_by_role("button", name="Отправить школе").press("Enter")
    expect(page.locator("#stream")).to_contain_text("Спасибо.")
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    expect(page.locator("#toasts .toast")).to_have_count(1)


def test_12_back_and_forward_restore_the_list_and_its_controls(
    with_passwords: World, number: str, visit: Visit
) -> None:
    page = visit(with_passwords.coordinator)
    page.goto("/packages")
    page.locator("#state").select_option("expertise")
    expect(page.locator(".chip")).to_have_count(1)
    page.locator("#state").select_option("draft")
    expect(page.locator("#found")).to_contain_text("По этим условиям пакетов нет")
    page.go_back()
    expect(page.locator("#state")).to_have_value("expertise")
    expect(page.locator("#found tbody tr")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("Пакеты документов")
    page.go_forward()
    expect(page.locator("#state")).to_have_value("draft")


def test_23_no_request_leaves_the_host(
    with_passwords: World, number: str, visit: Visit, base_url: str
) -> None:
    page = visit(with_passwords.coordinator)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for path in (
        "/",
        "/packages",
        f"/packages/{number}",
        f"/packages/{number}/sheet",
        "/reports",
        "/help/packages",
    ):
        page.goto(path)
    assert hosts == {urlsplit(base_url).netloc}


def test_24_a_double_press_orders_one_report(with_passwords: World, number: str, visit: Visit) -> None:
    page = visit(with_passwords.coordinator)
    page.goto("/reports/new?stage=concept-2026")
    page.get_by_role("button", name="Сформировать отчёт").dblclick()
    expect(page.locator("#progress")).to_contain_text("В очереди")
    page.reload()
    expect(page.locator("#progress")).to_contain_text("В очереди")
    session.rollback()
    with system_scope("test"):
        assert session.scalar(select(func.count()).where(Report.kind == ReportKind.STAGE)) == 1


def test_25_a_remark_typed_is_kept_though_the_tab_is_killed(
    with_passwords: World, number: str, sheet: Page, visit: Visit
) -> None:
    form = sheet.locator("form.cr:visible").first
    form.locator("input[value=one]").check()
    form.locator("textarea").press_sequentially(TEXT)
    sheet.wait_for_timeout(3000)
    sheet.close()
    again = visit(with_passwords.coordinator)
    again.goto(f"/packages/{number}/sheet")
    expect(again.locator("#cr-1 textarea")).to_have_value(TEXT)


def test_26_leaving_asks_only_while_something_is_not_saved(sheet: Page) -> None:
    asked: list[str] = []
    sheet.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    saving: list[Route] = []

    def held(route: Route) -> None:
        saving.append(route)

    sheet.route("**/sheet/*", held)
    form = sheet.locator("form.cr:visible").first
    form.locator("textarea").press_sequentially("Ещё не")
    with sheet.expect_event("dialog"):
        sheet.get_by_role("link", name="Пакеты").first.click(no_wait_after=True)
    for route in saving:
        route.continue_()
    sheet.unroute("**/sheet/*")
    expect(form.locator("[data-save-state]")).to_contain_text("сохранён", timeout=10_000)
    assert asked == ["beforeunload"]
    sheet.get_by_role("link", name="Пакеты").first.click()
    sheet.wait_for_url("**/packages")
    assert asked == ["beforeunload"]


def test_28_a_save_that_did_not_arrive_keeps_the_text_and_can_be_repeated(
    with_passwords: World, number: str, visit: Visit
) -> None:
    sheet = visit(with_passwords.coordinator, trouble=True)
    sheet.goto(f"/packages/{number}/sheet")
    form = sheet.locator("form.cr:visible").first
    sheet.route("**/sheet/*", lambda route: route.abort())
    form.locator("textarea").fill(TEXT)
    expect(sheet.locator("#alerts")).to_contain_text("Нет связи с сервером", timeout=10_000)
    expect(form.locator("textarea")).to_have_value(TEXT)
    sheet.unroute("**/sheet/*")
    sheet.locator("#alerts").get_by_role("button", name="Повторить").click()
    expect(form.locator("[data-save-state]")).to_contain_text("сохранён")
    sheet.reload()
    expect(sheet.locator("#cr-1 textarea")).to_have_value(TEXT)


def test_54_and_57_nothing_scrolls_sideways_at_320_px_and_live_regions_wait_empty(
    with_passwords: World, number: str, visit: Visit
) -> None:
    page = visit(with_passwords.coordinator, viewport=NARROW)
    paths = (
        "/",
        "/packages",
        f"/packages/{number}",
        f"/packages/{number}/sheet",
        f"/packages/{number}/verdict",
        "/reports",
    )
    for path in paths:
        page.goto(path)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
        assert page.evaluate(
            "['alerts','toasts','said'].every(id => !document.getElementById(id).textContent)"
        ), path
