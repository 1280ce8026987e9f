"""An office document shown as pages: printed once, when somebody wants to see them."""

import pytest
from sqlalchemy import func, select

from tests import samples
from tests.pages import Browser
from tests.webapp.documents.test_printer import needs_an_office, nothing_prints
from tests.webapp.packages.test_preview import Shelf, shelf
from webapp.access.actor import system_scope
from webapp.database import session, transaction
from webapp.filestore import storage
from webapp.models import PackageFile, PagePicture, Reading, StoredFile
from webapp.reading import operations
from workflows.file_rules import FileKind

__all__ = ["nothing_prints", "shelf"]


def draw(file: PackageFile, *pages: int) -> Reading:
    session.rollback()
    with system_scope("test"):
        operations.draw(file.sha256, pages, keep_alive=lambda: None)
        session.expire_all()
        return session.get_one(Reading, file.sha256)


def count(model: type) -> int:
    with system_scope("look"):
        return session.scalar(select(func.count()).select_from(model)) or 0


@needs_an_office
def test_pages_are_asked_for_printed_once_and_shown(shelf: Shelf, as_curator: Browser) -> None:
    file = shelf.put(samples.docx_file("Программа развития"), FileKind.DOCX)
    text = as_curator.get(shelf.url(file))
    (address,) = text.tree.xpath('//a[.="Страницами"]/@href')
    page = as_curator.get(address)
    assert page.has("Эта страница ещё не нарисована") and not page.tree.xpath('//*[@id="preview"]//img')
    assert f"<title>{file.name} страницами" in page.text
    answer = as_curator.post(
        shelf.url(file, "/pages"), {"place": "file", "page": "1", "view": "pages"}, status=303
    )
    assert answer.headers["Location"] == address
    assert as_curator.get(address).has("Готовим просмотр")

    found = draw(file, 1)
    assert found.printed is not None and found.printed_pages == 1
    assert draw(file, 1).printed == found.printed, "printed once"
    shown = as_curator.get(address)
    (picture,) = shown.tree.xpath('//*[@id="preview"]//img/@src')
    assert as_curator.get(picture).mimetype == "image/webp"
    assert shown.has("Стр. 1 из 1") and shown.tree.xpath('//a[.="Текстом"]/@href') == [shelf.url(file)]


@needs_an_office
def test_what_is_forgotten_takes_its_printed_pages_along(shelf: Shelf) -> None:
    file = shelf.put(samples.docx_file("Программа развития"), FileKind.DOCX)
    printed = draw(file, 1).printed
    assert printed is not None and storage().exists(printed)
    with system_scope("test"), transaction():
        operations.forget(file.sha256)
    assert not storage().exists(printed)
    assert count(Reading) == count(PagePicture) == 0
    with system_scope("look"):
        assert session.get(StoredFile, printed) is None


@needs_an_office
def test_a_document_that_cannot_be_printed_says_so_and_is_read_as_text(
    shelf: Shelf, as_curator: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.documents.printer.WALL_SECONDS", 0.1)
    file = shelf.put(samples.docx_file("Программа развития"), FileKind.DOCX)
    draw(file, 1)
    page = as_curator.get(shelf.url(file, "?view=pages"))
    assert page.has("Файл слишком сложен для просмотра здесь") and not page.tree.xpath("//form[@name='poll']")
    assert as_curator.get(shelf.url(file)).has("Программа развития", "Содержание документа школы.")


@pytest.mark.usefixtures("nothing_prints")
def test_without_an_office_only_the_text_is_offered(shelf: Shelf, as_curator: Browser) -> None:
    file = shelf.put(samples.docx_file("Программа развития"), FileKind.DOCX)
    page = as_curator.get(shelf.url(file))
    assert page.has("Программа развития") and not page.has("Страницами")
