"""File names survive as people write them and do no harm anywhere."""

import io
import zipfile
from urllib.parse import unquote

import pytest

from webapp.documents.names import (
    clean_file_name,
    content_disposition,
    extension_of,
    has_unsafe_characters,
    with_extension,
    zip_member_name,
)


@pytest.mark.parametrize(
    "name",
    [
        "Отчёт школы № 5.docx",
        "Приказ «О мерах» от 01.09.2025 (копия).pdf",
        "Ёлка и подъезд — итог.xlsx",
        "план_2026-2027, часть 1.csv",
        "файл без расширения",
        "a.pdf",
        "🏫 школа.png",
        "письмо; вложение = 1 & 2 'а'.txt",
    ],
)
def test_an_honest_name_stays_exactly(name: str) -> None:
    assert clean_file_name(name) == name


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\отчёт.pdf", "отчёт.pdf"),
        ("/abs/отчёт.pdf", "отчёт.pdf"),
        ("отчёт\u202efdp.exe", "отчётfdp.exe"),
        ("от\x00чёт\r\n.pdf", "отчёт  .pdf"),
        ("\u200bневидимый\ufeff.pdf", "невидимый.pdf"),
        ("a\ud800.pdf", "a.pdf"),
        ("CON.txt", "_CON.txt"),
        ("lpt1", "_lpt1"),
        ("конец.txt. . ", "конец.txt"),
        ("...", "файл"),
        ("", "файл"),
        (".pdf", "файл.pdf"),
        ("..\\..\\", "файл"),
        ('<a>:"b"|?*.pdf', "_a___b____.pdf"),
        ("и\u0306.txt", "й.txt"),
    ],
)
def test_a_harmful_name_is_neutralised(raw: str, clean: str) -> None:
    assert clean_file_name(raw) == clean
    assert clean_file_name(clean) == clean
    assert not has_unsafe_characters(clean)


def test_a_long_name_keeps_its_extension() -> None:
    name = clean_file_name("д" * 500 + ".docx")
    assert len(name) == 200
    assert name.endswith("д.docx")


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("а.PDF", ".pdf"),
        ("Отчёт за 01.09.2025", ""),
        ("а.tar.gz", ".gz"),
        ("а.", ""),
        ("нет", ""),
        ("счёт.pdf.exe", ".exe"),
    ],
)
def test_the_extension_is_the_last_one_with_letters(name: str, extension: str) -> None:
    assert extension_of(name) == extension


def test_another_extension_replaces_the_last_one() -> None:
    assert with_extension("справка.v2.pdf", ".jpg") == "справка.v2.jpg"


@pytest.mark.parametrize(
    "name",
    ["Отчёт школы № 5.docx", "кавычки «а» % и ;.pdf", 'a\\"b.pdf', "строка\r\nSet-Cookie: x.pdf", "🏫.png"],
)
def test_the_disposition_is_ascii_one_line_and_carries_the_exact_name(name: str) -> None:
    value = content_disposition(name)
    value.encode("ascii")
    assert "\r" not in value
    assert "\n" not in value
    assert value.startswith('attachment; filename="')
    assert value.count('"') == 2
    _, found, encoded = value.partition("filename*=UTF-8''")
    assert not found or unquote(encoded) == clean_file_name(name)


def test_the_disposition_falls_back_to_latin_letters() -> None:
    assert content_disposition("Отчёт № 5.pdf", inline=True) == (
        "inline; filename=\"Otchet No 5.pdf\"; filename*=UTF-8''"
        "%D0%9E%D1%82%D1%87%D1%91%D1%82%20%E2%84%96%205.pdf"
    )
    assert content_disposition("report.pdf") == 'attachment; filename="report.pdf"'


def test_names_in_a_bundle_are_unique_and_unpack_everywhere() -> None:
    taken: set[str] = set()
    names = [
        zip_member_name("отчёт.pdf", taken),
        zip_member_name("ОТЧЁТ.pdf", taken),
        zip_member_name("отчёт.pdf", taken, folder="Школа № 5"),
        zip_member_name("отчёт.pdf", taken),
        zip_member_name("я" * 200 + ".docx", taken),
        zip_member_name("../../x.txt", taken, folder="../Школа/.."),
    ]
    assert names[:4] == ["отчёт.pdf", "ОТЧЁТ (2).pdf", "Школа № 5/отчёт.pdf", "отчёт (3).pdf"]
    assert len(names[4].encode()) <= 240
    assert names[4].endswith("я.docx")
    assert ".." not in names[5].split("/")
    with zipfile.ZipFile(io.BytesIO(), "w") as bundle:
        for name in names:
            bundle.writestr(name, b"x")
        assert bundle.namelist() == names
