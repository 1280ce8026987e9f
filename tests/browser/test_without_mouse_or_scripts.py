"""The whole way twice more: with the keyboard alone, and in a browser that runs no scripts (WCAG 2.1.1, ux.md §5 1-5, 18, 19)."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.hands import Hands, Keys, NoScripts
from tests.browser.reporting import files_say_the_verdict
from tests.browser.way import People, to_the_conclusion
from tests.journeys.test_the_whole_way import work
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


def test_the_keyboard_alone_goes_the_whole_way(
    app: Flask, with_passwords: World, visit: Visit, tmp_path: Path
) -> None:
    people = _people(Keys, with_passwords, visit, scripts=True)
    number = to_the_conclusion(people, with_passwords, tmp_path, shown=lambda hands: None)
    hands = people.coordinator
    _ask_for_the_report(hands)
    work(app)
    expect(hands.page.locator("#progress")).to_contain_text("SHA-256", timeout=30_000)
    files_say_the_verdict(hands.page, number, press=hands.follow)


def test_a_browser_without_scripts_goes_the_whole_way(
    app: Flask, with_passwords: World, visit: Visit, tmp_path: Path
) -> None:
    people = _people(NoScripts, with_passwords, visit, scripts=False)
    number = to_the_conclusion(people, with_passwords, tmp_path, shown=_nothing_idle)
    hands = people.coordinator
    _ask_for_the_report(hands)
    work(app)
    hands.follow("Обновить страницу")
    expect(hands.page.locator("#progress")).to_contain_text("SHA-256")
    files_say_the_verdict(hands.page, number, press=hands.follow)


def _people(kind: type[Hands], town: World, visit: Visit, *, scripts: bool) -> People:
    who = (town.school_1.coordinator, town.school_1.head, town.curator, town.coordinator)
    return People(*(kind(visit(actor, scripts=scripts)) for actor in who))


def _ask_for_the_report(hands: Hands) -> None:
    hands.page.goto("/reports")
    hands.follow("Сформировать отчёт")
    hands.write("Выводы", "Школы готовы к реализации программ.")
    hands.press("Сформировать отчёт")
    expect(hands.page.locator("#progress")).to_contain_text("В очереди")


def _nothing_idle(hands: Hands) -> None:
    """No control is shown that needs a script."""
    assert hands.page.locator(".needs-js:visible").count() == 0
