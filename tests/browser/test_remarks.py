"""The ledger of remarks in a browser: the school answers row by row with the keyboard, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.hands import Keys
from tests.browser.looks import in_every_look
from tests.webapp.packages import walk as on
from tests.webapp.remarks.written import write
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the database changes nothing here
]


def returned(town: World) -> on.Walk:
    walk = on.sent(town)
    for words in ("Цели не измеримы.", "Протокол не подписан.", "Нет сроков."):
        write(walk, words)
    walk.step(town.curator, "return")
    return walk


def answer(page: Page, number: int) -> None:
    page.get_by_role("button", name=f"Ответить на замечание {number}").click()


def test_the_school_answers_row_by_row_with_the_keyboard(with_passwords: World, visit: Visit) -> None:
    walk = returned(with_passwords)
    page = visit(with_passwords.school_1.head)
    page.goto(f"/packages/{walk.number}/remarks")
    in_every_look(page)
    keys = Keys(page)
    for number, left in ((1, "2 из 3"), (2, "1 из 3")):
        keys.write(f"Ваш ответ на замечание {number}", f"Исправлено {number}.")
        keys.press(f"Ответить на замечание {number}")
        expect(
            page.locator(f"#remark-{number} .saved[data-focus], #remark-{number} .saved:focus")
        ).to_contain_text(left)
        expect(page.locator(f"#remark-{number} .saved:focus")).to_have_count(1)
        expect(page.locator("#ledger-around")).to_contain_text(left)
    in_every_look(page)
    assert [remark.state for remark in walk.remarks()] == ["fixed", "fixed", "open"]


def test_a_typed_answer_outlives_its_page(with_passwords: World, visit: Visit) -> None:
    walk = returned(with_passwords)
    page = visit(with_passwords.school_1.head)
    page.goto(f"/packages/{walk.number}/remarks")
    field = page.get_by_label("Ваш ответ на замечание 2")
    with page.expect_response("**/remarks/2/draft") as saved:
        field.press_sequentially("Протокол под")
    assert saved.value.status == 200 and "hx-redirect" not in saved.value.headers
    expect(page.locator("#remark-2 [data-save-state]")).to_contain_text("Черновик сохранён")
    with page.expect_response("**/remarks/2/draft") as saved:
        field.press_sequentially("писан")
    assert saved.value.status == 200
    page.reload()
    expect(field).to_have_value("Протокол подписан")
    answer(page, 2)
    expect(page.locator("#remark-2")).to_contain_text("Ответ школы: Протокол подписан")


def test_two_windows_show_each_other_what_was_typed(with_passwords: World, visit: Visit) -> None:
    walk = returned(with_passwords)
    first, second = (visit(with_passwords.school_1.head) for _ in range(2))
    for page in (first, second):
        page.goto(f"/packages/{walk.number}/remarks")
    for page, words, status in ((first, "Первое окно", 200), (second, "Второе окно", 409)):
        with page.expect_response("**/remarks/1/draft") as saved:
            page.get_by_label("Ваш ответ на замечание 1").press_sequentially(words)
        assert saved.value.status == status
    quarrel = second.locator("#remark-1-conflict")
    expect(quarrel).to_contain_text("Первое окно")
    expect(quarrel).to_contain_text("Второе окно")
    in_every_look(second)
    quarrel.get_by_role("button", name="Оставить мой текст").click()
    expect(quarrel).to_be_empty()
    first.reload()
    expect(first.get_by_label("Ваш ответ на замечание 1")).to_have_value("Второе окно")


def test_the_ledger_works_without_scripts(with_passwords: World, visit: Visit) -> None:
    walk = returned(with_passwords)
    page = visit(with_passwords.school_1.head, scripts=False)
    page.goto(f"/packages/{walk.number}/remarks?state=open")
    page.get_by_label("Ваш ответ на замечание 3").fill("Сроки добавлены.")
    answer(page, 3)
    expect(page.locator("article")).to_have_count(2)
    page.get_by_role("link", name="Исправлено, ожидает проверки").click()
    expect(page.locator("article")).to_contain_text("Сроки добавлены.")


def test_a_template_is_put_into_the_words_of_a_remark_and_of_a_mark(
    with_passwords: World, visit: Visit
) -> None:
    walk = on.sent(with_passwords)
    page = visit(with_passwords.curator)
    page.goto(f"/packages/{walk.number}/remarks/new")
    with page.expect_response("**criterion=**"):
        page.get_by_label("Критерий").select_option("А.2")
    chosen = page.locator("#suggestions a[data-template]").first
    keys = Keys(page)
    keys.reach(page.locator("#suggestions summary"))
    page.keyboard.press("Enter")
    expect(chosen).to_contain_text("Дорожная карта")
    keys.reach(chosen)
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_have_value(chosen.inner_text())
    expect(page.locator("#text")).to_be_focused()
    in_every_look(page)
    walk.admit()
    walk.step(with_passwords.coordinator, "begin")
    page = visit(with_passwords.coordinator)
    page.goto(f"/packages/{walk.number}/sheet")
    form = page.locator("#cr-2")
    form.locator("input[value=one]").check()
    form.locator("summary").click()
    with page.expect_response("**/sheet/*"):
        form.locator("a[data-template]").first.click()
    expect(form.locator("[data-save-state]")).to_contain_text("сохранён", timeout=10_000)
    page.reload()
    expect(form.locator("textarea")).not_to_have_value("")
    in_every_look(page)


def test_a_template_is_chosen_without_scripts(with_passwords: World, visit: Visit) -> None:
    walk = on.sent(with_passwords)
    page = visit(with_passwords.curator, scripts=False)
    page.goto(f"/packages/{walk.number}/remarks/new")
    page.locator("#suggestions summary").click()
    page.get_by_role("link", name="Файл не открывается").click()
    expect(page.locator("#text")).to_have_value(
        "Файл не открывается. Загрузите повторно в PDF или DOCX (до 20 МБ)."
    )


def test_the_library_is_kept_in_every_look(with_passwords: World, visit: Visit) -> None:
    page = visit(with_passwords.coordinator)
    page.goto("/remarks/templates")
    in_every_look(page)
    page.get_by_role("link", name="Добавить шаблон").click()
    page.get_by_role("textbox", name="Текст").fill("Укажите реквизиты приказа.")
    page.locator("#criteria summary").first.click()
    page.locator("#criteria input").first.check()
    in_every_look(page)
    page.get_by_role("button", name="Сохранить шаблон").click()
    expect(page.locator("article").last).to_contain_text("Укажите реквизиты приказа.")
