"""The end of a session in front of a page with text: told in time, put off by one press, and nothing is typed twice
(ux.md §5 9, 29, 30)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Visit
from tests.browser.test_the_whole_way import _on_expertise
from tests.world import World
from webapp.access.actor import Actor
from webapp.database import moment, now

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
TEXT = ("Анализ причин не опирается на протокол самодиагностики. " * 9)[:500]
IN_DIALOG = "document.activeElement.closest('dialog[open]') !== null"
Wait = Callable[[Page, float], None]


@pytest.fixture
def wait(the_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Wait:
    """Let minutes pass on the server and on a page alike."""
    passed, answer = timedelta(), the_app.wsgi_app

    def later(environ: Any, start: Any) -> Any:
        with moment(now() + passed):
            return answer(environ, start)

    def minutes(page: Page, count: float) -> None:
        nonlocal passed
        passed += timedelta(minutes=count)
        page.clock.fast_forward(round(count * 60_000))

    monkeypatch.setattr(the_app, "wsgi_app", later)
    return minutes


EXTENDED = "**/session/extend"
"""What puts the end off: the clock goes on only when the server has said so."""


@pytest.fixture
def number(with_passwords: World) -> str:
    return _on_expertise(with_passwords)


@pytest.fixture
def sheet(with_passwords: World, number: str, visit: Visit) -> Page:
    return _opened(visit(with_passwords.coordinator, trouble=True), f"/packages/{number}/sheet")


def test_09_and_30_the_warning_comes_in_time_keeps_the_focus_and_one_press_puts_the_end_off(
    sheet: Page, wait: Wait
) -> None:
    warning, field = sheet.locator("#session-warning"), sheet.locator("#cr-1 textarea")
    field.focus()
    wait(sheet, 54)
    expect(warning).to_be_hidden()
    wait(sheet, 1.5)
    expect(warning).to_be_visible(timeout=10_000)
    expect(warning.locator("[data-minutes]")).to_have_text("5 минут")
    assert sheet.evaluate(IN_DIALOG)
    for _ in range(4):
        sheet.keyboard.press("Tab")
        assert sheet.evaluate(f"document.activeElement === document.body || {IN_DIALOG}")
    with sheet.expect_response(EXTENDED):
        warning.get_by_role("button", name="Остаться").press("Enter")
    expect(warning).to_be_hidden()
    expect(field).to_be_focused()
    wait(sheet, 50)
    expect(warning).to_be_hidden()
    wait(sheet, 6)
    expect(warning).to_be_visible(timeout=10_000)
    with sheet.expect_response(EXTENDED):
        sheet.keyboard.press("Escape")
    expect(warning).to_be_hidden()
    expect(field).to_be_focused()
    wait(sheet, 50)
    sheet.reload()
    expect(sheet.get_by_role("heading", level=1)).to_contain_text("Экспертный лист")


def test_30_a_session_that_cannot_be_put_off_says_so_once(sheet: Page, wait: Wait) -> None:
    warning = sheet.locator("#session-warning")
    for _ in range(14):
        wait(sheet, 50)
        sheet.reload()
    wait(sheet, 16)  # 11 h 56 min of the 12 that a session may last
    sheet.reload()
    expect(warning).to_be_visible(timeout=10_000)
    warning.get_by_role("button", name="Остаться").click()
    expect(warning).to_be_hidden()
    expect(sheet.locator("#alerts")).to_contain_text("дольше его продлить нельзя")
    sheet.clock.run_for(20_000)
    expect(warning).to_be_hidden()


def test_29_a_remark_typed_over_the_end_of_the_session_is_saved_after_signing_in(
    with_passwords: World, sheet: Page, wait: Wait
) -> None:
    form = sheet.locator("#cr-1")
    wait(sheet, 58)
    _stay_silent(sheet)
    form.locator("textarea").fill(TEXT)
    wait(sheet, 4)
    _sign_in_again(sheet, with_passwords.coordinator)
    expect(form.locator("textarea")).to_have_value(TEXT)
    expect(form.locator("[data-save-state]")).to_contain_text("сохранён", timeout=10_000)
    sheet.reload()
    expect(sheet.locator("#cr-1 textarea")).to_have_value(TEXT)


def test_29_a_message_sent_after_the_end_of_the_session_goes_after_signing_in(
    with_passwords: World, number: str, visit: Visit, wait: Wait
) -> None:
    page = _opened(visit(with_passwords.curator, trouble=True), f"/packages/{number}")
    with page.expect_response("**/messages/draft"):
        page.get_by_label("Новое сообщение").fill(TEXT)
    _end_other_sessions(visit(with_passwords.curator))
    page.get_by_role("button", name="Отправить школе").click()
    _sign_in_again(page, with_passwords.curator)
    expect(page.locator("#stream")).to_contain_text(TEXT.strip(), timeout=10_000)
    expect(page.locator("#stream .msg").filter(has_text=TEXT[:50])).to_have_count(1)


def test_29_a_conclusion_typed_over_the_end_of_the_session_is_not_typed_again(
    with_passwords: World, number: str, visit: Visit, wait: Wait
) -> None:
    page = _opened(visit(with_passwords.coordinator, trouble=True), f"/packages/{number}/verdict")
    page.get_by_label("Обоснование").fill(TEXT)
    wait(page, 61)
    _sign_in_again(page, with_passwords.coordinator)
    page.get_by_label("Обоснование").press("End")
    page.get_by_role("button", name="Завершить экспертизу").click()
    expect(page.get_by_label("Обоснование")).to_have_value(TEXT)
    expect(page.locator("#error-summary")).to_contain_text("Выберите вердикт")


def _opened(page: Page, path: str) -> Page:
    page.clock.install()
    page.goto(path)
    return page


def _stay_silent(page: Page) -> None:
    """The warning was closed with a key, and the answer of the server never came."""
    page.evaluate("document.getElementById('session-warning').close()")


def _end_other_sessions(page: Page) -> None:
    page.goto("/sessions")
    page.get_by_role("button", name="Завершить все остальные сеансы").click()
    expect(page.get_by_role("button", name="Завершить все остальные сеансы")).to_have_count(0)


def _sign_in_again(page: Page, actor: Actor) -> None:
    dialog = page.locator("#login-again")
    expect(dialog).to_be_visible(timeout=10_000)
    assert page.evaluate(IN_DIALOG)
    dialog.get_by_label("Электронная почта").fill(actor.email)
    dialog.get_by_label("Пароль").fill(PASSWORD)
    dialog.get_by_label("Пароль").press("Enter")
    expect(dialog).to_be_hidden()
