"""The journal of acts in every look, by the keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.looks import in_every_look
from tests.world import World
from webapp import journal
from webapp.access.actor import acting_as
from webapp.database import transaction

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


def test_the_journal_is_read_by_the_coordinator(with_passwords: World, visit: Visit) -> None:
    town = with_passwords
    with acting_as(town.coordinator), transaction():
        journal.record(
            "programme.corrected", kind="programme", object_id="500plus-s-ochen-dlinnym-kodom-proekta",
            before={"title": "Проект адресной методической помощи"}, after={"title": "Проект «500+»"},
        )  # fmt: skip
    page = visit(town.coordinator)
    page.goto("/journal")
    expect(page.locator("tbody")).to_contain_text("Проект изменён")
    in_every_look(page)
    page.get_by_role("link", name="Проект изменён").press("Enter")
    expect(page.locator("#details")).to_contain_text("Проект адресной методической помощи")
    in_every_look(page)
    page.get_by_role("link", name="Все действия об этом").press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto("/journal?person=никто")
    expect(page.locator("#main")).to_contain_text("По этим условиям записей нет")
    in_every_look(page)
