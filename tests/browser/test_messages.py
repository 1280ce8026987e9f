"""A message is written at leisure: its draft saves itself while it is typed, and then it is sent once (ux.md §5 24, 25, 28)."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit
from tests.browser.test_the_whole_way import _on_expertise
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


def test_25_a_message_whose_draft_was_saved_twice_is_still_sent(with_passwords: World, visit: Visit) -> None:
    page = visit(with_passwords.curator)
    page.goto(f"/packages/{_on_expertise(with_passwords)}")
    field, state = page.get_by_label("Новое сообщение"), page.locator("#composer [data-save-state]")
    for words in ("Протокол получен. ", "Ждём подписанную редакцию."):
        with page.expect_response("**/messages/draft") as saved:
            field.press_sequentially(words)
        assert saved.value.status == 204 and "hx-redirect" not in saved.value.headers
        expect(state).to_contain_text("Черновик сохранён")
    page.get_by_role("button", name="Отправить школе").click()
    expect(page.locator("#stream")).to_contain_text("Протокол получен. Ждём подписанную редакцию.")
    expect(field).to_have_value("")
    page.reload()
    expect(field).to_have_value("")


def test_24_and_28_a_message_whose_answer_was_lost_is_repeated_without_a_double(
    with_passwords: World, visit: Visit
) -> None:
    page = visit(with_passwords.curator, trouble=True)
    page.goto(f"/packages/{_on_expertise(with_passwords)}")

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/messages", lose_the_answer)
    page.get_by_label("Новое сообщение").fill("Протокол получен.")
    page.get_by_role("button", name="Отправить школе").click()
    expect(page.locator("#alerts")).to_contain_text("Нет связи с сервером")
    page.unroute("**/messages")
    with page.expect_navigation():
        page.locator("#alerts").get_by_role("button", name="Повторить").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("программа развития")
    expect(page.locator("#stream .msg")).to_have_count(1)
