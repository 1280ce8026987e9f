# ruff: noqa: F811
"""The evidence matrix in a browser: without fault in every look, and a document tied to a measure with or without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.looks import clean, in_every_look
from tests.webapp.evidence.conftest import TITLES, Folder, filled, folder  # noqa: F401
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_document_is_tied_to_a_measure_by_hand(
    with_passwords: World, filled: Folder, visit: Visit, scripts: bool
) -> None:
    page = visit(with_passwords.school_1.coordinator, scripts=scripts)
    page.goto(f"/packages/{filled.package.number}")
    page.get_by_role("link", name="Матрица подтверждений").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Матрица подтверждений")
    if scripts:
        in_every_look(page)
    row = page.get_by_role("row").filter(has_text=TITLES[3])
    expect(row).to_contain_text("Документа нет")
    row.get_by_role("link", name="Указать документы").click()
    if scripts:
        in_every_look(page)
    page.get_by_label("Расписание.docx").check()
    page.get_by_role("button", name="Сохранить").click()
    row = page.get_by_role("row").filter(has_text=TITLES[3])
    expect(row).to_contain_text("указан вручную: Координаторова")
    expect(page.get_by_text("Документы без меры")).to_have_count(0)


def test_on_a_phone_measures_are_cards(with_passwords: World, filled: Folder, visit: Visit) -> None:
    filled.send()
    page = visit(with_passwords.curator, viewport=PHONE)
    page.goto(filled.url)
    clean(page)
    card = page.get_by_role("row").filter(has_text=TITLES[2])
    expect(card).to_contain_text("Вне срока")
    page.get_by_role("link", name="Документа нет").click()
    clean(page)
    expect(page.get_by_role("row").filter(has_text=TITLES[3])).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=TITLES[0])).to_have_count(0)
