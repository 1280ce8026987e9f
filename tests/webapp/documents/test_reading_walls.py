"""What a document may cost and reach while it is read or drawn (UP-04, UP-12)."""

import io
import os
import signal
import socket
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest

from tests.webapp.documents.canary import TOKEN, Canary
from tests.webapp.documents.notation import CORPUS, kind_of
from tests.webapp.documents.test_room import LINUX
from webapp.documents import reader
from webapp.documents.room import RoomLimits
from workflows.file_rules import FileKind
from workflows.reading import DRAWN, Problem

FILES = CORPUS / "files"


def retold(name: str, member: str, *changes: tuple[str, str]) -> bytes:
    """Return a file of the corpus with one member of its archive changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(FILES / name) as source, zipfile.ZipFile(target, "w") as archive:
        for one in source.namelist():
            text = source.read(one)
            for old, new in changes if one == member else ():
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            archive.writestr(one, text)
    return target.getvalue()


def calling_pdf(bird: Canary) -> bytes:
    with pikepdf.open(FILES / "scan.pdf") as document:
        picture = document.pages[0].resources.XObject.Im0
        picture.F = pikepdf.Dictionary(FS=pikepdf.Name.URL, F=pikepdf.String(f"{bird.address}/picture.jpg"))
        outside = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=pikepdf.String(str(bird.secret)))
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(bird.address))
        document.Root.AA = pikepdf.Dictionary(WC=pikepdf.Dictionary(S=pikepdf.Name.GoToR, F=outside))
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def hostile(bird: Canary) -> dict[FileKind, bytes]:
    """Files that ask to be completed from elsewhere: entities, templates, pictures, data."""

    def entities(root: str) -> str:
        declared = (
            f'<!ENTITY near SYSTEM "{bird.secret.as_uri()}"><!ENTITY far SYSTEM "{bird.address}/entity">'
        )
        return f"<!DOCTYPE {root} [{declared}]><{root}"

    relation = (
        '<Relationship Id="away" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'attachedTemplate" Target="{bird.address}/t.dotx" TargetMode="External"/></Relationships>'
    )
    words = ("Текст.", "Текст &near; &far;")
    docx = retold("strict.docx", "word/document.xml", ("<w:document", entities("w:document")), words)
    odt_words = (
        "Полностью жирный",
        f'&near;&far;<draw:frame><draw:image xlink:href="{bird.address}/p.png"/></draw:frame>',
    )
    odt = retold(
        "text.odt",
        "content.xml",
        ("<office:document-content", entities("office:document-content")),
        odt_words,
    )
    pptx = retold("slides.pptx", "ppt/_rels/presentation.xml.rels", ("</Relationships>", relation))
    xlsx = retold("xlsxwriter.xlsx", "xl/_rels/workbook.xml.rels", ("</Relationships>", relation))
    return {
        FileKind.DOCX: docx,
        FileKind.ODT: odt,
        FileKind.PPTX: pptx,
        FileKind.XLSX: xlsx,
        FileKind.PDF: calling_pdf(bird),
    }


def test_nothing_outside_a_document_is_read_and_nobody_is_called(canary: Canary, tmp_path: Path) -> None:
    path = tmp_path / "document"
    for kind, raw in hostile(canary).items():
        path.write_bytes(raw)
        assert TOKEN not in reader.read(path, kind).text
        if kind in DRAWN:
            assert reader.draw(path, kind, page=1, width=200).startswith(b"RIFF")
    assert canary.calls == []


def test_the_listener_would_have_heard_a_call(canary: Canary) -> None:
    host, port = canary.address.removeprefix("http://").split(":")
    socket.create_connection((host, int(port)), 1).close()
    deadline = time.monotonic() + 2
    while not canary.calls and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(canary.calls) == 1


@pytest.mark.parametrize(
    "limits",
    [
        RoomLimits(wall_seconds=0.2),
        RoomLimits(cpu_seconds=1),
        RoomLimits(output=100),
        pytest.param(
            RoomLimits(memory=8 * 2**20),
            marks=pytest.mark.skipif(not LINUX, reason="this system does not limit address space"),
        ),
    ],
    ids=["wall", "processor", "answer", "memory"],
)
def test_a_document_that_costs_too_much_is_told_of_and_the_next_is_read(
    limits: RoomLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(reader, "READ_LIMITS", limits)
        with pytest.raises(reader.Unreadable) as raised:
            reader.read(FILES / "long.xlsx", FileKind.XLSX)
    assert raised.value.problem is Problem.TOO_HARD
    assert reader.read(FILES / "note.txt", FileKind.TEXT).text == "Записка\nТекст записки."


def test_a_picture_that_costs_too_much_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "DRAW_LIMITS", RoomLimits(output=100))
    with pytest.raises(reader.Unreadable) as raised:
        reader.draw(FILES / "scan.pdf", FileKind.PDF, page=1, width=1000)
    assert raised.value.problem is Problem.TOO_HARD


@pytest.mark.skipif(not LINUX, reason="looks for the child in /proc")
def test_a_reader_that_is_killed_takes_no_other_with_it() -> None:
    reader.read(FILES / "note.txt", FileKind.TEXT)
    helper = reader._room().process_id
    assert helper is not None
    with ThreadPoolExecutor(2) as pool:
        doomed = pool.submit(reader.read, FILES / "long.xlsx", FileKind.XLSX)
        victim = _first_child(helper)
        other = pool.submit(reader.read, FILES / "table.pdf", FileKind.PDF)
        os.kill(victim, signal.SIGKILL)
        with pytest.raises(reader.Unreadable):
            doomed.result(timeout=60)
        assert "Дорожная карта" in other.result(timeout=60).text


def test_torn_files_are_refused_and_never_hang(tmp_path: Path) -> None:
    for path in sorted(FILES.iterdir()):
        kind = kind_of(path)
        if kind in {FileKind.TEXT, FileKind.CSV, FileKind.JPEG, FileKind.PNG, FileKind.PDF}:
            continue
        torn = tmp_path / path.name
        torn.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with pytest.raises(reader.Unreadable):
            reader.read(torn, kind)


def _first_child(helper: int) -> int:
    """Return the first process that the helper of the room starts; other helpers may have children of their own."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if found := _children(helper):
            return found.pop()
        time.sleep(0.005)
    raise AssertionError("no child was seen")


def _children(pid: int) -> set[int]:
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        found |= set(map(int, (task / "children").read_text().split()))
    return found
