"""Office documents as pages: behind walls of their own, and no trouble where nothing can print (UP-04, UP-12)."""

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest

from tests.webapp.documents.canary import TOKEN, Canary
from tests.webapp.documents.notation import CORPUS
from tests.webapp.documents.test_reading_walls import retold
from webapp.documents import printer, reader
from webapp.documents.reader import Unreadable
from workflows.file_rules import FileKind
from workflows.reading import Problem

FILES = CORPUS / "files"
needs_an_office = pytest.mark.skipif(not printer.available(), reason="no LibreOffice or no bubblewrap here")


@pytest.fixture
def nothing_prints(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PATH", "/nowhere")
    printer.available.cache_clear()
    yield
    monkeypatch.undo()
    printer.available.cache_clear()


def calling_docx(bird: Canary) -> bytes:
    """A document with a picture that is linked, not kept inside."""
    document = docx.Document()
    document.add_paragraph("Текст программы.")
    document.add_picture(str(FILES / "drawing.png"))
    (blip,) = document.element.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
    embed = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
    link = document.part.relate_to(
        f"{bird.address}/p.png",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
        is_external=True,
    )
    del blip.attrib[embed]
    blip.set(embed.replace("embed", "link"), link)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def reading_odt(bird: Canary) -> bytes:
    """A document whose section is to be filled from another file."""
    section = (
        f'<text:section text:name="s"><text:section-source xlink:href="{bird.secret.as_uri()}" '
        'xlink:type="simple"/><text:p/></text:section></office:text>'
    )
    return retold("text.odt", "content.xml", ("</office:text>", section))


@needs_an_office
@pytest.mark.parametrize(
    "name", ["python-docx.docx", "tables.docx", "libreoffice-tables.odt", "libreoffice-parts.odt"]
)
def test_an_office_document_becomes_pages_with_its_words(name: str, tmp_path: Path) -> None:
    kind = FileKind(name.rpartition(".")[2])
    pages = tmp_path / "pages.pdf"
    pages.write_bytes(printer.printed(FILES / name, kind))
    with pdfium.PdfDocument(pages) as document:
        assert len(document) >= 1
    seen = reader.read(pages, FileKind.PDF).text.split()
    words = [
        word for word in reader.read(FILES / name, kind).text.split() if word.isalpha() and len(word) > 4
    ]
    assert sum(word in seen for word in words) >= len(words) * 0.6


@needs_an_office
def test_nothing_outside_is_read_and_nobody_is_called(canary: Canary, tmp_path: Path) -> None:
    path, pages = tmp_path / "document", tmp_path / "pages.pdf"
    for kind, raw in ((FileKind.DOCX, calling_docx(canary)), (FileKind.ODT, reading_odt(canary))):
        path.write_bytes(raw)
        pages.write_bytes(printer.printed(path, kind))
        assert TOKEN not in reader.read(pages, FileKind.PDF).text
    assert canary.calls == []


@needs_an_office
def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "WALL_SECONDS", 0.2)
    with pytest.raises(Unreadable) as raised:
        printer.printed(FILES / "python-docx.docx", FileKind.DOCX)
    assert raised.value.problem is Problem.TOO_HARD


@needs_an_office
def test_a_torn_document_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "torn.docx"
    path.write_bytes((FILES / "python-docx.docx").read_bytes()[:2000])
    with pytest.raises(Unreadable) as raised:
        printer.printed(path, FileKind.DOCX)
    assert raised.value.problem is Problem.NOT_PRINTED


@pytest.mark.usefixtures("nothing_prints")
def test_where_nothing_can_print_that_is_said_and_nothing_breaks() -> None:
    assert not printer.available()
    with pytest.raises(Unreadable) as raised:
        printer.printed(FILES / "python-docx.docx", FileKind.DOCX)
    assert raised.value.problem is Problem.NOT_PRINTED
