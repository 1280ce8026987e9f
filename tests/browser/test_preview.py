# ruff: noqa: F811
"""A document read inside the product by pointer, by keyboard, without scripts, on a phone (ux.md §5 5, 6, 38–40, 54)."""

import pytest
from playwright.sync_api import expect

from tests import samples
from tests.browser.conftest import PHONE, Visit
from tests.browser.looks import in_every_look
from tests.webapp.packages.test_preview import PAGES, Shelf, draw, shelf  # noqa: F401
from tests.world import World
from workflows.file_rules import FileKind

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


def test_6_a_preview_opens_below_its_row_and_the_focus_stays_on_the_name(
    with_passwords: World,
    shelf: Shelf,
    visit: Visit,
) -> None:
    file = shelf.put(samples.printed(*PAGES), pages=7)
    draw(file, 2, 3, 4, 5)
    page = visit(with_passwords.curator)
    page.goto(f"/packages/{shelf.package.number}")
    name, box = page.locator(f"#file-{file.number}-name"), page.locator(f"#file-{file.number}-preview")
    name.focus()
    page.keyboard.press("Enter")
    expect(box.locator("img")).to_be_visible()
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-expanded", "true")
    assert box.locator("img").evaluate("it => it.complete && it.naturalWidth") == 1100
    in_every_look(page)
    box.get_by_role("link", name="Вперёд").focus()
    page.keyboard.press("Enter")
    expect(box).to_contain_text("Стр. 2 из 7")
    expect(box.get_by_role("link", name="Вперёд")).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-expanded", "false")
    assert "page=" not in page.url
    page.keyboard.press("Enter")
    expect(box).to_be_visible()
    name.click()
    expect(box).to_be_hidden()
    expect(name).to_be_focused()
    page.locator(f"#file-{file.number}-viewed").check()
    page.reload()
    expect(page.locator(f"#file-{file.number}-viewed")).to_be_checked()


def test_a_page_that_is_not_drawn_is_asked_for_at_once_and_shows_itself(
    with_passwords: World,
    shelf: Shelf,
    visit: Visit,
) -> None:
    file = shelf.put(samples.printed(*PAGES), pages=7)
    page = visit(with_passwords.curator)
    page.goto(shelf.url(file, "?page=4"))
    box = page.locator("#preview")
    expect(box).to_contain_text("Готовим просмотр")
    draw(file, 4)
    expect(box.locator("img")).to_be_visible(timeout=8_000)
    expect(page.locator("#said")).to_have_text("Просмотр готов.")
    box.get_by_label("Страница", exact=True).fill("1")
    page.keyboard.press("Enter")
    expect(box).to_contain_text("Стр. 1 из 7")
    assert page.url.endswith("page=1")
    page.go_back()
    expect(page.locator("#preview")).to_contain_text("Стр. 4 из 7")


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desk", "phone"])
def test_a_text_document_is_read_in_every_look(
    with_passwords: World,
    shelf: Shelf,
    visit: Visit,
    viewport: dict[str, int] | None,
) -> None:
    file = shelf.put(samples.docx_file("Программа развития"), FileKind.DOCX)
    page = visit(with_passwords.curator, viewport=viewport)
    page.goto(shelf.url(file))
    expect(page.get_by_role("heading", name="Программа развития", level=3)).to_be_visible()
    in_every_look(page)


def test_without_scripts_pages_are_turned_and_asked_for_by_links_and_buttons(
    with_passwords: World,
    shelf: Shelf,
    visit: Visit,
) -> None:
    file = shelf.put(samples.printed(*PAGES), pages=7)
    page = visit(with_passwords.curator, scripts=False)
    page.goto(f"/packages/{shelf.package.number}")
    page.locator(f"#file-{file.number}-name").click()
    page.get_by_role("link", name="Вперёд").click()
    page.get_by_role("button", name="Показать страницу").click()
    expect(page.locator("#preview")).to_contain_text("Готовим просмотр")
    draw(file, 2)
    page.get_by_role("link", name="Обновить страницу").click()
    expect(page.locator("#preview img")).to_be_visible()
    page.get_by_role("link", name="Текстом").click()
    expect(page.locator("#preview")).to_contain_text("Страница номер 2")
    page.get_by_label("Просмотрен").check()
    page.get_by_role("button", name="Отметить").click()
    expect(page.get_by_label("Просмотрен")).to_be_checked()
