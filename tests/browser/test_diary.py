"""The diary on a phone and at a desk: an entry in five fields, a network lost on the way, what follows it."""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.conftest import PHONE, Visit
from tests.browser.looks import in_every_look
from tests.world import World
from webapp.access.actor import system_scope
from webapp.diary import operations
from workflows.vocabulary import Event, State

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
LONG = "Посмотрели план воспитательной работы, рабочие программы и два урока математики в 8 «Б» классе. " * 3


def test_an_entry_is_made_on_a_phone_and_survives_a_lost_network(with_passwords: World, visit: Visit) -> None:
    page = visit(with_passwords.curator, trouble=True)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/diary")
    expect(page.locator("#main")).to_contain_text("Записей пока нет")
    page.get_by_role("link", name="Внести запись").click()
    page.locator("#school").select_option(index=1)
    page.locator("#examined").fill(LONG)
    page.locator("#what").fill("Прислать приказ о наставничестве")
    page.context.set_offline(True)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Внести запись").click()
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.goto("/diary/new")
    expect(page.locator("[data-restored]")).to_contain_text("Восстановлено")
    expect(page.locator("#what")).to_have_value("Прислать приказ о наставничестве")
    page.get_by_role("button", name="Внести запись").click()
    expect(page.locator("#agreements")).to_contain_text("Прислать приказ о наставничестве")
    page.goto("/diary/new")
    expect(page.locator("[data-restored]")).to_be_hidden()


def test_the_pages_of_the_diary_in_every_look(with_passwords: World, visit: Visit) -> None:
    page = visit(with_passwords.curator)
    page.goto("/diary")
    in_every_look(page)
    page.goto("/diary/new")
    page.get_by_role("button", name="Внести запись").click()
    expect(page.locator(".summary")).to_contain_text("Выберите школу")
    in_every_look(page)
    page.locator("#school").select_option(index=1)
    page.locator("#examined").fill(LONG)
    page.locator("#what").fill("Прислать приказ о наставничестве педагогов математики")
    page.get_by_text("Подробно", exact=True).click()
    page.locator("#recommendations").fill(
        "Провести открытый урок и обсудить его на методическом объединении."
    )
    page.locator("#question").fill("Можно ли перенести срок?")
    in_every_look(page)
    page.get_by_role("button", name="Внести запись").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Посещение школы")
    in_every_look(page)
    address = page.url
    coordinator = visit(with_passwords.coordinator)
    coordinator.goto("/diary?show=asked")
    in_every_look(coordinator)
    coordinator.goto("/diary/calendar")
    expect(coordinator.locator("table.cal")).to_contain_text("посещение школы")
    in_every_look(coordinator)
    coordinator.goto("/diary/regularity")
    in_every_look(coordinator)
    coordinator.goto(address)
    coordinator.locator("#remark").fill("Пришлите конспект урока.")
    coordinator.get_by_role("button", name="Отметить запись").press("Enter")
    expect(coordinator.locator("#marks")).to_contain_text("Пришлите конспект урока.")
    in_every_look(coordinator)
    school = visit(with_passwords.school_1.head)
    school.goto(address)
    school.get_by_role("button", name="Ознакомлены").press("Enter")
    expect(school.locator("#marks")).to_contain_text("Школа ознакомлена")
    in_every_look(school)


def test_drafts_that_the_product_proposed_and_the_export(with_passwords: World, visit: Visit) -> None:
    world = with_passwords
    package = make.package(world.school_1.school, world.stage, kind="concept", state=State.CURATOR_RETURNED)
    with system_scope("test"):
        payload = {"package_id": package.id, "actor_id": world.curator.user_id}
        for place, happened in enumerate((Event.RETURNED_BY_CURATOR, Event.REMINDED)):
            operations.propose(happened, payload, key=str(place))
    page = visit(world.curator)
    page.goto("/")
    expect(page.locator("#main")).to_contain_text("Разобрать черновики дневника")
    page.goto("/diary?show=drafts")
    in_every_look(page)
    page.get_by_role("button", name="Внести").first.press("Enter")
    expect(page.locator("#entry")).to_contain_text(package.number)
    page.goto("/diary/export")
    in_every_look(page)
    page.locator("#until").fill("2020-01-01")
    page.get_by_role("button", name="Подготовить документ").press("Enter")
    expect(page.locator(".summary")).to_contain_text("раньше первого")
    page.goto("/diary/export")
    page.get_by_role("button", name="Подготовить документ").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Дневник куратора")
    in_every_look(page)
