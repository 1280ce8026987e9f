"""The one way to write a spreadsheet: text is never a formula, dates are dates, numbers are numbers."""

import io
import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from webapp.printing.cells import Cell, checked, plain, starts_formula, yes_no

LONGEST_TEXT = 32_767  # characters in a cell, the limit of the format
MOST_ROWS = 1_048_575  # below the headings

_SHORTENED = " … (текст сокращён)"
_EXACT_DIGITS = 15  # a spreadsheet keeps no more digits of a number
_FIRST_YEAR = 1900  # earlier dates do not exist in the format
_MEASURED_ROWS = 200  # by which the widths are chosen
_NARROWEST, _WIDEST = 8, 60
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_NAME_FORBIDS = re.compile(r"[\[\]:*?/\\]")

__all__ = ["Cell", "Column", "TooManyRows", "write_table", "write_table_to"]


class TooManyRows(ValueError):
    """More rows than the format can hold: write CSV instead."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; `width` in characters, chosen by the first rows when it is None."""

    title: str
    width: float | None = None


def write_table(
    columns: Sequence[Column | str], rows: Iterable[Sequence[object]], *, title: str, sheet_name: str
) -> bytes:
    """The file as bytes; see `write_table_to`."""
    target = io.BytesIO()
    _write(target, columns, rows, title, sheet_name)
    return target.getvalue()


def write_table_to(
    path: Path,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[object]],
    *,
    title: str,
    sheet_name: str,
) -> int:
    """Writes the file row by row, with flat memory, and says how many rows it holds.

    Texts stay texts whatever they begin with; dates and instants become dates (an instant shows the clock of
    its own zone); numbers of more than 15 digits stay exact as texts; None is an empty cell. The title goes
    to the properties and to the head of the printed page. Raises `TooManyRows`, ValueError for a ragged row.
    """
    with path.open("wb") as target:
        return _write(target, columns, rows, title, sheet_name)


def _write(
    target: IO[bytes],
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[object]],
    title: str,
    sheet_name: str,
) -> int:
    heads = [column if isinstance(column, Column) else Column(column) for column in columns]
    supply = checked(iter(rows), len(heads))
    first = list(itertools.islice(supply, _MEASURED_ROWS))
    with xlsxwriter.Workbook(target, _OPTIONS) as workbook:
        workbook.set_properties({"title": plain(title)})
        sheet = workbook.add_worksheet(_sheet_name(sheet_name))
        _lay_out(sheet, heads, first, title)
        formats = _Formats(workbook)
        for place, head in enumerate(heads):
            sheet.write_string(0, place, plain(head.title), formats.head)
        count = 0
        for count, row in enumerate(itertools.chain(first, supply), 1):
            if count > MOST_ROWS:
                raise TooManyRows(f"more than {MOST_ROWS} rows")
            for place, value in enumerate(row):
                _put(sheet, count, place, value, formats)
        if heads:
            sheet.autofilter(0, 0, count, len(heads) - 1)
    return count


class _Formats:
    def __init__(self, workbook: Any) -> None:
        cell = {"valign": "top", "border": 1, "border_color": "#B0B0B0"}
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center"}
        self.head = workbook.add_format({**cell, **head, "bg_color": "#E8EDF3"})
        self.text = workbook.add_format({**cell, "text_wrap": True})
        # The mark «text whatever it looks like»: it survives editing, saving and opening again.
        self.quoted = workbook.add_format({**cell, "text_wrap": True, "quote_prefix": True})
        self.number = workbook.add_format(cell)
        self.date = workbook.add_format({**cell, "num_format": "dd.mm.yyyy", "align": "left"})
        self.instant = workbook.add_format({**cell, "num_format": "dd.mm.yyyy hh:mm:ss", "align": "left"})


def _lay_out(sheet: Any, heads: list[Column], first: list[Sequence[object]], title: str) -> None:
    for place, head in enumerate(heads):
        width = head.width if head.width is not None else _width(head.title, [row[place] for row in first])
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    # In this place «&» begins a code; the format takes 255 characters.
    if title:
        sheet.set_header("&C" + plain(title)[:100].replace("&", "&&"))
    sheet.set_footer("&C&P")


def _width(title: str, values: list[object]) -> float:
    longest = max((len(line) for value in values for line in _shown(value).splitlines()), default=0)
    word = max((len(part) for part in title.split()), default=0)
    return float(min(max(longest, word, _NARROWEST) + 2, _WIDEST))


def _shown(value: object) -> str:
    if isinstance(value, date):
        return "00.00.0000 00:00:00" if isinstance(value, datetime) else "00.00.0000"
    return str(value)


def _put(sheet: Any, row: int, place: int, value: object, formats: _Formats) -> None:
    if value is None:
        sheet.write_blank(row, place, None, formats.text)
    elif isinstance(value, bool):
        sheet.write_string(row, place, yes_no(value), formats.text)
    elif isinstance(value, (int, float, Decimal)) and _is_exact(value):
        sheet.write_number(row, place, value, formats.number)
    elif isinstance(value, date) and value.year >= _FIRST_YEAR:
        _put_date(sheet, row, place, value, formats)
    else:
        _put_text(sheet, row, place, _as_text(value), formats)


def _put_date(sheet: Any, row: int, place: int, value: date, formats: _Formats) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, place, value.replace(tzinfo=None), formats.instant)
    else:
        sheet.write_datetime(row, place, value, formats.date)


def _put_text(sheet: Any, row: int, place: int, value: str, formats: _Formats) -> None:
    text = plain(value)
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - len(_SHORTENED)] + _SHORTENED
    sheet.write_string(row, place, text, formats.quoted if starts_formula(text) else formats.text)


def _is_exact(value: int | float | Decimal) -> bool:
    if isinstance(value, int):
        return len(str(abs(value))) <= _EXACT_DIGITS
    return math.isfinite(value) if isinstance(value, float) else value.is_finite()


def _as_text(value: object) -> str:
    return f"{value:%d.%m.}{value.year:04}" if isinstance(value, date) else str(value)


def _sheet_name(name: str) -> str:
    """A name that the format takes: 31 characters, none of []:*?/\\, no apostrophe at either end."""
    return _NAME_FORBIDS.sub(" ", plain(name)).strip().strip("'")[:31].strip().strip("'") or "Лист"
