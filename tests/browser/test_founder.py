"""The founder's decision on a programme of development in a browser: refused, mended, agreed, by keyboard too."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.looks import in_every_look
from tests.webapp.packages import walk as on
from tests.world import World
from workflows.verdicts import VerdictKind
from workflows.vocabulary import State

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


def concluded(town: World) -> on.Walk:
    walk = on.admitted(town)
    walk.examine(VerdictKind.CONFORMS)
    walk.step(town.coordinator, "release")
    return walk


@pytest.mark.parametrize("scripts", [True, False])
def test_the_chief_agrees_and_the_school_approves(with_passwords: World, visit: Visit, scripts: bool) -> None:
    town, walk = with_passwords, concluded(with_passwords)
    chief = visit(town.chief, scripts=scripts)
    chief.goto(f"/packages/{walk.number}/steps/agree")
    if scripts:
        in_every_look(chief)
    chief.get_by_label("Номер").fill("01-12/345")
    chief.get_by_role("button", name="Согласовать программу").click()
    expect(chief.locator("main")).to_contain_text("Программа согласована")
    assert walk.row().state is State.AGREED

    head = visit(town.school_1.head, scripts=scripts)
    head.goto(f"/packages/{walk.number}/steps/approve")
    if scripts:
        in_every_look(head)
    head.get_by_label("Номер").fill("118-од")
    head.locator("main form button.btn--primary").click()
    expect(head.locator("#founder")).to_contain_text("118-од")
    if scripts:
        in_every_look(head)


def test_a_refusal_needs_its_reasons_and_is_given_by_keyboard(with_passwords: World, visit: Visit) -> None:
    town, walk = with_passwords, concluded(with_passwords)
    page = visit(town.chief)
    page.goto(f"/packages/{walk.number}/steps/decline")
    page.get_by_label("Номер").fill("01-12/7")
    page.get_by_label("Номер").press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator("#error-summary")).to_contain_text("Напишите мотивы отказа")
    in_every_look(page)
    page.locator("#error-summary a").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Нет показателей по годам и сроков отчёта.")
    page.get_by_role("button", name="Показать, что прочтёт школа").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#preview")).to_contain_text("Нет показателей по годам")
    page.locator("main form button.btn--primary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("В согласовании отказано")
    assert walk.row().state is State.FOUNDER_RETURNED
