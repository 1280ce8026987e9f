"""The whole way in Chromium: the same sentences as the journey, with a mouse and a keyboard, with axe on every page."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import samples
from tests.browser.conftest import Visit
from tests.browser.looks import in_every_look
from tests.browser.reporting import the_stage_report_is_made_and_read
from tests.services.crew import Crew
from tests.world import World

pytestmark = pytest.mark.browser


def test_a_package_goes_the_whole_way_in_a_browser(
    with_passwords: World, visit: Visit, tmp_path: Path, crew: Crew
) -> None:
    town = with_passwords
    programme, protocol = tmp_path / "Программа развития.pdf", tmp_path / "Протокол № 2.docx"
    programme.write_bytes(samples.pdf("Программа"))
    protocol.write_bytes(samples.docx_file("Протокол"))

    school = visit(town.school_1.coordinator)
    in_every_look(school)
    school.locator("a.btn", has_text="Программа развития").click()
    school.locator("main button", has_text="Программа развития").click()
    expect(school.get_by_role("heading", level=1)).to_contain_text("Подготовка пакета")
    number = school.url.split("/")[-2]
    in_every_look(school)
    school.goto(f"/packages/{number}/edit/files")
    chosen = (("programme", programme), ("diagnosis", protocol))
    for slot, file in chosen:
        school.set_input_files(f"#slot-{slot}-files", str(file))
    for slot, _ in chosen:
        school.locator(f"#slot-{slot}").get_by_role("button", name="Загрузить").click()
    for slot, file in chosen:
        expect(school.locator(f"#slot-{slot} .files")).to_contain_text(file.name)
    in_every_look(school)
    school.goto(f"/packages/{number}/edit/answers")
    for label, text in (
        ("Начало периода реализации", "2026-09-01"),
        ("Окончание периода реализации", "2029-08-31"),
        ("Раунд самодиагностики", "март 2026 года"),
        ("Кем принята", "Педагогический совет"),
        ("Номер протокола о принятии", "1"),
        ("Дата протокола о принятии", "2026-08-27"),
    ):
        school.get_by_label(label).fill(text)
    school.get_by_label("Дата протокола о принятии").press("Tab")
    expect(school.locator("#saved input")).not_to_have_value("1")
    in_every_look(school)
    school.get_by_role("button", name="Сохранить и продолжить").click()
    school.goto(f"/packages/{number}/edit/check")
    expect(school.locator("main")).to_contain_text("Пакет можно направлять")
    in_every_look(school)

    head = visit(town.school_1.head)
    head.goto(f"/packages/{number}/steps/submit")
    head.get_by_role("button", name="Направить куратору").click()
    expect(head.locator("#error-summary")).to_be_focused()
    head.get_by_label("Персональных данных обучающихся").check()
    in_every_look(head)
    head.get_by_role("button", name="Направить куратору").click()
    expect(head.locator("main")).to_contain_text("Пакет направлен куратору")
    in_every_look(head)

    curator = visit(town.curator)
    curator.locator("a.btn", has_text="Проверить пакет").click()
    for n in (1, 2):
        curator.goto(f"/packages/{number}/files/{n}/check")
        in_every_look(curator)
        curator.get_by_label("Подтверждаю").check()
        curator.get_by_role("button", name="Записать решение").click()
    curator.get_by_label("Новое сообщение").fill("Всё на месте, спасибо.")
    curator.get_by_role("button", name="Отправить школе").click()
    expect(curator.locator("#stream")).to_contain_text("Всё на месте")
    expect(curator.get_by_label("Новое сообщение")).to_have_value("")
    in_every_look(curator)
    curator.goto(f"/packages/{number}/steps/confirm")
    curator.get_by_label("Заключение куратора").fill("Пакет полон.")
    curator.get_by_role("button", name="Подтвердить пакет").click()

    coordinator = visit(town.coordinator)
    coordinator.goto(f"/packages/{number}/steps/begin")
    coordinator.get_by_role("button", name="Начать экспертизу").click()
    coordinator.goto(f"/packages/{number}/sheet")
    in_every_look(coordinator)
    _fill_sheet(coordinator)
    coordinator.goto(f"/packages/{number}/verdict")
    in_every_look(coordinator)
    coordinator.get_by_label("Соответствует с замечаниями").check()
    coordinator.get_by_label("Обоснование").fill("Программа построена на самодиагностике.")
    coordinator.get_by_label("Сразу направить заключение школе").check()
    coordinator.get_by_role("button", name="Завершить экспертизу").click()
    expect(coordinator.locator("main")).to_contain_text("Заключение направлено школе")

    school.goto(f"/packages/{number}")
    expect(school.locator("main")).to_contain_text("Программа построена на самодиагностике")
    expect(school.locator("main")).to_contain_text("Соответствует с замечаниями")
    in_every_look(school)
    for path in (
        "/packages",
        f"/packages/{number}/versions",
        f"/packages/{number}/history",
        f"/packages/{number}/remarks",
        f"/packages/{number}/files/1",
        "/notifications",
        "/display",
        "/help/packages",
    ):
        school.goto(path)
        in_every_look(school)

    the_stage_report_is_made_and_read(coordinator, number, crew)


def test_a_mark_left_in_two_windows_loses_neither_text(with_passwords: World, visit: Visit) -> None:
    number = _on_expertise(with_passwords)
    first, second = visit(with_passwords.coordinator), visit(with_passwords.coordinator)
    for page in (first, second):
        page.goto(f"/packages/{number}/sheet")
    _mark(first, "#cr-1", "Текст первого окна.")
    expect(first.locator("#cr-1-saved")).to_contain_text("сохранён")
    _mark(second, "#cr-1", "Текст второго окна.")
    conflict = second.locator("#cr-1 [data-conflict]")
    expect(conflict).to_contain_text("Текст первого окна.")
    expect(conflict).to_contain_text("Текст второго окна.")


def test_the_main_way_works_without_scripts(with_passwords: World, visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "Программа.pdf"
    file.write_bytes(samples.pdf("Программа"))
    page = visit(with_passwords.school_1.coordinator, scripts=False)
    page.goto("/packages/new")
    page.locator("main button", has_text="Программа развития").click()
    number = page.url.split("/")[-2]
    page.goto(f"/packages/{number}/edit/files")
    page.set_input_files("#slot-programme-files", str(file))
    page.locator("#slot-programme").get_by_role("button", name="Загрузить").click()
    expect(page.locator("#slot-programme")).to_contain_text("Программа.pdf")
    page.goto(f"/packages/{number}")
    assert page.locator(".needs-js:visible").count() == 0


def test_the_first_stop_of_the_keyboard_leads_to_the_content(with_passwords: World, visit: Visit) -> None:
    page = visit(with_passwords.curator)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "К содержанию"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def _fill_sheet(page: Page) -> None:
    for group in page.locator("details.cgroup").all():
        if group.get_attribute("open") is None:
            group.locator("> summary").click()
    forms = page.locator("form.cr").all()
    for n, form in enumerate(forms):
        low = n == 3
        form.locator("input[value=one]" if low else "input[value=two]").check()
        if low:
            form.locator("textarea").fill("Причины не разделены на внутренние и внешние.")
        expect(form.locator("[data-save-state]")).to_contain_text("сохранён", timeout=10_000)


def _mark(page: Page, criterion: str, text: str) -> None:
    form = page.locator(criterion)
    form.locator("input[value=one]").check()
    form.locator("textarea").fill(text)


def _on_expertise(town: World) -> str:
    """Put a package on expertise without the browser."""
    from flask import current_app

    from tests.journeys import test_the_whole_way as journey
    from tests.pages import SignIn

    sign_in = SignIn(current_app._get_current_object())  # type: ignore[attr-defined]
    school, head = sign_in(town.school_1.coordinator), sign_in(town.school_1.head)
    curator, coordinator = sign_in(town.curator), sign_in(town.coordinator)
    number = journey.begin(school)
    journey.upload(school, number, "programme", "Программа.pdf", samples.pdf("п"))
    journey.upload(school, number, "diagnosis", "Протокол.docx", samples.docx_file("д"))
    journey.answer(school, number)
    journey.send(head, number, "submit")
    for n in (1, 2):
        journey.check(curator, number, n, "confirmed")
    curator.post(
        f"/packages/{number}/steps/confirm", {"text": "Полон.", "seen": journey.seen(curator, number)}
    )
    coordinator.post(f"/packages/{number}/steps/begin", {"seen": journey.seen(coordinator, number)})
    return number
