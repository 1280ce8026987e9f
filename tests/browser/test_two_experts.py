"""Two sheets reconciled in a browser: with and without scripts, by the keyboard, in every look."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.looks import in_every_look
from tests.webapp.expertise.test_two_experts import handed, joint  # noqa: F401  fixtures
from tests.webapp.packages import walk as on
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


@pytest.mark.parametrize("scripts", [True, False])
def test_differences_are_decided_and_the_conclusion_follows(
    with_passwords: World,
    handed: on.Walk,  # noqa: F811
    visit: Visit,
    scripts: bool,
) -> None:
    page = visit(with_passwords.coordinator, scripts=scripts)
    page.goto(f"/packages/{handed.number}/reconciliation")
    if scripts:
        in_every_look(page)
    page.get_by_role("link", name="Начать сведение").click()
    page.get_by_role("button", name="Начать сведение").click()
    page.goto(f"/packages/{handed.number}/reconciliation")
    expect(page.locator("#differing .sides")).to_have_count(2)
    first = page.locator("#differing form").first
    first.locator(".was", has_text="Заключина").get_by_role("button").click()
    reason = first.get_by_label("Почему принята эта отметка")
    if scripts:
        expect(reason).to_be_focused()
    reason.fill("Анализ есть в приложении 2.")
    if scripts:
        expect(first.locator("[data-save-state]")).to_contain_text("Сохранено", timeout=10_000)
        in_every_look(page)
    else:
        first.get_by_role("button", name="Сохранить").click()
    second = page.locator("#differing form").nth(1)
    second.locator(".was", has_text="Критериев").get_by_role("button").click()
    if scripts:
        expect(second.get_by_label("Почему принята эта отметка")).to_be_focused()
    second.get_by_label("Почему принята эта отметка").fill("Показатель назван со сроком.")
    if scripts:
        expect(second.locator("[data-save-state]")).to_contain_text("Сохранено", timeout=10_000)
        expect(page.get_by_role("link", name="Проверить и завершить")).to_be_visible()
    else:
        second.get_by_role("button", name="Сохранить").click()
    page.goto(f"/packages/{handed.number}/verdict")
    page.get_by_role("radio", name="Соответствует", exact=True).check()
    page.get_by_label("Обоснование").fill("Эксперты сошлись в главном.")
    page.get_by_role("button", name="Завершить экспертизу").click()
    expect(page.locator("main")).to_contain_text("Экспертиза завершена")


def test_packages_are_given_out_after_a_preview(with_passwords: World, visit: Visit) -> None:
    walk = on.admitted(with_passwords)
    page = visit(with_passwords.coordinator)
    page.goto("/experts/assign")
    in_every_look(page)
    page.get_by_role("button", name="Показать распределение").click()
    expect(page.locator("#error-summary")).to_contain_text("Отметьте хотя бы один пакет")
    page.get_by_role("checkbox", name=walk.number).check()
    page.get_by_role("checkbox", name=with_passwords.expert.name).check()
    page.get_by_role("button", name="Показать распределение").click()
    in_every_look(page)
    page.get_by_role("button", name="Назначить", exact=True).click()
    expect(page.locator("main")).to_contain_text("Эксперты назначены")
    page.goto("/experts/conflicts")
    in_every_look(page)
