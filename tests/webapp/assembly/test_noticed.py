"""What the machine notices in the files of a draft is told before sending, explained by the school, read by who checks."""

import docx
import pytest

from tests import factories as make
from tests import samples
from tests.pages import Browser
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import system_scope
from webapp.reading import operations as reading
from workflows.file_rules import FileKind

PHONE = "8 902 123-45-67"


def programme() -> bytes:
    document = docx.Document()
    document.add_heading("Программа развития", level=0)
    document.add_heading("Паспорт программы", level=1)
    document.add_paragraph(f"Телефон мамы: {PHONE}")
    return samples.docx_bytes(document)


@pytest.fixture
def walk(town: World) -> on.Walk:
    begun: on.Walk = on.begun(town)
    for file in begun.files():
        file.in_draft = False
        make.save(file)
    staff = town.school_1.coordinator
    kept = make.kept_file(
        begun.row(), "programme", programme(), FileKind.DOCX, actor=staff, name="Программа.docx"
    )
    begun.add("diagnosis", "Протокол.pdf")
    with system_scope("test"):
        reading.read(kept.sha256, keep_alive=lambda: None)
        reading.examine(kept.sha256)
    return begun


def test_the_school_is_told_before_sending_and_may_explain(as_school: Browser, walk: on.Walk) -> None:
    path = f"/packages/{walk.number}/edit/check"
    page = as_school.get(path)
    shown = page.tree.xpath('//*[@id="soft"]')[0].text_content()
    assert "«Программа.docx». Личный телефон: стр. 1 (+7 902 •••-••-••)." in shown
    assert "Не найдено:" in shown and "Результаты самодиагностики" in shown and "Паспорт" not in shown
    assert PHONE not in page.text
    assert page.tree.xpath('//*[@id="soft"]//a[contains(@href, "/files/") and contains(@href, "page=1")]')

    code = page.tree.xpath('//input[@name="finding"][contains(@value, "parts")]/@value')[0]
    as_school.post(path, {"finding": code, "reason": "Самодиагностика приложена отдельно."})
    assert "Пояснение школы: Самодиагностика приложена отдельно." in as_school.get(path).text


def test_whoever_checks_reads_the_explanations_and_the_finds(
    as_school: Browser, as_curator: Browser, walk: on.Walk
) -> None:
    path = f"/packages/{walk.number}/edit/check"
    code = as_school.get(path).tree.xpath('//input[@name="finding"][contains(@value, "parts")]/@value')[0]
    as_school.post(path, {"finding": code, "reason": "Самодиагностика приложена отдельно."})
    walk.submit()

    page = as_curator.get(f"/packages/{walk.number}")
    explained = page.tree.xpath('//*[@id="explanations"]')[0].text_content()
    assert "Не найдено" in explained and "Самодиагностика приложена отдельно." in explained
    assert "Самодиагностика приложена" in as_curator.get(f"/packages/{walk.number}/versions/1").text

    file = next(file for file in walk.files() if file.name == "Программа.docx")
    for address in (
        f"/packages/{walk.number}/files/{file.number}",
        f"/packages/{walk.number}/files/{file.number}/check",
    ):
        card = as_curator.get(address).tree.xpath('//*[@id="noticed"]')[0].text_content()
        assert "Похоже, в файле есть персональные данные" in card and "Паспорт программы" in card
        assert "Не найдено" in card and PHONE not in card


def test_a_file_not_read_yet_says_so_and_finds_nothing(as_school: Browser, walk: on.Walk) -> None:
    unread = next(file for file in walk.files() if file.name == "Протокол.pdf")
    card = as_school.get(f"/packages/{walk.number}/files/{unread.number}").tree.xpath('//*[@id="noticed"]')[0]
    assert "Готовим просмотр" in card.text_content()


def test_findings_never_stop_a_sending(as_school: Browser, walk: on.Walk) -> None:
    assert "Пакет можно направлять" in as_school.get(f"/packages/{walk.number}/edit/check").text
