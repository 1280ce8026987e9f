"""Contents that are read as a spreadsheet too: their rows, with dates as dates."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from webapp.printing.contents import CONTENTS, Kind
from webapp.printing.pages import diary_report, roadmap_report
from webapp.printing.xlsx import write_table


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    columns: Sequence[str]
    rows: Callable[[Any], Iterable[tuple[object, ...]]]


_SHEETS: Mapping[Kind, _Sheet] = MappingProxyType(
    {
        Kind.ROADMAP_REPORT: _Sheet("Мероприятия", roadmap_report.SHEET, roadmap_report.sheet_rows),
        Kind.DIARY: _Sheet("Записи", diary_report.SHEET, diary_report.sheet_rows),
    }
)


def sheet_of(kind: Kind, data_json: str, *, title: str) -> bytes | None:
    """Return the XLSX of a document of this kind, None for a kind without one; raises `Damaged`."""
    sheet = _SHEETS.get(kind)
    if sheet is None:
        return None
    rows = sheet.rows(CONTENTS[kind].from_json(data_json))
    return write_table(sheet.columns, rows, title=title, sheet_name=sheet.name)
