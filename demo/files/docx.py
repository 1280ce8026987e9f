"""Prints a paper as DOCX, the way a school types it: Times New Roman 12, tables with frames, page numbers."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from demo.files.packing import repacked
from demo.files.paper import (
    Align,
    Approval,
    Grid,
    Heading,
    Letterhead,
    Listing,
    PageBreak,
    Paper,
    Para,
    Picture,
    Signatures,
    TitlePage,
)

FONT = "Times New Roman"
TEXT_WIDTH_MM = 165
_ALIGN = {
    Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


def to_docx(paper: Paper) -> bytes:
    """The paper as DOCX; the same paper gives the same bytes."""
    document = Document()
    _set_up(document, paper)
    for block in paper.blocks:
        _PRINTERS[type(block)](document, block)
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue())


def _set_up(document: DocxDocument, paper: Paper) -> None:
    moment = datetime.combine(paper.made_on, time(9, 0), tzinfo=UTC)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = paper.title, paper.author, paper.author
    properties.created = properties.modified = moment
    properties.comments = ""
    properties.language = "ru-RU"
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.different_first_page_header_footer = True
    _number_pages(section.header.paragraphs[0])
    for name, size in (
        ("Normal", 12),
        ("Heading 1", 14),
        ("Heading 2", 13),
        ("Heading 3", 12),
        ("List Bullet", 12),
        ("List Number", 12),
    ):
        style: Any = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:eastAsia", "w:cs", "w:hAnsi", "w:ascii"):
            fonts.set(qn(attribute), FONT)
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.line_spacing = 1.15


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _heading(document: DocxDocument, block: Heading) -> None:
    paragraph = document.add_heading(block.text, block.level)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(14 if block.level == 1 else 10)


def _para(document: DocxDocument, block: Para) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(block.text).bold = block.bold
    paragraph.alignment = _ALIGN[block.align]
    if block.align is Align.JUSTIFY:
        paragraph.paragraph_format.first_line_indent = Mm(12.5)


def _listing(document: DocxDocument, block: Listing) -> None:
    for index, item in enumerate(block.items, start=1):
        text = f"{index}. {item}" if block.numbered else item
        paragraph = document.add_paragraph(text, style=None if block.numbered else "List Bullet")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if block.numbered:
            paragraph.paragraph_format.first_line_indent = Mm(12.5)


def _grid(document: DocxDocument, block: Grid) -> None:
    if block.caption:
        caption = document.add_paragraph(block.caption)
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_before = Pt(6)
    table = document.add_table(rows=0, cols=len(block.head), style="Table Grid")
    table.autofit = False
    widths = [Mm(TEXT_WIDTH_MM * share / sum(block.widths)) for share in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for index, row in enumerate((block.head, *block.rows)):
        cells = list(table.add_row().cells)
        if len(row) == 1:
            cells = [cells[0].merge(cells[-1])]
        for cell, width, text in zip(cells, widths, row, strict=False):
            if len(row) > 1:
                cell.width = width
            _fill(cell, text, bold=index == 0 or len(row) == 1)
    _repeat_head(table.rows[0])
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _fill(cell: _Cell, text: str, *, bold: bool) -> None:
    for index, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        run = paragraph.add_run(line)
        run.bold, run.font.size = bold, Pt(10.5)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = 1.0


def _repeat_head(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _title_page(document: DocxDocument, block: TitlePage) -> None:
    for line in block.organisation.split("\n"):
        _centred(document, line, 12, after=6)
    document.add_paragraph()
    table = document.add_table(rows=1, cols=2)
    for cell, note in zip(table.rows[0].cells, (block.left, block.right), strict=True):
        _note(cell, note)
    for _ in range(8):
        document.add_paragraph()
    _centred(document, block.title, 18, bold=True, after=8)
    _centred(document, block.subtitle, 14, after=8)
    for _ in range(9):
        document.add_paragraph()
    _centred(document, block.place, 12, after=0)
    _page_break(document, PageBreak())


def _note(cell: _Cell, note: Approval | None) -> None:
    if note:
        _fill(cell, "\n".join((note.word, *note.lines)), bold=False)


def _letterhead(document: DocxDocument, block: Letterhead) -> None:
    _centred(document, block.parent, 11, after=0)
    _centred(document, block.organisation, 13, bold=True, after=0)
    _centred(document, block.details, 9, after=14)
    _centred(document, block.kind, 14, bold=True, after=10)
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _fill(left, block.date, bold=False)
    _fill(right, block.number, bold=False)
    right.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _centred(document, block.place, 11, after=10)
    _centred(document, block.about, 12, bold=True, after=12)


def _centred(document: DocxDocument, text: str, size: int, *, after: int, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(after)


def _signatures(document: DocxDocument, block: Signatures) -> None:
    document.add_paragraph()
    table = document.add_table(rows=0, cols=3)
    for one in block.people:
        cells = table.add_row().cells
        for cell, text in zip(cells, (one.post, "__________________", one.name), strict=True):
            _fill(cell, text, bold=False)


def _picture(document: DocxDocument, block: Picture) -> None:
    document.add_picture(io.BytesIO(block.data), width=Mm(block.width_mm))
    document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    _centred(document, block.caption, 10, after=10)


def _page_break(document: DocxDocument, _block: PageBreak) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


_PRINTERS: dict[type, Callable[[DocxDocument, Any], None]] = {
    Heading: _heading,
    Para: _para,
    Listing: _listing,
    Grid: _grid,
    TitlePage: _title_page,
    Letterhead: _letterhead,
    Signatures: _signatures,
    Picture: _picture,
    PageBreak: _page_break,
}
