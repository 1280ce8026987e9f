"""The times and figures of roadmaps in a browser: without fault in every look, by keyboard, on paper, without scripts."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.looks import clean
from tests.world import World
from webapp.models import Roadmap
from workflows.roadmaps.words import ProgressState

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
PLAN = {
    "total": {"text": "1; 10", "op": "=", "values": [1, 10]},
    "years": {"2025": {"text": "1; 10", "op": "=", "values": [1, 10]}},
    "aggregation": "each_year",
}
LONG = (
    "Проведение муниципального семинара для управленческих команд школ, участвующих в проекте адресной помощи"
)
A3 = {1191, 842}
"""Points of the long and the short side."""


@pytest.fixture
def roadmap(with_passwords: World) -> Roadmap:
    """Measures in every state, one with a plan by years."""
    town = with_passwords
    row = make.roadmap(town.municipality, starts_on=date(2025, 1, 1), ends_on=date(2027, 12, 31))
    department = make.party(row, "УО", meaning="управление образования")
    section = make.section(row, "Организационно-методическое сопровождение", number="I.")
    inside = {"section_id": section.id}
    days = [town.today + timedelta(days=n) for n in (-60, -40, -10, 0, 2, 30)]
    measures = [
        make.measure(row, f"{day:%d.%m.%Y}", department, title=f"{LONG}, {n}", **inside)
        for n, day in enumerate(days)
    ]
    make.progress(measures[0], town.curator, ProgressState.CONFIRMED, decided_by=town.coordinator)
    make.progress(measures[1], town.curator, ProgressState.EXECUTED)
    make.progress(measures[4], town.curator, ProgressState.DECLINED, decided_by=town.coordinator)
    make.measure(row, "сентябрь 2025 – май 2027", department, title="В работе", **inside)
    make.measure(row, "по мере необходимости", department, title="Без срока", **inside)
    make.measure(row, "31.12.2025", title="Плановые значения", plan=PLAN)
    return row


PAGES = (
    "/roadmap/indicator", "/roadmap/years", "/roadmap/timeline", "/roadmap/calendar", "/roadmap/mine", "/roadmap/overdue",
)  # fmt: skip


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_the_pages_are_without_fault(
    with_passwords: World, roadmap: Roadmap, visit: Visit, viewport: dict[str, int], dark: bool
) -> None:
    page = visit(with_passwords.coordinator, viewport=viewport, dark=dark)
    for path in PAGES:
        page.goto(path)
        clean(page)


def test_a_phone_has_the_months_instead_of_the_bars(
    with_passwords: World, roadmap: Roadmap, visit: Visit
) -> None:
    page = visit(with_passwords.coordinator, viewport=PHONE)
    page.goto("/roadmap/timeline")
    expect(page.locator("#chart")).to_be_hidden()
    expect(page.locator("#months")).to_contain_text("Без последнего дня")
    page.goto("/roadmap/calendar")
    shown = page.locator("td.cal__in:visible")
    assert 0 < shown.count() < 28, "days without anything are left out"


def test_a_bar_is_reached_and_followed_by_keyboard(
    with_passwords: World, roadmap: Roadmap, visit: Visit
) -> None:
    page = visit(with_passwords.coordinator)
    page.goto("/roadmap/timeline")
    page.locator("#chart svg a").first.focus()
    page.keyboard.press("Tab")
    name = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert name and "Срок:" in name
    page.keyboard.press("Enter")
    page.wait_for_url("**/roadmap/items/**")


def test_the_timeline_is_printed_on_a3(with_passwords: World, roadmap: Roadmap, visit: Visit) -> None:
    page = visit(with_passwords.coordinator)
    page.goto("/roadmap/timeline")
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    sizes = [{round(float(one.mediabox.width)), round(float(one.mediabox.height))} for one in printed.pages]
    assert any(all(abs(a - b) <= 2 for a, b in zip(sorted(size), sorted(A3), strict=True)) for size in sizes)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_wrong_date_is_corrected_in_its_place(
    with_passwords: World, roadmap: Roadmap, visit: Visit, scripts: bool
) -> None:
    page = visit(with_passwords.coordinator, scripts=scripts, trouble=True)
    page.goto("/roadmap/indicator?on=31.02.2026")
    field = page.get_by_label("На дату")
    expect(field).to_have_value("31.02.2026")
    if not scripts:
        page.locator(".fold > summary").click() if page.locator(".fold > summary").is_visible() else None
    field.fill("01.04.2027")
    page.get_by_role("button", name="Рассчитать").click()
    expect(page.locator("#main")).to_contain_text("на 1 апреля 2027 г.")


def test_the_address_of_the_calendar_is_made_and_revoked(
    with_passwords: World, roadmap: Roadmap, visit: Visit
) -> None:
    page = visit(with_passwords.coordinator)
    page.goto("/roadmap/mine")
    page.get_by_role("button", name="Создать адрес").click()
    address = page.get_by_label("Адрес календаря").input_value()
    assert "BEGIN:VEVENT" in page.request.get(address).text()
    page.get_by_role("button", name="Отозвать").click()
    expect(page.get_by_role("button", name="Создать адрес")).to_be_visible()
    assert page.request.get(address).status == 404
