"""The letter beside the form of a decision: what is typed is in it, nothing typed is lost, in every look."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.looks import in_every_look
from tests.webapp.packages import walk as on
from tests.world import World
from workflows.verdicts import MarkValue, VerdictKind

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]

LOW = {
    "Б.1": (MarkValue.ZERO, "Решения есть не для всех дефицитов. Добавьте решение по каждому направлению.")
}


@pytest.mark.parametrize("scripts", [True, False])
def test_the_letter_opens_beside_the_form_with_what_is_typed(
    with_passwords: World, visit: Visit, scripts: bool
) -> None:
    town = with_passwords
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    walk.mark_all(LOW)
    page = visit(town.coordinator, scripts=scripts)
    page.goto(f"/packages/{walk.number}/verdict")
    page.get_by_role("radio", name="Требует доработки").check()
    page.get_by_label("Обоснование").fill("Цель не измерима: нет исходного значения.")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Посмотреть письмо").click()
    letter = opened.value
    expect(letter.locator("[data-letter]")).to_contain_text("Цель не измерима: нет исходного значения.")
    expect(letter.locator("[data-letter]")).to_contain_text("Решения есть не для всех дефицитов.")
    expect(letter.locator("main")).to_contain_text("Школа этого ещё не видит")
    if scripts:
        in_every_look(letter)
    with letter.expect_download() as saved:
        letter.get_by_role("button", name="Проект письма, PDF").click()
    assert saved.value.suggested_filename.startswith("Проект. Заключение")
    expect(page.get_by_label("Обоснование")).to_have_value("Цель не измерима: нет исходного значения.")


def test_a_school_reads_the_letter_by_keyboard(with_passwords: World, visit: Visit) -> None:
    town = with_passwords
    walk = on.admitted(town)
    walk.examine(VerdictKind.REWORK, LOW)
    walk.step(town.coordinator, "release")
    page = visit(town.school_1.head)
    page.goto(f"/packages/{walk.number}")
    page.get_by_role("link", name="Письмо школе").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-letter]")).to_contain_text("Требует доработки")
    in_every_look(page)
