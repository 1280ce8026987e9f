"""The first sheet of a workbook that was judged already, as rows of texts."""

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

import openpyxl


def read_rows(stream: BinaryIO, arguments: Mapping[str, Any]) -> bytes:
    """Return rows of texts as JSON, at most `rows` by `columns`; what was computed, never a formula."""
    book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    found = book.worksheets[0].iter_rows(
        max_row=int(arguments["rows"]), max_col=int(arguments["columns"]), values_only=True
    )
    rows = [["" if value is None else str(value) for value in row] for row in found]
    return json.dumps(rows, ensure_ascii=False).encode()
