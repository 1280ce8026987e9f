"""Search in a browser: from the top of any page by the keyboard to the very place, without fault on both sizes."""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.conftest import PHONE, Visit
from tests.browser.looks import clean
from tests.webapp.search import library
from tests.world import World
from webapp.search import operations
from workflows.vocabulary import State

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


@pytest.fixture
def shelf(with_passwords: World) -> World:
    town = with_passwords
    package = make.package(town.school_1.school, town.stage, number="srr-2026-7", state=State.CURATOR_REVIEW)
    said = "\n".join(["Вводная часть программы."] * 60 + ["Дефицит педагогических кадров в школе"])
    library.file(package, library.text(said), actor=town.school_1.head, name="Концепция.docx")
    library.remark(package, "Назовите дефицит кадров", actor=town.curator, published=True)
    operations.forget()
    operations.catch_up()
    return town


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("viewport", [PHONE, None])
def test_every_state_of_the_search_is_without_fault(
    shelf: World, visit: Visit, viewport: dict[str, int] | None, dark: bool
) -> None:
    page = visit(shelf.coordinator, viewport=viewport, dark=dark)
    for words in ("", "?q=дефицит", "?q=дефицит&kind=texts", "?q=cji", "?q=небывальщина", "?q=лесногорская"):
        page.goto(f"/search{words}")
        clean(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_keyboard_leads_from_any_page_to_the_very_place(
    shelf: World, visit: Visit, scripts: bool
) -> None:
    page = visit(shelf.curator, scripts=scripts)
    page.get_by_role("searchbox", name="Поиск по школам, пакетам").focus()
    page.keyboard.type("дефицит кадров")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Поиск")
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("документов – 1, замечаний – 1")
    page.get_by_role("link", name="Концепция.docx").press("Enter")
    expect(page.locator("#block-61")).to_be_in_viewport()


def test_a_phone_reaches_the_search_by_its_icon(shelf: World, visit: Visit) -> None:
    page = visit(shelf.curator, viewport=PHONE)
    page.get_by_role("link", name="Поиск").click()
    page.get_by_label("Что найти").fill("лесногорская")
    page.get_by_role("button", name="Найти").click()
    page.get_by_role("link", name="«Лесногорская СОШ»").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Лесногорская СОШ")
