# ruff: noqa: F811
"""A report is signed in a browser, checked by a stranger by its code and by its file; an altered copy is refused."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests import samples
from tests.browser.conftest import Visit
from tests.browser.looks import clean, in_every_look
from tests.webapp.reports.conftest import made, order, packages, report_of, stage  # noqa: F401
from tests.webapp.signing.conftest import AGREEMENT
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.filestore import storage
from webapp.models import Package, Report, Stage
from webapp.signing import operations
from webapp.verification import operations as patience

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


@pytest.fixture
def report(
    with_passwords: World, stage: Stage, packages: list[Package], made: Callable[[Stage], Report]
) -> Report:
    patience.forget()
    with system_scope("test"):
        return made(stage)


def test_a_report_is_signed_by_the_keyboard_and_the_stage_is_closed(
    with_passwords: World, report: Report, visit: Visit
) -> None:
    page = visit(with_passwords.coordinator)
    page.goto(f"/reports/{quote(report.number)}/sign")
    expect(page.locator("#simple")).to_contain_text("Реквизиты соглашения пока не указаны")
    in_every_look(page)
    page.get_by_role("link", name="Указать реквизиты соглашения").press("Enter")
    page.get_by_label("Название документа").fill(AGREEMENT.title)
    page.get_by_role("button", name="Сохранить").press("Enter")
    expect(page.locator(".summary")).to_contain_text("Укажите номер")
    clean(page)
    page.get_by_label("Номер").fill(AGREEMENT.number)
    page.get_by_label("Дата", exact=True).fill("2026-01-20")
    page.get_by_role("button", name="Сохранить").press("Enter")
    expect(page.locator("#agreement")).to_contain_text("№ 44-од")
    in_every_look(page)
    page.goto(f"/reports/{quote(report.number)}/sign")
    in_every_look(page)
    page.get_by_role("button", name="Подписать").dblclick()
    expect(page.locator("#signatures")).to_contain_text("Простая электронная подпись в системе")
    in_every_look(page)
    page.get_by_role("link", name="Возобновить этап").press("Enter")
    in_every_look(page)
    page.get_by_label("Почему этап возобновляется").fill("Школа прислала исправленный приказ.")
    page.get_by_role("button", name="Возобновить этап").press("Enter")
    expect(page.locator("#signatures")).to_contain_text("Подпись устарела")
    clean(page)


def test_a_stranger_checks_the_code_and_the_file_and_an_altered_copy_is_refused(
    with_passwords: World, report: Report, visit: Visit, tmp_path: Path
) -> None:
    town = with_passwords
    paper = next(file for file in report.files if file.format == "pdf")
    with acting_as(town.coordinator):
        operations.record_agreement(AGREEMENT, actor=town.coordinator)
        operations.sign(report.number, paper.sha256, actor=town.coordinator)
    with storage().open(paper.sha256) as stream:
        content = stream.read()
    genuine, altered = tmp_path / "Отчёт.pdf", tmp_path / "Изменённый.pdf"
    genuine.write_bytes(content)
    altered.write_bytes(content[:-10] + b"0" + content[-9:])
    page = visit(None, trouble=True)  # what is not found is answered with 404
    page.goto("/verify")
    in_every_look(page)
    page.get_by_label("Код с документа").fill((report.code or "").lower().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page.locator("#answer-title")).to_contain_text("Подлинный")
    expect(page.locator("#answer-title")).to_be_focused()
    in_every_look(page)
    page.get_by_label("Файл документа").set_input_files(genuine)
    page.get_by_role("button", name="Проверить файл").press("Enter")
    expect(page.locator("main")).to_contain_text("файл не изменён")
    page.get_by_label("Файл документа").set_input_files(altered)
    page.get_by_role("button", name="Проверить файл").press("Enter")
    expect(page.locator("#answer-title")).to_contain_text("Не найден")
    expect(page.locator("main")).to_contain_text("Файл изменён после выдачи")
    in_every_look(page)


def test_a_scan_of_the_signed_paper_is_attached(
    with_passwords: World, report: Report, visit: Visit, tmp_path: Path
) -> None:
    page = visit(with_passwords.coordinator)
    page.goto(f"/reports/{quote(report.number)}/sign")
    page.get_by_role("button", name="Приложить скан-копию").click()
    expect(page.locator(".summary")).to_contain_text("Выберите скан-копию")
    in_every_look(page)
    copy = tmp_path / "Отчёт подписанный.pdf"
    copy.write_bytes(samples.pdf("скан"))
    page.get_by_label("Кто подписал").fill("Начальник управления образования Иванова А. П.")
    page.get_by_label("Дата подписи").fill("2026-02-01")
    page.get_by_label("Скан-копия", exact=True).set_input_files(copy)
    page.get_by_role("button", name="Приложить скан-копию").click()
    expect(page.locator("#signatures")).to_contain_text(
        "На бумаге подписал: Начальник управления образования"
    )
    in_every_look(page)


def test_the_last_look_at_a_stage(with_passwords: World, report: Report, visit: Visit) -> None:
    page = visit(with_passwords.coordinator)
    page.goto("/reports")
    page.locator("tr").filter(has_text="Программы развития").get_by_role(
        "link", name="Закрытие этапа"
    ).first.click()
    expect(page.locator("#checks")).to_contain_text("Проверьте и отметьте")
    in_every_look(page)
    page.locator("#answers fieldset").filter(has_text="Персональных данных нет").get_by_label("Да").check()
    page.get_by_role("button", name="Сохранить отметки").press("Enter")
    expect(page.locator("#checks li").filter(has_text="Персональных данных нет")).to_contain_text("Образцова")
    in_every_look(page)
