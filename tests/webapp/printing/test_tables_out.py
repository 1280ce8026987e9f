"""Spreadsheets and CSV: text is never a formula, dates are dates, numbers are numbers, nothing is lost."""

import csv
import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from webapp.printing.csv_text import csv_rows
from webapp.printing.xlsx import LONGEST_TEXT, Column, TooManyRows, write_table, write_table_to

FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://example.org")',
    "+7 900 000-00-00",
    "-5 школ",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    "\u200b=1",
)


def sheet(data: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).active


def table(*rows: tuple[object, ...], columns: tuple[Column | str, ...] = ("Школа",)) -> bytes:
    return write_table(columns, rows, title="Реестр", sheet_name="Школы")


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_of_a_user_stays_text_also_after_saving_again(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(table((text,), columns=(text,))))
    again = io.BytesIO()
    book.save(again)
    for current in (book.active, sheet(again.getvalue())):
        cell = current["A2"]
        assert cell.data_type == "s" and cell.quotePrefix
        assert cell.value == text.replace("\r", "\n")
        assert current["A1"].data_type == "s"


def test_no_part_of_the_file_holds_a_formula_or_a_link() -> None:
    data = table(*((text,) for text in (*FORMULAS, "http://example.org", "mailto:a@example.org")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml and "<hyperlink" not in xml


def test_values_keep_their_types() -> None:
    instant = datetime(2026, 11, 22, 12, 4, 30, tzinfo=timezone(timedelta(hours=7)))
    row = (7, Decimal("85.7"), 1.5, date(2026, 3, 25), instant, True, None, "0012", -3)
    cells = sheet(table(row, columns=tuple("абвгдежзи")))[2]
    assert [cell.value for cell in cells[:3]] == [7, 85.7, 1.5]
    assert cells[3].value == datetime(2026, 3, 25) and cells[3].number_format == "dd.mm.yyyy"
    assert cells[4].value == datetime(2026, 11, 22, 12, 4, 30)
    assert [cell.value for cell in cells[5:]] == ["да", None, "0012", -3]


def test_what_the_format_cannot_hold_is_written_as_text() -> None:
    rows = [(10**17,), (float("nan"),), (float("inf"),), (Decimal("NaN"),), (date(1812, 9, 7),)]
    values = [row[0].value for row in sheet(table(*rows)).iter_rows(min_row=2)]
    assert values == [str(10**17), "nan", "inf", "NaN", "07.09.1812"]


def test_overlong_text_is_shortened_openly_and_control_characters_go() -> None:
    cells = [row[0].value for row in sheet(table(("ж" * 40_000,), ("а\x00б\x0bв",))).iter_rows(min_row=2)]
    assert len(cells[0]) == LONGEST_TEXT and cells[0].endswith("… (текст сокращён)")
    assert cells[1] == "абв"


def test_sheet_is_ready_for_work() -> None:
    data = table(("Школа", 1), ("Школа", 2), columns=("Наименование", Column("Пакетов", 12)))
    current = sheet(data)
    assert current.freeze_panes == "A2"
    assert current.auto_filter.ref == "A1:B3"
    assert current.column_dimensions["B"].width == pytest.approx(12, abs=1)
    assert current.column_dimensions["A"].width > 12
    assert openpyxl.load_workbook(io.BytesIO(data)).properties.title == "Реестр"
    assert current.print_title_rows == "$1:$1"


@pytest.mark.parametrize("name", ["[Школы]: 2026/27", "'кавычки'", "ж" * 60, "", "***"])
def test_any_sheet_name_is_made_fit(name: str) -> None:
    data = write_table(("а",), [("б",)], title="Реестр & «школ» &P", sheet_name=name)
    assert sheet(data)["A2"].value == "б"


def test_table_without_rows_or_columns_is_a_sound_file() -> None:
    assert sheet(table())["A1"].value == "Школа"
    assert sheet(write_table((), [], title="", sheet_name="Л")).max_row == 1


def test_ragged_row_is_refused() -> None:
    with pytest.raises(ValueError, match="row 2"):
        table(("а",), ("а", "б"))


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.printing.xlsx.MOST_ROWS", 3)
    with pytest.raises(TooManyRows):
        write_table_to(tmp_path / "t.xlsx", ("а",), ((n,) for n in range(9)), title="", sheet_name="Л")


def test_streaming_to_a_file_counts_rows_and_keeps_memory_flat(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        tracemalloc.start()
        lines = ((f"Школа № {n}", n, date(2026, 1, 1)) for n in range(rows))
        written = write_table_to(tmp_path / "t.xlsx", ("а", "б", "в"), lines, title="", sheet_name="Л")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert written == rows
        return most

    assert peak(8_000) < peak(1_000) * 1.5


def read_csv(lines: list[str]) -> list[list[str]]:
    text = "".join(lines)
    assert text.startswith("\ufeff") and text.count("\ufeff") == 1
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_csv_marks_formulas_with_an_apostrophe_and_leaves_the_rest() -> None:
    rows = read_csv(list(csv_rows(("Текст",), [(text,) for text in FORMULAS])))
    assert [row[0] for row in rows[1:]] == ["'" + text.replace("\r", "\n") for text in FORMULAS]
    plain = read_csv(list(csv_rows(("а",), [("МБОУ «СОШ № 5»; Полевая",), ('он сказал "да"',), ("а\nб",)])))
    assert plain[1:] == [["МБОУ «СОШ № 5»; Полевая"], ['он сказал "да"'], ["а\nб"]]


def test_csv_writes_numbers_and_dates_as_russian_spreadsheets_read_them() -> None:
    row = (
        Decimal("-85.70"),
        -3,
        1.5,
        date(2026, 3, 5),
        datetime(2026, 3, 5, 1, 2, 3, tzinfo=UTC),
        None,
        False,
    )
    assert read_csv(list(csv_rows(tuple("абвгдеж"), [row])))[1] == [
        "-85,70", "-3", "1,5", "05.03.2026", "05.03.2026 01:02:03", "", "нет",
    ]  # fmt: skip


def test_csv_comes_line_by_line() -> None:
    def endless() -> object:
        while True:
            yield ("Школа",)

    lines = csv_rows(("а",), endless())  # type: ignore[arg-type]
    assert [next(lines) for _ in range(3)][2] == "Школа\r\n"
