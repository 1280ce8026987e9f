"""XLSX: each sheet a leaf with one table of what was computed, written as people write it in Russia."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

import openpyxl

from webapp.documents.content import Block, BlockKind, Cell, Content, Leaf, Row
from webapp.documents.reading.amount import COLUMNS, ROWS
from webapp.documents.reading.spacing import tidy
from workflows.reading import Notice

_WRITERS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "да" if value else "нет"),
    (datetime, "{:%d.%m.%Y %H:%M}".format),
    (date, "{:%d.%m.%Y}".format),
    (time, "{:%H:%M}".format),
)
"""The first that fits writes: a truth value is a number too, an instant a date."""


def read_xlsx(stream: BinaryIO) -> Content:
    """Return the sheets with their names; empty rows and the empty columns at the end are left out."""
    book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    leaves, hidden = [], False
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        hidden = hidden or sheet.sheet_state != "visible"
        leaves.append(Leaf(table_of(_rows(sheet)), sheet.title))
    return Content(tuple(leaves), (Notice.HIDDEN.value,) if hidden else ())


def table_of(rows: Iterable[Row]) -> tuple[Block, ...]:
    """Return one table without its empty rows and the empty cells at the end of each; nothing when it is empty."""
    kept = tuple(row for row in map(_without_tail, rows) if row)
    return (Block(BlockKind.TABLE, rows=kept),) if kept else ()


def written(value: Any, number_format: str = "") -> str:
    """Return a value of a cell as text: dates by day, month, year; decimal comma; shares in per cent."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    if isinstance(value, float | int):
        return _number(value, "%" in number_format)
    return tidy(str(value))


def _number(value: float | int, share: bool) -> str:
    shown = round(value * 100, 6) if share else value
    text = f"{shown:.15g}".replace(".", ",")
    return f"{text} %" if share else text


def _rows(sheet: Any) -> Iterator[Row]:
    for row in sheet.iter_rows(max_row=ROWS * 4, max_col=COLUMNS + 1):
        yield tuple(Cell(written(cell.value, getattr(cell, "number_format", "") or "")) for cell in row)


def _without_tail(row: Row) -> Row:
    last = max((place for place, cell in enumerate(row, start=1) if cell.text), default=0)
    return row[:last]
