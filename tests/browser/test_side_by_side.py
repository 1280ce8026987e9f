# ruff: noqa: F811
"""The document beside the sheet in a browser: turned without losing a word, by keyboard, on a phone, without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.looks import clean, in_every_look
from tests.webapp.expertise.test_side_by_side import desk, files  # noqa: F401
from tests.webapp.packages.test_preview import Shelf, draw
from tests.world import World
from webapp.models import PackageFile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
Files = tuple[PackageFile, PackageFile]


def test_the_document_is_turned_and_changed_while_typed_words_stay(
    with_passwords: World, desk: Shelf, files: Files, visit: Visit
) -> None:
    draw(files[0], 2, 3, 4, 5)
    page = visit(with_passwords.coordinator)
    url = f"/packages/{desk.package.number}/sheet"
    page.goto(f"{url}?file={files[0].number}")
    in_every_look(page)
    words = page.locator("#cr-1 textarea")
    page.locator("#cr-1 input[value=one]").check()
    expect(page.locator("#cr-1-saved")).to_contain_text("сохранён")
    page.route(
        "**/sheet/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    words.evaluate("it => { it.value = 'ещё не сохранено' }")
    page.get_by_role("link", name="Вперёд").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#doc")).to_contain_text("Стр. 2 из 7")
    expect(page.get_by_role("link", name="Вперёд")).to_be_focused()
    assert page.url.endswith(f"{url}?file={files[0].number}&page=2")
    page.locator("#doc-file").select_option(str(files[1].number))
    expect(page.locator("#doc")).to_contain_text("Программа развития")
    assert words.input_value() == "ещё не сохранено"
    page.locator("#doc-viewed").check()
    page.unroute("**/sheet/*")
    words.evaluate("it => { it.value = '' }")
    page.go_back()
    expect(page.locator("#doc")).to_contain_text("Стр. 2 из 7")
    page.goto(f"{url}?file={files[1].number}")
    expect(page.locator("#doc-viewed")).to_be_checked()


def test_on_a_phone_the_document_stands_above_the_sheet_and_comes_into_view_when_turned(
    with_passwords: World, desk: Shelf, files: Files, visit: Visit
) -> None:
    page = visit(with_passwords.coordinator, viewport=PHONE)
    page.goto(f"/packages/{desk.package.number}/sheet?file={files[0].number}")
    clean(page)
    top, below = page.locator("#doc").bounding_box(), page.locator(".sheetcol").bounding_box()
    assert top and below and top["y"] + top["height"] <= below["y"] + 1
    page.locator("#files a", has_text="Программа.docx").click()
    expect(page.locator("#doc")).to_contain_text("Программа развития")
    expect(page.locator("#doc")).to_be_in_viewport()


def test_without_scripts_files_are_chosen_and_pages_turned_by_addresses(
    with_passwords: World, desk: Shelf, files: Files, visit: Visit
) -> None:
    page = visit(with_passwords.coordinator, scripts=False)
    page.goto(f"/packages/{desk.package.number}/sheet")
    page.locator("#doc-file").select_option(str(files[0].number))
    page.get_by_role("button", name="Открыть").click()
    page.get_by_role("link", name="Текстом").click()
    page.get_by_role("link", name="Вперёд").click()
    expect(page.locator("#doc")).to_contain_text("Страница номер 2")
    page.locator("#cr-1").locator("xpath=ancestor::details").first.evaluate("it => it.open = true")
    page.locator("#cr-1 input[value=two]").check()
    page.locator("#cr-1").get_by_role("button", name="Сохранить").click()
    expect(page.locator("#doc")).to_contain_text("Страница номер 2")
    expect(page.locator("#cr-1-saved")).to_contain_text("Сохранено")


def test_a_page_that_waits_shows_itself_beside_the_sheet(
    with_passwords: World, desk: Shelf, files: Files, visit: Visit
) -> None:
    page = visit(with_passwords.coordinator)
    page.goto(f"/packages/{desk.package.number}/sheet?file={files[0].number}&page=6")
    expect(page.locator("#doc")).to_contain_text("Готовим просмотр", timeout=8_000)
    draw(files[0], 6)
    expect(page.locator("#doc img")).to_be_visible(timeout=8_000)
    assert page.url.endswith("page=6")


def test_a_region_is_drawn_by_the_pointer_and_a_page_pinned_by_the_keyboard(
    with_passwords: World, desk: Shelf, files: Files, visit: Visit
) -> None:
    draw(files[0], 2, 3, 4, 5)
    page = visit(with_passwords.coordinator)
    page.goto(f"/packages/{desk.package.number}/sheet?file={files[0].number}")
    words = page.locator("#cr-1 textarea")
    words.evaluate("it => { it.value = 'ещё не сохранено' }")
    form = page.locator("#doc-view-pin")
    form.locator("summary").focus()
    page.keyboard.press("Enter")
    sheet = page.locator("#doc .sheet").bounding_box()
    assert sheet
    page.mouse.move(sheet["x"] + sheet["width"] * 0.2, sheet["y"] + 50)
    page.mouse.down()
    page.mouse.move(sheet["x"] + sheet["width"] * 0.6, sheet["y"] + 150)
    page.mouse.up()
    expect(form.locator("[name=extent][value=region]")).to_be_checked()
    assert abs(float(form.locator("[name=width]").input_value()) - 40) <= 1
    form.get_by_role("button", name="Закрепить").click()
    expect(page.locator("#doc .pins li")).to_have_count(1)
    expect(page.locator("#cr-1-ev a")).to_have_text("Справка, стр. 1")
    assert words.input_value() == "ещё не сохранено"
    words.evaluate("it => { it.value = '' }")
    in_every_look(page)
    page.get_by_role("link", name="Вперёд").click()
    expect(page.locator("#doc")).to_contain_text("Стр. 2 из 7")
    page.locator("#cr-1-ev a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#doc [data-pin]")).to_have_count(1)
    expect(page.locator("#cr-1-ev a")).to_be_focused()
    page.locator("#doc-view-pin summary").focus()
    page.keyboard.press("Enter")
    page.locator("#doc-view-pin button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#doc .pins li")).to_have_count(2)
    page.get_by_role("button", name="Снять").first.click()
    expect(page.locator("#doc .pins li")).to_have_count(1)


def test_without_scripts_a_quotation_is_pinned_and_found_in_the_text(
    with_passwords: World, desk: Shelf, files: Files, visit: Visit
) -> None:
    page = visit(with_passwords.coordinator, scripts=False)
    page.goto(f"/packages/{desk.package.number}/sheet?file={files[0].number}&page=2&view=text")
    page.locator("#doc-view-pin summary").click()
    page.locator("#doc-view-pin [value=quote]").check()
    page.locator("#doc-view-quote").fill("Страница номер 2")
    page.get_by_role("button", name="Закрепить").click()
    page.locator("#doc .pins a").click()
    expect(page.locator("#doc mark")).to_contain_text("Страница номер 2")
