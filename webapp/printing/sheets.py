"""Contents that are read as a spreadsheet too: their rows, with dates as dates."""

from webapp.printing.contents import Kind, RoadmapReport
from webapp.printing.pages.roadmap_report import SHEET, sheet_rows
from webapp.printing.xlsx import write_table


def sheet_of(kind: Kind, data_json: str, *, title: str) -> bytes | None:
    """Return the XLSX of a document of this kind, None for a kind without one; raises `Damaged`."""
    if kind is not Kind.ROADMAP_REPORT:
        return None
    report = RoadmapReport.from_json(data_json)
    return write_table(SHEET, sheet_rows(report), title=title, sheet_name="Мероприятия")
