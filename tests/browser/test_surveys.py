"""Surveys in a browser: the coordinator announces one, a school says on a phone that it took part."""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.conftest import PHONE, Visit
from tests.browser.looks import in_every_look
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
TITLE = "Третий опрос директоров школ – участников проекта адресной методической помощи «500+» и их кураторов"


def test_a_survey_from_its_announcement_to_participation(with_passwords: World, visit: Visit) -> None:
    page = visit(with_passwords.coordinator)
    page.goto("/surveys")
    in_every_look(page)
    page.goto("/surveys/new")
    page.get_by_role("button", name="Сохранить опрос").click()
    expect(page.locator(".summary")).to_contain_text("Назовите опрос")
    in_every_look(page)
    page.locator("#title").fill(TITLE)
    page.locator("#programme").select_option(index=0)
    page.locator("#opens_on").fill(make.today().isoformat())
    page.locator("#closes_on").fill(make.today().isoformat())
    page.locator("#link").fill("https://anketa.example.org/500")
    page.get_by_role("button", name="Сохранить опрос").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Третий опрос")
    in_every_look(page)
    address = page.url
    school = visit(with_passwords.school_1.head)
    school.set_viewport_size(PHONE)  # type: ignore[arg-type]
    school.goto("/")
    school.get_by_text("Пройти опрос").first.wait_for()
    school.goto(address)
    school.locator("#schools").get_by_role("button").press("Enter")
    expect(school.locator("#schools")).to_contain_text("Снять отметку")
    in_every_look(school)
    page.goto("/surveys")
    expect(page.locator("table")).to_contain_text("1 из")
    in_every_look(page)
