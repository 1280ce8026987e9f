"""A recommendation in a browser: sent to two schools, answered on a phone, accepted; every page in every look."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.looks import in_every_look
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]
LONG = (
    "Связать план внутришкольного контроля с верифицированными рисками, утвердить график консультаций приказом и "
    "разместить его на официальном сайте школы. "
) * 3


def test_a_recommendation_from_sending_to_its_acceptance(with_passwords: World, visit: Visit) -> None:
    page = visit(with_passwords.coordinator)
    page.goto("/recommendations")
    in_every_look(page)
    page.goto("/recommendations/new")
    page.get_by_role("button", name="Направить школам").click()
    expect(page.locator(".summary")).to_contain_text("Отметьте школы")
    in_every_look(page)
    page.locator("#text").fill(LONG)
    page.locator("#ground").fill("Экспертное заключение № З-2026-7, критерий 2.3")
    for name in (with_passwords.school_1.school.short_name, with_passwords.school_2.school.short_name):
        page.get_by_label(name).check()
    page.get_by_role("button", name="Направить школам").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Рекомендации школам")
    in_every_look(page)
    school = visit(with_passwords.school_1.head)
    school.set_viewport_size(PHONE)  # type: ignore[arg-type]
    school.goto("/")
    school.get_by_role("link", name="Открыть").first.click()
    expect(school.get_by_role("heading", level=1)).to_contain_text("Рекомендация №")
    in_every_look(school)
    school.get_by_role("button", name="Подтвердить получение").press("Enter")
    school.get_by_role("button", name="Отчитаться об исполнении").click()
    expect(school.locator(".summary")).to_contain_text("что сделано")
    in_every_look(school)
    school.locator("#report-words").fill("График утверждён приказом № 12 и размещён на сайте.")
    school.get_by_role("button", name="Отчитаться об исполнении").press("Enter")
    expect(school.locator("#answer")).to_contain_text("приказом № 12")
    page.goto(school.url)
    in_every_look(page)
    page.get_by_role("button", name="Принять отчёт").press("Enter")
    expect(page.locator("#main")).to_contain_text("Исполнена")
