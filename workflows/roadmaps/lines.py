"""A roadmap before it is understood: lines of cells as they stand in the file, free of the remains of markup."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>|<[a-zA-Z]+\b[^<>]*$")
_MARKS = re.compile(r"\*\*|__")
_SPACES = re.compile(r"[ \t\u00a0\u2007\u202f]+")
_BORDER = re.compile(r"[-–—_=\s]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, or a paragraph beside it. `row` counts from 1 in the file."""

    cells: tuple[str, ...]
    row: int
    is_paragraph: bool = False
    is_fresh: bool = False
    """First after the break of a page or the beginning of another table."""
    is_heading: bool = False
    """Its author set it as a heading, or in bold."""

    @property
    def filled(self) -> tuple[int, ...]:
        """The columns that say anything."""
        return tuple(place for place, text in enumerate(self.cells) if text)

    @property
    def text(self) -> str:
        return " ".join(text for text in self.cells if text)

    @property
    def is_border(self) -> bool:
        return all(_BORDER.fullmatch(text) for text in self.cells if text)

    def cell(self, column: int | None) -> str:
        """Return the text of a column; '' where the line is shorter, and for no column."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


def clean(text: str) -> str:
    """Return the text of a cell without markup left in it, with single spaces; its lines stay apart."""
    plain = _MARKS.sub("", _TAGS.sub(" ", text.replace("\r", "")))
    return "\n".join(line for line in (_SPACES.sub(" ", part).strip() for part in plain.split("\n")) if line)


def one_line(text: str) -> str:
    """Return a text of several lines in one."""
    return " ".join(text.split())


def lines_of_text(text: str) -> tuple[Line, ...]:
    """Return the lines of a tab-separated text: a blank line breaks the page, a line without tabs is a paragraph.

    A text without a tab is taken as separated by semicolons, which is what office programs call CSV. Cells in quotes
    may hold several lines and quotes in pairs."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    separator = "\t" if "\t" in plain or ";" not in plain else ";"
    found: list[Line] = []
    fresh = False
    for row, raw in _rows(plain, separator):
        if not any(cell.strip() for cell in raw):
            fresh = bool(found)
            continue
        cells = tuple(clean(cell) for cell in raw)
        found.append(Line(cells, row, is_paragraph=len(cells) == 1, is_fresh=fresh))
        fresh = False
    return tuple(found)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line with its number; quotes that do not go in pairs are letters as any other."""
    plain = [line.split(separator) for line in text.split("\n")]
    if not any(cell.startswith('"') for line in plain for cell in line):
        yield from enumerate(plain, start=1)
        return
    try:
        quoted, began = [], 1
        reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
        for cells in reader:
            quoted.append((began, cells))
            began = reader.line_num + 1
    except csv.Error:
        yield from enumerate(plain, start=1)
        return
    yield from quoted


def width(lines: Iterable[Line]) -> int:
    return max((len(line.cells) for line in lines), default=0)
