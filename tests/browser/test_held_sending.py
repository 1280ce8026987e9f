"""A return held, taken back and sent in a browser: with and without scripts, in every look."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from tests.browser.conftest import Visit
from tests.browser.looks import in_every_look
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session, transaction
from webapp.models import Municipality
from workflows.vocabulary import FileDecision, State

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_return_is_held_taken_back_and_sent(with_passwords: World, visit: Visit, scripts: bool) -> None:
    town = with_passwords
    with system_scope("test"), transaction():
        session.execute(update(Municipality).values(send_delay=10))
    walk = on.sent(town)
    walk.check(walk.files()[1], FileDecision.RETURNED, text="Нет подписи директора.")
    page = visit(town.curator, scripts=scripts)

    page.goto(f"/packages/{walk.number}/steps/return")
    page.get_by_role("radio", name="Только отмеченные части").check()
    page.get_by_role("button", name="Вернуть на доработку").click()
    expect(page.locator("main")).to_contain_text("Отправка школе назначена")
    expect(page.locator("#held")).to_contain_text("Возврат: отправка школе в")
    if scripts:
        in_every_look(page)
    page.get_by_role("button", name="Отменить отправку").click()
    expect(page.locator("main")).to_contain_text("Отправка отменена")
    expect(page.locator("#held")).to_have_count(0)
    assert walk.row().state is State.CURATOR_REVIEW

    page.goto(f"/packages/{walk.number}/steps/return")
    expect(page.get_by_role("radio", name="Только отмеченные части")).to_be_checked()
    page.get_by_role("button", name="Вернуть на доработку").click()
    page.get_by_role("button", name="Отправить сейчас").click()
    expect(page.locator("main")).to_contain_text("Отправлено школе")
    assert walk.row().state is State.CURATOR_RETURNED
