"""The roadmap in a browser: without fault on a phone and a screen, marked by one person and confirmed by another."""

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.conftest import PHONE, Visit
from tests.browser.looks import clean
from tests.world import World
from webapp.models import Measure
from workflows.roadmaps.words import PartyKind, ProgressState

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


def planned(town: World) -> Measure:
    """A roadmap with a section, an unread deadline, a measure of each school and one of the curators."""
    roadmap = make.roadmap(town.municipality, programme_id=town.programme.id)
    section = make.section(roadmap, "Организационные мероприятия", number="1", goals="Сопровождение школ")
    curators = make.party(roadmap, "Кураторы", PartyKind.CURATORS)
    schools = make.party(roadmap, "ОО", PartyKind.SCHOOLS)
    make.measure(roadmap, "весной", make.party(roadmap, "УО"), title="Круглый стол", section_id=section.id)
    every = make.measure(roadmap, "15.10.2026", schools, title="Самодиагностика", per_school=True)
    make.progress(
        every, town.school_1.head, ProgressState.CONFIRMED, occurrence=f"s{town.school_1.school.id}",
        school_id=town.school_1.school.id, decided_by=town.coordinator,
    )  # fmt: skip
    return make.measure(
        roadmap, "15.05.2026", curators, title="Собеседования с командами школ", section_id=section.id
    )


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("viewport", [PHONE, None])
def test_the_pages_are_without_fault(
    with_passwords: World, visit: Visit, viewport: dict[str, int] | None, dark: bool
) -> None:
    town = with_passwords
    measure = planned(town)
    fact = make.progress(measure, town.curator, note="Протокол № 3.")
    page = visit(town.coordinator, viewport=viewport, dark=dark)
    number = measure.ref.rpartition("-")[0]
    for path in (
        "/roadmap",
        "/roadmap?order=due&q=нет+такого",
        f"/roadmap/items/{measure.ref}",
        f"/roadmap/items/{measure.ref}/facts/{fact.id}",
        f"/roadmap/items/{measure.ref}/changes/transfer",
        f"/roadmap/items/{measure.ref}/conditions",
        "/roadmap/schools",
        "/roadmap/new",
        f"/roadmap/maps/{number}",
        f"/roadmap/maps/{number}/parties",
    ):
        page.goto(path)
        clean(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_one_marks_and_another_confirms(with_passwords: World, visit: Visit, scripts: bool) -> None:
    town = with_passwords
    measure = planned(town)
    curator = visit(town.curator, scripts=scripts)
    curator.goto(f"/roadmap/items/{measure.ref}")
    curator.get_by_role("link", name="Отметить исполнение").first.click()
    curator.get_by_label("Дата исполнения").fill(make.today().isoformat())
    curator.get_by_label("Пояснение").fill("Собеседования проведены.")
    curator.get_by_label("Ссылки").fill("https://example.org/protocol")
    curator.get_by_role("button", name="Отметить исполнение").click()
    expect(curator.locator("#executions")).to_contain_text("Исполнено, ожидает подтверждения")

    coordinator = visit(town.coordinator, scripts=scripts)
    coordinator.goto(f"/roadmap/items/{measure.ref}")
    coordinator.get_by_role("link", name="Рассмотреть").click()
    expect(coordinator.locator("#proofs")).to_contain_text("https://example.org/protocol")
    coordinator.get_by_role("button", name="Подтвердить исполнение").click()
    expect(coordinator.locator("#executions")).to_contain_text("Исполнено и подтверждено")


def test_a_condition_replaces_the_table_and_stays_in_the_address(with_passwords: World, visit: Visit) -> None:
    planned(with_passwords)
    page = visit(with_passwords.coordinator)
    page.goto("/roadmap")
    expect(page.locator("#found")).to_contain_text("Круглый стол")
    page.get_by_label("Слова мероприятия").fill("собеседования")
    expect(page.locator("#found")).not_to_contain_text("Круглый стол")
    page.wait_for_url("**/roadmap?*q=*")
    page.reload()
    expect(page.locator("#found")).to_contain_text("Собеседования с командами школ")
    expect(page.locator("#found")).not_to_contain_text("Круглый стол")
