"""The matrix in a browser: without fault on a phone and a screen, and a reminder from a tick to the list of what went."""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.conftest import PHONE, Visit
from tests.browser.looks import clean
from tests.world import World
from workflows.vocabulary import State

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
PAGES = (
    "/monitoring",
    "/monitoring?stage=concept-2026",
    "/monitoring?state=missing",
    "/monitoring/reminder?all=1",
)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("viewport", [PHONE, None])
def test_the_matrix_is_without_fault(
    with_passwords: World, visit: Visit, viewport: dict[str, int] | None, dark: bool
) -> None:
    town = with_passwords
    make.package(town.school_1.school, town.stage, kind="concept", state=State.CURATOR_REVIEW)
    make.package(town.school_2.school, town.stage, kind="effective_mode", state=State.CONFORMS)
    page = visit(town.coordinator, viewport=viewport, dark=dark)
    for path in PAGES:
        page.goto(path)
        clean(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_ticked_school_is_reminded(with_passwords: World, visit: Visit, scripts: bool) -> None:
    page = visit(with_passwords.coordinator, scripts=scripts)
    page.goto("/monitoring")
    page.get_by_label("Выбрать: «Лесногорская СОШ»").check()
    page.get_by_role("button", name="Напомнить отмеченным").click()
    expect(page.locator("#main")).to_contain_text("концептуальные документы – не представлено")
    page.get_by_role("button", name="Отправить 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Напоминания отправлены")
    expect(page.locator("#main .tasks")).to_contain_text("Лесногорская СОШ")
