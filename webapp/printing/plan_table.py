"""A plan of measures as an office file: the municipality's own columns, sections as merged rows, texts as written."""

import io
from collections.abc import Sequence
from typing import Any, Protocol

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from webapp.printing.cells import plain, starts_formula

_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_PORTRAIT, _LANDSCAPE = Mm(210), Mm(297)
_NARROW, _WIDE = 9, 42
_SHORT = 12
"""Signs: a column of such texts is narrow."""


class PlanRow(Protocol):
    """Texts of the columns; or one text over all of them: the heading of a section, its goals."""

    @property
    def cells(self) -> tuple[str, ...]: ...
    @property
    def across(self) -> str: ...


def word(title: str, header: Sequence[str], rows: Sequence[PlanRow]) -> bytes:
    """Return the DOCX of a plan: its title as a paragraph, then one table whose header repeats on every page."""
    made = docx.Document()
    page = made.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, _LANDSCAPE, _PORTRAIT
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(15)
    made.styles["Normal"].font.size = Pt(10)
    made.core_properties.title = plain(title)[:255]
    made.add_paragraph().add_run(plain(title)).bold = True
    table = made.add_table(rows=1 + len(rows), cols=len(header), style="Table Grid")
    lines = table.rows
    for cell, name in zip(lines[0].cells, header, strict=True):
        cell.paragraphs[0].add_run(plain(name)).bold = True
    _repeat(lines[0])
    for line, row in zip(list(lines)[1:], rows, strict=True):
        cells = line.cells
        if row.across:
            merged = cells[0].merge(cells[-1]) if len(cells) > 1 else cells[0]
            merged.paragraphs[0].add_run(plain(row.across)).bold = True
            continue
        for cell, text in zip(cells, row.cells, strict=True):
            cell.text = plain(text)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def workbook(title: str, header: Sequence[str], rows: Sequence[PlanRow]) -> bytes:
    """Return the XLSX of a plan; a text that begins like a formula stays a text."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"title": plain(title)[:255]})
        sheet, last = book.add_worksheet("Дорожная карта"), len(header) - 1
        looks = _looks(book)
        _across(sheet, 0, last, title, looks["title"])
        for place, name in enumerate(header):
            texts = [row.cells[place] for row in rows if row.cells]
            sheet.set_column(place, place, _width(name, texts))
            sheet.write_string(1, place, plain(name), looks["head"])
        for number, row in enumerate(rows, start=2):
            if row.across:
                quoted = starts_formula(row.across)
                _across(sheet, number, last, row.across, looks["quoted_part" if quoted else "part"])
            for place, text in enumerate(row.cells):
                sheet.write_string(
                    number, place, plain(text), looks["quoted" if starts_formula(text) else "text"]
                )
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return target.getvalue()


def _repeat(row: Any) -> None:
    """Let the header stand on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {}))


def _looks(book: Any) -> dict[str, Any]:
    cell = {"valign": "top", "border": 1, "border_color": "#B0B0B0", "text_wrap": True}
    bold = {**cell, "bold": True}
    return {
        "title": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "head": book.add_format({**bold, "bg_color": "#E8EDF3"}),
        "part": book.add_format(bold),
        "quoted_part": book.add_format({**bold, "quote_prefix": True}),
        "text": book.add_format(cell),
        "quoted": book.add_format({**cell, "quote_prefix": True}),
    }


def _across(sheet: Any, row: int, last: int, text: str, look: Any) -> None:
    if last:
        sheet.merge_range(row, 0, row, last, "", look)
    sheet.write_string(row, 0, plain(text), look)
    sheet.set_row(row, 15 * (1 + len(text) // 140))


def _width(name: str, texts: Sequence[str]) -> int:
    longest = max((len(text) for text in (name, *texts)), default=0)
    return _NARROW if longest <= _SHORT else _WIDE if longest > 2 * _WIDE else 22
