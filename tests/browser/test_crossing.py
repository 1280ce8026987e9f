# ruff: noqa: F811
"""Documents laid side by side and printed pages of a text document, read in a browser with the keyboard."""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests import samples
from tests.browser.conftest import PHONE, Visit
from tests.browser.looks import clean, in_every_look
from tests.webapp.documents.test_printer import needs_an_office
from tests.webapp.packages.test_crossing import programme, put
from tests.webapp.packages.test_preview import Shelf, draw, shelf  # noqa: F401
from tests.world import World
from workflows.file_rules import FileKind

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
SEMINAR = "Семинар для родителей по чтению и развитию речи обучающихся начальных классов"


def test_both_places_of_a_contradiction_are_a_key_away(
    with_passwords: World, shelf: Shelf, visit: Visit
) -> None:
    own = make.roadmap(shelf.town.municipality, school_id=shelf.town.school_1.school.id)
    make.measure(own, "ноябрь", title=SEMINAR)
    put(shelf, programme(("1", SEMINAR, "март", "Завуч", "Протокол")))
    put(
        shelf,
        programme(
            ("1", SEMINAR, "до 15.02.2026", "Завуч", "Протокол"),
            ("2", "Конкурс проектов учащихся", "октябрь", "", "Приказ"),
            title="Концепция развития на 2026 год",
        ),
    )
    page = visit(with_passwords.curator)
    page.goto(f"/packages/{shelf.package.number}/cross")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Сверка документов")
    expect(page.locator("section.slot")).to_have_count(4)
    in_every_look(page)
    first = page.locator("section.slot").first
    for place, words in enumerate(("март", "до 15.02.2026")):
        first.get_by_role("link").nth(place).press("Enter")
        expect(page.locator("#preview")).to_contain_text(words)
        page.go_back()
    page.get_by_role("link", name="Дорожная карта").first.press("Enter")
    expect(page.locator("main")).to_contain_text(SEMINAR)


def test_a_phone_shows_the_warnings_with_the_anti_risk_programme(
    with_passwords: World, shelf: Shelf, visit: Visit
) -> None:
    make.risk(shelf.town.school_1.school, shelf.town.programme)
    put(shelf, programme(("1", SEMINAR, "март", "", "")))
    page = visit(with_passwords.school_1.coordinator, viewport=PHONE)
    page.goto(f"/packages/{shelf.package.number}/cross")
    expect(page.locator("section.slot").first).to_be_visible()
    clean(page)


@needs_an_office
def test_a_text_document_is_turned_into_pages_and_back(
    with_passwords: World, shelf: Shelf, visit: Visit
) -> None:
    file = shelf.put(samples.docx_file("Программа развития"), FileKind.DOCX)
    page = visit(with_passwords.curator)
    page.goto(shelf.url(file))
    page.locator("#preview").get_by_role("link", name="Страницами").press("Enter")
    expect(page.locator("#preview")).to_contain_text("Готовим просмотр")
    draw(file, 1)
    picture = page.locator("#preview img")
    expect(picture).to_be_visible(timeout=8_000)
    assert picture.evaluate("it => it.complete && it.naturalWidth") > 900
    in_every_look(page)
    page.locator("#preview").get_by_role("link", name="Текстом").press("Enter")
    expect(page.locator("#preview")).to_contain_text("Содержание документа школы.")
