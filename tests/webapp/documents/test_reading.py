"""The corpus of documents is read as its expected texts say, each file in the closed room."""

from pathlib import Path

import pytest

from tests.webapp.documents.notation import CORPUS, kind_of, told
from webapp.documents import reader
from workflows.file_rules import FileKind
from workflows.reading import Notice, Problem

FILES = sorted((CORPUS / "files").iterdir())
LOCKED = "locked.pdf"
OFFICE_LOCK = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le")


def expected(path: Path) -> str:
    return (CORPUS / "expected" / f"{path.name}.txt").read_text(encoding="utf-8")


def problem_of(path: Path, kind: FileKind) -> Problem:
    with pytest.raises(reader.Unreadable) as raised:
        reader.read(path, kind)
    return raised.value.problem


@pytest.mark.parametrize("path", [path for path in FILES if path.name != LOCKED], ids=lambda path: path.name)
def test_a_document_says_what_its_reader_sees(path: Path) -> None:
    assert told(reader.read(path, kind_of(path))) == expected(path)


def test_every_expected_text_has_its_file_and_every_kind_is_there() -> None:
    names = {path.name for path in FILES if path.name != LOCKED}
    assert {path.name.removesuffix(".txt") for path in (CORPUS / "expected").iterdir()} == names
    assert {kind_of(path) for path in FILES} == set(FileKind)


def test_word_and_libreoffice_say_the_same_of_one_document() -> None:
    for name in ("numbered", "tables"):
        ours = expected(CORPUS / "files" / f"{name}.docx").splitlines()
        theirs = expected(CORPUS / "files" / f"libreoffice-{name}.odt").splitlines()
        # LibreOffice knows no legal numbering («2.1» is «II.1» there) and keeps an empty table.
        different = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
        assert len(different) <= 1, different


def test_a_locked_file_says_so_when_it_is_read_and_when_it_is_drawn(tmp_path: Path) -> None:
    locked = CORPUS / "files" / LOCKED
    assert problem_of(locked, FileKind.PDF) is Problem.PASSWORD
    with pytest.raises(reader.Unreadable) as raised:
        reader.draw(locked, FileKind.PDF, page=1, width=300)
    assert raised.value.problem is Problem.PASSWORD
    office = tmp_path / "locked.docx"
    office.write_bytes(OFFICE_LOCK)
    assert problem_of(office, FileKind.DOCX) is Problem.PASSWORD


@pytest.mark.parametrize(
    ("name", "notices"),
    [
        ("scan.pdf", {Notice.SCAN}),
        ("scan-among-pages.pdf", {Notice.PARTLY_SCAN}),
        ("scan-with-words.pdf", set()),
        ("without-unicode.pdf", {Notice.GARBLED}),
        ("wrong-unicode.pdf", set()),
        ("revisions.docx", {Notice.REVISIONS, Notice.COMMENTS}),
        ("libreoffice-book.ods", {Notice.HIDDEN}),
        ("long.xlsx", {Notice.CUT}),
    ],
)
def test_a_reader_is_told_what_is_missing(name: str, notices: set[Notice]) -> None:
    path = CORPUS / "files" / name
    assert set(reader.read(path, kind_of(path)).notices) == {notice.value for notice in notices}


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.suffix == ".pdf" and path.name != LOCKED],
    ids=lambda path: path.name,
)
def test_every_printed_document_is_drawn(path: Path) -> None:
    assert reader.draw(path, FileKind.PDF, page=1, width=200).startswith(b"RIFF")
