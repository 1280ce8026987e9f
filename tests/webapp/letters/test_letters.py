"""What is shown before sending is what the school reads: on the page, in Word and in print."""

import io
from datetime import timedelta

import docx
import pypdfium2
import pytest

from tests.pages import Browser, Page, SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import FileDecision

LOW = {
    "Б.1": (MarkValue.ZERO, "Решения есть не для всех дефицитов."),
    "Б.2": (MarkValue.ONE, "Не названы сроки."),
}


@pytest.fixture
def returning(town: World) -> on.Walk:
    """A package whose return its curator prepares."""
    walk = on.sent(town)
    walk.check(walk.files()[1], FileDecision.RETURNED, text="Нет подписи директора.")
    return walk


@pytest.fixture
def marked(town: World) -> on.Walk:
    """A package whose sheet is filled and not concluded."""
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    walk.mark_all(LOW)
    return walk


def words(page: Page) -> list[str]:
    """The letter on a page, line by line."""
    found = page.tree.xpath("//*[@data-letter]")
    return [" ".join(part.split()) for part in found[0].itertext() if part.strip()]


def ask(browser: Browser, walk: on.Walk, **typed: object) -> Page:
    """What a click on «Посмотреть письмо» shows."""
    page: Page = browser.post(f"/packages/{walk.number}/letter", dict(typed), status=200)
    return page


def test_a_return_reads_the_same_before_and_after_sending(returning: on.Walk, sign_in: SignIn) -> None:
    town, slot = returning.town, returning.files()[1].slot
    curator, school = sign_in(town.curator), sign_in(town.school_1.head)
    form = {"extent": "named", "parts": [f"slot:{slot}", "question:round"]}
    curator.get(f"/packages/{returning.number}/steps/return")
    before = ask(curator, returning, **form)
    assert "Проект" in before.text and "Нет подписи директора." in before.text
    school.get(f"/packages/{returning.number}/letter", status=404)

    curator.get(f"/packages/{returning.number}/steps/return")
    curator.post(f"/packages/{returning.number}/steps/return", {**form, "seen": returning.seen})
    after = school.get(f"/packages/{returning.number}/letter")
    assert words(after) == words(before)
    assert any(line.startswith("Для исправления открыто:") for line in words(after))
    assert "Проект" not in after.text


def test_a_conclusion_reads_the_same_typed_prepared_and_sent(marked: on.Walk, sign_in: SignIn) -> None:
    town = marked.town
    day = town.today + timedelta(days=9)
    typed = {"verdict": "rework", "text": "Цель не измерима.", "day": f"{day:%d.%m.%Y}", "extent": "whole"}
    browser, school = sign_in(town.coordinator), sign_in(town.school_1.head)
    browser.get(f"/packages/{marked.number}/verdict")
    before = words(ask(browser, marked, **typed))
    assert "Решения есть не для всех дефицитов." in " ".join(before) and "Требует доработки" in before

    marked.conclude(VerdictKind.REWORK, text="Цель не измерима.", day=day)
    prepared = words(browser.get(f"/packages/{marked.number}/letter"))
    school.get(f"/packages/{marked.number}/letter", status=404)
    marked.step(town.coordinator, "release")
    sent = words(school.get(f"/packages/{marked.number}/letter"))
    assert before == prepared == sent


def test_the_files_say_what_the_page_says_and_a_draft_says_so(marked: on.Walk, sign_in: SignIn) -> None:
    browser, path = sign_in(marked.town.coordinator), f"/packages/{marked.number}/letter"
    typed = {"verdict": "rework", "text": "Цель не измерима.", "extent": "whole"}
    browser.get(f"/packages/{marked.number}/verdict")
    printed = text_of(browser.post(f"{path}.pdf", typed, status=200).body, "pdf")
    edited = text_of(browser.post(f"{path}.docx", typed, status=200).body, "docx")
    for text in (printed, edited):
        for said in (
            "ПРОЕКТ",
            "Требует доработки",
            "Цель не измерима.",
            "Решения есть не для всех дефицитов.",
            "Б.1",
        ):
            assert said in text, said

    marked.conclude(VerdictKind.REWORK)
    marked.step(marked.town.coordinator, "release")
    school = sign_in(marked.town.school_1.head)
    answer = school.get(f"{path}.docx")
    assert "ПРОЕКТ" not in text_of(answer.body, "docx")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_nothing_is_kept_by_looking(marked: on.Walk, sign_in: SignIn) -> None:
    browser, seen = sign_in(marked.town.coordinator), marked.seen
    browser.get(f"/packages/{marked.number}/verdict")
    ask(browser, marked, verdict="fails", text="Проба.", extent="whole")
    assert marked.seen == seen and marked.remarks() == []


def test_a_letter_is_there_for_those_who_decide_and_for_its_school_only(
    marked: on.Walk, sign_in: SignIn
) -> None:
    town, path = marked.town, f"/packages/{marked.number}/letter"
    marked.conclude(VerdictKind.WITH_REMARKS)
    for person in (town.school_1.head, town.school_2.head, town.curator, town.foreign_coordinator):
        browser = sign_in(person)
        for address in (path, f"{path}.pdf", f"{path}.docx"):
            browser.get(address, status=404)
    marked.step(town.coordinator, "release")
    for person, status in ((town.school_1.head, 200), (town.curator, 200), (town.school_2.head, 404)):
        sign_in(person).get(path, status=status)


def test_a_fresh_package_has_no_letter(town: World, sign_in: SignIn) -> None:
    walk = on.begun(town)
    sign_in(town.school_1.head).get(f"/packages/{walk.number}/letter", status=404)


def test_the_list_of_conclusions_leads_to_each_letter(marked: on.Walk, sign_in: SignIn) -> None:
    marked.conclude(VerdictKind.WITH_REMARKS)
    browser = sign_in(marked.town.coordinator)
    page = browser.get(f"/packages/release/preview?package={marked.number}")
    assert page.tree.xpath(f'//a[@href="/packages/{marked.number}/letter"]')


def text_of(data: bytes, kind: str) -> str:
    if kind == "pdf":
        with pypdfium2.PdfDocument(data) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        return " ".join(" ".join(pages).replace("\ufffe", "").replace("\u200b", "").split())
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(p.text for p in document.paragraphs), *cells]).replace("\u200b", "").split())
