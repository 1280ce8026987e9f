"""The whole way of a package told once: who does what, with which hands is for the test to say."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from tests import samples
from tests.browser.hands import Hands
from tests.world import World

LOW = 3
"""Which criterion of the sheet is marked «Частично»; all the others conform."""
ANSWERS = (
    ("Раунд самодиагностики", "март 2026 года"),
    ("Кем принята", "Педагогический совет"),
    ("Номер протокола о принятии", "1"),
)


@dataclass(frozen=True, slots=True)
class People:
    school: Hands
    head: Hands
    curator: Hands
    coordinator: Hands


def to_the_conclusion(people: People, town: World, folder: Path, *, shown: Callable[[Hands], None]) -> str:
    """Walk from an empty home page to the conclusion released to the school; return the number of the package."""
    files = _papers(folder)
    number = school_assembles(people.school, files, shown=shown)
    head_sends(people.head, number, "Направить куратору")
    curator_returns(people.curator, town)
    school_corrects(people.school, number, files["signed"])
    head_sends(people.head, number, "Направить доработанный пакет")
    curator_confirms(people.curator, number)
    coordinator_concludes(people.coordinator, number)
    return number


def school_assembles(hands: Hands, files: dict[str, Path], *, shown: Callable[[Hands], None]) -> str:
    hands.follow("Программа развития")
    hands.press("Программа развития")
    expect(hands.page.get_by_role("heading", level=1)).to_contain_text("Подготовка пакета")
    number = hands.page.url.split("/")[-2]
    hands.follow("Файлы")
    shown(hands)
    hands.attach("programme", files["programme"])
    hands.attach("diagnosis", files["protocol"])
    hands.follow("Дальше: сведения")
    hands.pick_date("Начало периода реализации", "2026-09-09")
    hands.pick_date("Окончание периода реализации", "2029-08-08")
    hands.pick_date("Дата протокола о принятии", "2026-08-08")
    for label, text in ANSWERS:
        hands.write(label, text)
    hands.press("Сохранить и продолжить")
    hands.follow("Проверка комплектности")
    says(hands, "Пакет можно направлять")
    return number


def head_sends(hands: Hands, number: str, step: str) -> None:
    hands.page.goto(f"/packages/{number}")
    hands.follow(step)
    hands.press(step)
    expect(hands.page.locator("#error-summary")).to_be_visible()
    hands.tick("Персональных данных обучающихся")
    hands.press(step)
    says(hands, "направлен куратору")


def curator_returns(hands: Hands, town: World) -> None:
    hands.page.goto("/")
    hands.follow("Проверить пакет")
    hands.follow("Проверить : Программа")
    hands.tick("Подтверждаю")
    hands.press("Записать решение")
    hands.follow("Проверить : Протокол")
    hands.tick("Возвращаю")
    hands.write("Замечание школе", "Протокол не подписан.")
    hands.pick_date("Срок устранения", f"{town.today.year + 1}-01-01")
    hands.press("Записать решение")
    hands.follow("Вернуть на доработку")
    hands.press("Вернуть на доработку")
    says(hands, "Пакет возвращён школе")


def school_corrects(hands: Hands, number: str, signed: Path) -> None:
    hands.page.goto("/")
    hands.follow("Ответить на замечания")
    hands.write("Ваш ответ на замечание 1", "Загрузили подписанный протокол.")
    hands.press("Ответить на замечание 1")
    says(hands, "Изменить ответ")
    hands.page.goto(f"/packages/{number}")
    hands.follow("Продолжить подготовку")
    hands.follow("Файлы")
    hands.attach("diagnosis", signed)


def curator_confirms(hands: Hands, number: str) -> None:
    hands.page.goto("/")
    hands.follow("Проверить доработку")
    hands.follow("Реестр замечаний")
    hands.tick("Устранено")
    hands.press("Записать решение")
    expect(hands.page.locator("#remark-1")).not_to_contain_text("Решение по замечанию")
    hands.page.goto(f"/packages/{number}")
    hands.follow("Проверить : Протокол подписан")
    hands.tick("Подтверждаю")
    hands.press("Записать решение")
    hands.follow("Подтвердить пакет")
    hands.write("Заключение куратора", "Пакет полон.")
    hands.press("Подтвердить пакет")
    says(hands, "Пакет подтверждён")


def coordinator_concludes(hands: Hands, number: str) -> None:
    hands.page.goto("/")
    hands.follow("Провести экспертизу")
    hands.follow("Начать экспертизу")
    hands.press("Начать экспертизу")
    says(hands, "Экспертиза начата")
    hands.page.goto(f"/packages/{number}/sheet")
    _fill_sheet(hands)
    hands.page.goto(f"/packages/{number}")
    hands.follow("Завершить экспертизу")
    hands.tick("Соответствует с замечаниями")
    hands.write("Обоснование", "Программа построена на самодиагностике.")
    hands.tick("Сразу направить заключение школе")
    hands.press("Завершить экспертизу")
    says(hands, "Заключение направлено школе")


def says(hands: Hands, words: str) -> None:
    expect(hands.page.locator("main")).to_contain_text(words)


def _fill_sheet(hands: Hands) -> None:
    for n, name in enumerate(hands.page.locator("form.cr").evaluate_all("all => all.map(one => one.id)")):
        form = hands.page.locator(f"#{name}")
        if not form.is_visible():
            hands.open(form)
        low = n == LOW
        hands.mark(form, "one" if low else "two", "Причины не разделены." if low else "")


def _papers(folder: Path) -> dict[str, Path]:
    contents = {
        "programme": ("Программа развития.pdf", samples.pdf("Программа")),
        "protocol": ("Протокол.docx", samples.docx_file("Протокол")),
        "signed": ("Протокол подписан.docx", samples.docx_file("Подписанный протокол")),
    }
    found = {}
    for code, (name, content) in contents.items():
        found[code] = folder / name
        found[code].write_bytes(content)
    return found
