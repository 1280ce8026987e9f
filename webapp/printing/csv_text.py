"""CSV as Russian spreadsheets open it by a double click: UTF-8 with its mark, semicolons, decimal commas."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from webapp.printing.cells import checked, plain, starts_formula, yes_no

_BYTE_ORDER_MARK = "\ufeff"


def csv_rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Lines of the file one by one, headings first; memory stays flat.

    A text that a spreadsheet could take for a formula (it begins with = + - @, a tab or a line end) gets an
    apostrophe in front: the spreadsheet then shows it as text, and a program that reads the file back takes
    one leading apostrophe off. Numbers are numbers, so that a negative one keeps its minus and no apostrophe.
    """
    yield _BYTE_ORDER_MARK + _line(columns)
    for row in checked(iter(rows), len(columns)):
        yield _line(row)


def _line(row: Sequence[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow([_text(value) for value in row])
    return buffer.getvalue()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, (int, float, Decimal)):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value).replace(".", ",")
    if isinstance(value, datetime):
        return value.strftime("%d.%m.%Y %H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    text = plain(str(value))
    return f"'{text}" if starts_formula(text) else text
