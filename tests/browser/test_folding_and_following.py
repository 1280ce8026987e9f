"""What a page does under the hand: filters fold on a phone, the words under a mark follow the mark."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.looks import in_every_look
from tests.browser.test_the_whole_way import _on_expertise
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
REGISTERS = ("/packages", "/schools", "/reports")


def summary(page: Page) -> Any:
    return page.locator(".fold > summary")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_filters_of_a_register_fold_on_a_phone_only(
    with_passwords: World, visit: Visit, scripts: bool
) -> None:
    people = ((with_passwords.coordinator, REGISTERS), (with_passwords.admin, ("/admin/users",)))
    for person, paths in people:
        desk = visit(person, scripts=scripts, viewport=DESK)
        phone = visit(person, scripts=scripts, viewport=PHONE)
        for path in paths:
            desk.goto(path)
            expect(desk.locator(".filters select").first).to_be_visible()
            expect(summary(desk)).to_be_hidden()
            phone.goto(path)
            expect(phone.locator(".filters select").first).to_be_hidden()
            summary(phone).press("Enter")
            expect(phone.locator(".filters select").first).to_be_visible()


def test_the_heading_of_the_folded_filters_counts_the_conditions(with_passwords: World, visit: Visit) -> None:
    page = visit(with_passwords.coordinator, viewport=PHONE)
    page.goto("/packages?state=expert")
    expect(summary(page)).to_have_text("Отбор, выбрано условий: 1")
    expect(page.locator(".chip").first).to_contain_text("Ход: эксперт")
    summary(page).click()
    page.locator("#due").focus()
    page.locator("#due").select_option("overdue")
    expect(summary(page)).to_have_text("Отбор, выбрано условий: 2")
    assert page.evaluate("document.activeElement.id") == "due"
    page.get_by_role("link", name="Сбросить").first.click()
    expect(summary(page).locator("[data-chips]")).to_be_hidden()
    in_every_look(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    summary(page).click()
    in_every_look(page)


def test_the_words_under_a_mark_follow_the_mark_at_once(with_passwords: World, visit: Visit) -> None:
    number = _on_expertise(with_passwords)
    page = visit(with_passwords.coordinator)
    page.goto(f"/packages/{number}/sheet")
    form = page.locator("form.cr:visible").first
    note, label = form.locator("textarea"), form.locator(".field > label")
    expect(label).to_have_text("Замечание школе, необязательно", use_inner_text=True)
    for value, words, required in (
        ("one", "Замечание школе, обязательно для этой отметки", "true"),
        ("not_applicable", "Почему не применимо, обязательно для этой отметки", "true"),
        ("two", "Замечание школе, необязательно", "false"),
        ("zero", "Замечание школе, обязательно для этой отметки", "true"),
    ):
        form.locator(f"input[value={value}]").check()
        expect(label).to_have_text(words, use_inner_text=True)
        expect(note).to_have_attribute("aria-required", required)
    expect(form.locator("[data-save-state]")).to_contain_text("сохранён")
    page.reload()
    expect(label).to_have_text("Замечание школе, обязательно для этой отметки", use_inner_text=True)
    in_every_look(page)
