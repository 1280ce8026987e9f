"""The queue in a browser: a folded line opens by keyboard, a thing is put off, news come without moving the list."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.conftest import PHONE, Visit
from tests.browser.looks import clean
from tests.world import World
from webapp.database import moment, now
from workflows.vocabulary import State

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
KINDS = ("concept", "development", "effective_mode", "evidence1")


def _wait_for_the_curator(town: World, count: int) -> None:
    for kind in KINDS[:count]:
        make.package(
            town.school_1.school,
            town.stage,
            kind=kind,
            state=State.CURATOR_REVIEW,
            due_at=now() + timedelta(days=9),
        )


@pytest.mark.parametrize("scripts", [True, False])
def test_many_things_of_a_kind_are_a_line_that_opens_by_keyboard(
    with_passwords: World, visit: Visit, scripts: bool
) -> None:
    _wait_for_the_curator(with_passwords, 4)
    page = visit(with_passwords.curator, scripts=scripts)
    page.reload()
    line = page.locator(".q--fold")
    expect(line.locator("h3").first).to_have_text("Проверить 4 пакета")
    expect(line.locator("details li").first).not_to_be_visible()
    line.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(line.locator("details li h3 a")).to_have_count(4)
    expect(line.locator("details li").last).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("viewport", [PHONE, None])
def test_the_queue_is_without_fault_with_a_line_open(
    with_passwords: World, visit: Visit, viewport: dict[str, int] | None, dark: bool
) -> None:
    _wait_for_the_curator(with_passwords, 4)
    page = visit(with_passwords.curator, viewport=viewport, dark=dark)
    page.reload()
    page.locator(".q--fold summary").click()
    clean(page)
    page.goto("/?view=waiting")
    clean(page)


def test_a_thing_is_put_off_and_taken_back(with_passwords: World, visit: Visit) -> None:
    _wait_for_the_curator(with_passwords, 1)
    page = visit(with_passwords.curator)
    page.reload()
    page.get_by_role("link", name="Отложить").click()
    page.get_by_label("Отложить до").fill((make.today() + timedelta(days=3)).isoformat())
    clean(page)
    page.get_by_role("button", name="Отложить").click()
    expect(page.get_by_text("На сегодня всё")).to_be_visible()
    page.get_by_role("link", name="Показать").click()
    clean(page)
    page.get_by_role("button", name="Вернуть в дела").click()
    expect(page.get_by_text("Ничего не отложено")).to_be_visible()


def test_what_came_meanwhile_is_a_quiet_line_and_the_list_stays(with_passwords: World, visit: Visit) -> None:
    page = visit(with_passwords.curator)
    page.clock.install()
    page.reload()
    with moment(now() + timedelta(seconds=2)):
        _wait_for_the_curator(with_passwords, 2)
    page.clock.fast_forward(61_000)
    expect(page.locator("#queue-news")).to_contain_text("Появились 2 новых дела.")
    expect(page.locator("#queue li.q")).to_have_count(0)
    page.locator("#queue-news").get_by_role("link", name="Показать").click()
    expect(page.locator("#queue li.q")).to_have_count(2)
