"""A municipality's office file becomes an approved roadmap in a browser, with scripts and without, in every look."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.conftest import Visit
from tests.browser.looks import in_every_look
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import RoadmapImport
from webapp.roadmap_imports import operations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
FILE = Path(__file__).resolve().parents[1] / "data" / "roadmaps" / "sayansk-paged.docx"


def read() -> None:
    """Do what the worker does with the latest file."""
    session.rollback()
    with system_scope("test"):
        last = session.scalars(select(RoadmapImport.id).order_by(RoadmapImport.id.desc())).first()
    session.rollback()
    operations.read(last or 0)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_read_checked_accepted_and_approved(
    with_passwords: World, visit: Visit, scripts: bool
) -> None:
    page = visit(with_passwords.coordinator, scripts=scripts)
    page.goto("/roadmap/import")
    page.get_by_label("Файл дорожной карты").set_input_files(FILE)
    page.get_by_role("button", name="Загрузить", exact=True).click()
    expect(page.locator("#main")).to_contain_text("Читаем файл")
    read()
    if scripts:
        page.wait_for_url("**/columns")
    else:
        page.get_by_role("link", name="Обновить страницу").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Столбцы дорожной карты")
    if scripts:
        in_every_look(page)
    page.get_by_role("button", name="Перейти к проверке строк").click()
    expect(page.locator("#main")).to_contain_text("Требуют внимания: 2 из 50")
    page.get_by_role("link", name="Требуют внимания").click()
    if scripts:
        in_every_look(page)
    broken = page.locator("section.card").filter(has_text="Нет окончания")
    broken.locator("summary").click()
    broken.get_by_label("Срок", exact=True).fill("10.03.2022-16.03.2022, 05.09.2022-09.09.2022")
    broken.get_by_role("button", name="Сохранить строку").click()
    expect(page.locator("#main")).to_contain_text("Требуют внимания: 1 из 50")
    page.get_by_role("button", name="Принять 50 мероприятий").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Исполнители дорожной карты")
    page.get_by_role("link", name="Изменение").first.click()
    page.get_by_role("link", name="Утвердить карту").click()
    page.get_by_label("Документ", exact=True).fill("Приказ Управления образования")
    page.get_by_label("Номер", exact=True).fill("15-од")
    page.get_by_label("Дата", exact=True).fill("2022-03-29")
    page.get_by_role("button", name="Утвердить", exact=True).click()
    expect(page.locator("#main")).to_contain_text("Утверждена")
    expect(page.locator("#main")).to_contain_text("из 50")
