"""What a user's text must not become in a table file: a formula, a broken file, a silent loss."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

Cell = str | int | float | Decimal | bool | date | None

# What a spreadsheet takes for the start of a formula, the full-width twins included; also after blanks.
_FORMULA_START = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text without characters that no table file can hold, with one kind of line end."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet could read the text as a formula: = + - @, tab, carriage return in front."""
    return _FORMULA_START.match(text) is not None


def yes_no(value: bool) -> str:
    return "да" if value else "нет"


def checked(rows: Iterator[Sequence[object]], width: int) -> Iterator[Sequence[object]]:
    """The rows, each as wide as the headings; raises ValueError at the first that is not."""
    for index, row in enumerate(rows, 1):
        if len(row) != width:
            raise ValueError(f"row {index} has {len(row)} cells, {width} are expected")
        yield row
