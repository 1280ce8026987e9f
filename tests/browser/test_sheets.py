"""The editor of a sheet in a browser: with and without scripts, in every look, from the draft to the edition."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.looks import in_every_look
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


@pytest.mark.parametrize("scripts", [True, False])
def test_an_edition_is_written_and_approved(with_passwords: World, visit: Visit, scripts: bool) -> None:
    page = visit(with_passwords.coordinator, scripts=scripts)
    page.goto("/sheets/concept")
    page.get_by_role("button", name="Начать новую редакцию").click()
    page.get_by_role("button", name="Добавить критерий в группу 1").click()
    added = page.locator("fieldset").first.locator("textarea[name^=text-]").last
    expect(added).to_have_value("")
    page.get_by_role("button", name="Проверить и утвердить").click()
    expect(page.locator("#error-summary")).to_contain_text("Напишите текст критерия")
    if scripts:
        in_every_look(page)
    added.fill("Названы показатели для каждой задачи.")
    page.get_by_role("button", name="Ниже: критерий 1", exact=True).click()
    expect(added).to_have_value("Названы показатели для каждой задачи.")
    page.get_by_role("button", name="Проверить и утвердить").click()
    expect(page.locator("#added")).to_contain_text("Названы показатели для каждой задачи.")
    if scripts:
        in_every_look(page)
    page.get_by_label("Номер приказа").fill("17-од")
    page.get_by_label("Дата приказа").fill("2026-11-02")
    page.get_by_role("button", name="Утвердить редакцию").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Редакция 2")
    page.goto("/sheets/concept/v/2/changes")
    if scripts:
        in_every_look(page)
