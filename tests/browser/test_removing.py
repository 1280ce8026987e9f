"""The coordinator removes the content of a file in a browser: warned, asked, told; the school sees what to do."""

import pytest
from playwright.sync_api import expect

from tests import samples
from tests.browser.conftest import Visit
from tests.browser.looks import clean, in_every_look
from tests.webapp.packages import walk as on
from tests.webapp.packages.test_preview import Shelf, shelf_of
from tests.world import World
from webapp.filestore import storage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


@pytest.fixture
def shelf(with_passwords: World) -> Shelf:
    return shelf_of(on.sent(with_passwords))


def test_a_content_is_removed_once_by_the_keyboard_and_everybody_is_told(
    with_passwords: World, shelf: Shelf, visit: Visit
) -> None:
    file = shelf.put(samples.printed("Лист регистрации\nПетров Пётр"), name="Петров Пётр.pdf")
    page = visit(with_passwords.coordinator)
    page.goto(shelf.url(file))
    page.get_by_role("link", name="Удалить содержимое").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Удаление содержимого файла")
    in_every_look(page)
    page.get_by_role("button", name="Удалить содержимое").press("Enter")
    expect(page.locator(".summary")).to_contain_text("Укажите основание")
    clean(page)
    page.get_by_label("Основание").fill("Видны фамилии обучающихся")
    page.get_by_label("Понимаю").press("Space")
    page.get_by_role("button", name="Удалить содержимое").dblclick()
    expect(page.locator("#preview")).to_contain_text("Содержимое удалено")
    expect(page.get_by_role("link", name="Скачать оригинал")).to_have_count(0)
    in_every_look(page)
    assert not storage().exists(file.sha256)
    school = visit(with_passwords.school_1.head)
    school.goto(shelf.url(file))
    expect(school.locator("main")).to_contain_text("когда пакет вернут на доработку")
    expect(school.locator("main")).not_to_contain_text("Петров")
    clean(school)
