"""Addresses that can be copied, pages that can be reloaded, errors that lead to their fields (ux.md §5: 8, 15, 16)."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from tests import factories as make
from tests.browser.conftest import Visit
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import Message, School
from workflows.vocabulary import State

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


def test_08_after_a_refusal_the_summary_has_the_focus_and_its_links_lead_to_the_fields(
    with_passwords: World, visit: Visit
) -> None:
    page = visit(with_passwords.coordinator)
    page.goto("/schools/new")  # three fields are obligatory
    page.get_by_role("button", name="Добавить школу").click()
    expect(page.locator("#error-summary")).to_be_focused()
    links = page.locator("#error-summary a")
    for place in range(links.count()):
        target = links.nth(place).get_attribute("href")
        assert target and target.startswith("#")
        links.nth(place).click()
        expect(page.locator(target)).to_be_focused()
    with system_scope("look"):
        assert session.scalar(select(func.count()).select_from(School)) == 4


def test_15_reloading_after_something_was_sent_sends_nothing_again(
    with_passwords: World, visit: Visit
) -> None:
    package = make.package(with_passwords.school_1.school, with_passwords.stage, state=State.CURATOR_REVIEW)
    page = visit(with_passwords.curator, scripts=False)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.goto(f"/packages/{package.number}")
    page.get_by_label("Новое сообщение").fill("Проверю до пятницы.")
    page.get_by_role("button", name="Отправить школе", exact=True).click()
    expect(page.get_by_text("Проверю до пятницы.")).to_have_count(1)
    page.reload()
    expect(page.get_by_text("Проверю до пятницы.")).to_have_count(1)
    session.rollback()
    with system_scope("look"):
        assert session.scalar(select(func.count()).select_from(Message)) == 1
    assert asked == []


def test_16_a_copied_address_shows_the_same_list_to_an_equal_and_nothing_to_a_stranger(
    with_passwords: World, visit: Visit
) -> None:
    town = with_passwords
    mine = make.package(town.school_1.school, town.stage, state=State.EXPERTISE)
    make.package(town.school_2.school, town.stage, state=State.CURATOR_REVIEW)
    page = visit(town.coordinator)
    page.goto("/packages")
    page.locator("#state").select_option("expertise")
    page.wait_for_url("**/packages?*state=expertise*")
    copied = page.url
    equal = visit(town.chief)
    equal.goto(copied)
    expect(equal.locator("#state")).to_have_value("expertise")
    expect(equal.locator("#found tbody tr")).to_have_count(1)
    expect(equal.locator("#found")).to_contain_text(mine.number)
    stranger = visit(town.foreign_coordinator, trouble=True)
    stranger.goto(copied)
    expect(stranger.get_by_text(mine.number)).to_have_count(0)
    answer = stranger.goto(f"/packages/{mine.number}")
    assert answer is not None and answer.status == 404
