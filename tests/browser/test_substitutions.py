"""A curator on leave in a browser: checked, assigned, both names on an act, the summary for who comes back."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.looks import in_every_look
from tests.webapp.packages import walk as on
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_leave_is_checked_assigned_used_and_read(
    with_passwords: World, visit: Visit, scripts: bool
) -> None:
    town = with_passwords
    walk = on.sent(town)
    page = visit(town.coordinator, scripts=scripts)
    page.goto(f"/curators/substitutions/new?curator={town.curator.user_id}")
    if scripts:
        in_every_look(page)
    page.get_by_label("Замещение с").fill(town.today.isoformat())
    page.get_by_label("по", exact=True).fill((town.today + timedelta(days=7)).isoformat())
    page.get_by_label("Лесногорская СОШ").select_option(label=town.other_curator.name)
    page.get_by_role("button", name="Проверить").click()
    expect(page.locator("main")).to_contain_text("Противоречий нет")
    expect(page.locator("#passing")).to_contain_text(walk.number)
    if scripts:
        in_every_look(page)
    page.get_by_role("button", name="Назначить замещение").click()
    expect(page.locator("#schools")).to_contain_text("Учебнова Т. В.")
    if scripts:
        in_every_look(page)

    substitute = visit(town.other_curator, scripts=scripts)
    substitute.goto(f"/packages/{walk.number}")
    substitute.get_by_label("Сообщение").fill("Жду протокол педагогического совета.")
    substitute.get_by_role("button", name="Отправить школе").click()
    expect(substitute.locator("#discussion")).to_contain_text("за Примерова А. С.")

    page.get_by_role("button", name="Завершить").first.click()
    absent = visit(town.curator, scripts=scripts)
    absent.goto(page.url.split("?")[0].rstrip("/") + "/summary")
    expect(absent.locator("main")).to_be_visible()
    if scripts:
        in_every_look(absent)
