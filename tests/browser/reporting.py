"""The last part of the way: the coordinator asks for the report of the stage, watches it being made, reads its files."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.looks import in_every_look
from tests.journeys.test_the_whole_way import paper_text
from tests.services.crew import Crew, until
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import Report
from workflows.vocabulary import ReportKind, ReportState

SOON = 30_000
"""Milliseconds in which the page must have asked again by itself, on a busy machine."""


def the_stage_report_is_made_and_read(page: Page, number: str, crew: Crew) -> None:
    """Queued, building and ready are seen by a page that nobody reloads; both files say the verdict of the package."""
    page.goto("/reports")
    in_every_look(page)
    page.get_by_role("link", name="Сформировать отчёт").first.click()
    page.get_by_label("Выводы").fill("Школы готовы к реализации программ.")
    in_every_look(page)
    page.get_by_role("button", name="Сформировать отчёт").click()
    page.wait_for_url("**/reports/*")
    progress = page.locator("#progress")
    expect(progress).to_contain_text("В очереди")
    in_every_look(page)
    with being_made(crew):
        expect(progress).to_contain_text("Готовим PDF", timeout=SOON)
        expect(progress.get_by_role("progressbar")).to_have_attribute("value", "50")
        in_every_look(page)
        page.get_by_role("link", name="Сегодня").first.click()
        page.goto("/reports")
        page.locator("#found tbody a").first.click()
        expect(progress).to_contain_text("Готовим PDF")
        page.evaluate("window.neverReloaded = true")
    expect(progress).to_contain_text("SHA-256", timeout=SOON)
    assert page.evaluate("window.neverReloaded")
    in_every_look(page)
    files_say_the_verdict(page, number, press=lambda name: progress.get_by_role("link", name=name).click())


def files_say_the_verdict(page: Page, number: str, *, press: Callable[[str], None]) -> None:
    """Both files, as the browser has kept them under the names that the server gave, are read back."""
    for kind in ("pdf", "docx"):
        with page.expect_download() as found:
            press(f"Скачать {kind.upper()}")
        assert found.value.suggested_filename.endswith(f".{kind}")
        text = paper_text(kind, found.value.path().read_bytes())
        for words in ("Лесногорская СОШ", "Соответствует с замечаниями", "Школы готовы", number):
            assert words in text, (kind, words)


@contextmanager
def being_made(crew: Crew) -> Iterator[None]:
    """The worker is held in the middle of its work, so that what the page says of it can be read; then it goes on."""
    crew.beat()
    worker = crew.worker()
    until(printing, crew, "the report was never begun")
    worker.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        worker.send_signal(signal.SIGCONT)


def printing() -> bool:
    session.rollback()
    with system_scope("test"):
        kind, state = Report.kind == ReportKind.STAGE, Report.state == ReportState.BUILDING
        return session.scalar(select(Report.id).where(kind, state, Report.done >= 50)) is not None
