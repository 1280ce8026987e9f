"""The sheet of the DOCX templates: page, styles, page number, foot, and the small things of the format."""

from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from webapp.printing.pages.tables import Column

FONT = "Times New Roman"  # on every office machine of Russia, in Astra and Windows alike
PORTRAIT, LANDSCAPE = 175, 262  # millimetres of text


def new_sheet() -> DocumentObject:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    section.different_first_page_header_footer = True
    _styles(document)
    _settings(document)
    _page_number(section.header.paragraphs[0])
    section.footer.paragraphs[0].style = "Колонтитул"
    section.footer.paragraphs[0].add_run("{{ origin.footer }}")
    _first_foot(section.first_page_footer)
    return document


def begin_landscape(document: DocumentObject) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.different_first_page_header_footer = False


def tag(place: Any, tag: str) -> None:
    place.add_paragraph(tag)


def row_tag(table: Table, index: int, tag: str) -> None:
    table.rows[index].cells[0].paragraphs[0].add_run(tag)


def fill(cell: _Cell, text: str, style: str, align: Any = None) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(text)
    if align is not None:
        paragraph.alignment = align


def resolved_widths(columns: tuple[Column, ...], width: float) -> list[float]:
    rest = width - sum(column.width for column in columns)
    return [column.width or rest for column in columns]


def set_widths(table: Table, widths: Any) -> None:
    """Relative widths: the table fills the text whatever the margins are."""
    table.autofit = True
    whole: Any = table._tbl.tblPr.find(qn("w:tblW"))
    whole.set(qn("w:type"), "pct")
    whole.set(qn("w:w"), "5000")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def repeat_on_pages(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    properties.append(element("w:tblHeader"))


def element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _styles(document: DocumentObject) -> None:
    normal = document.styles["Normal"]
    _font(normal, 12)
    normal.paragraph_format.space_after = Pt(4)
    for level, size in ((1, 13), (2, 12)):
        heading = document.styles[f"Heading {level}"]
        _font(heading, size, bold=True)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(6)
        heading.paragraph_format.keep_with_next = True
    _style(document, "Основной текст абзаца", 12, align=ALIGN.JUSTIFY, indent=10)
    _style(document, "Без отступа", 12)
    _style(document, "Вывод", 13, bold=True, keep=True)
    _style(document, "Реквизит", 12, align=ALIGN.CENTER)
    _style(document, "Наименование организации", 13, align=ALIGN.CENTER, bold=True)
    _style(document, "Вид документа", 14, align=ALIGN.CENTER, bold=True, before=10)
    _style(document, "Заголовок к тексту", 12, align=ALIGN.CENTER, bold=True, before=6)
    _style(document, "Название таблицы", 10, keep=True, before=6)
    _style(document, "Ячейка", 9)
    _style(document, "Шапка таблицы", 9, align=ALIGN.CENTER, bold=True)
    _style(document, "Подпись", 12, keep=True, before=6)
    _style(document, "Колонтитул", 8, grey=True)
    bullet = document.styles["List Bullet"]
    _font(bullet, 12)


def _style(document: DocumentObject, name: str, size: float, **look: Any) -> None:
    """A paragraph style: `bold`, `align`, `indent` (mm), `before` (points), `keep` with next, `grey`."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    _font(style, size, bold=look.get("bold", False))
    layout = style.paragraph_format
    layout.alignment = look.get("align")
    layout.space_before, layout.space_after = Pt(look.get("before", 0)), Pt(2)
    layout.keep_with_next = look.get("keep", False)
    if "indent" in look:
        layout.first_line_indent = Mm(look["indent"])
    if look.get("grey"):
        style.font.color.rgb = RGBColor(0x59, 0x59, 0x59)


def _font(style: Any, size: float, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)


def _settings(document: DocumentObject) -> None:
    """The language of the text and automatic hyphenation."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "ru-RU")
        language.set(qn("w:eastAsia"), "ru-RU")
    document.core_properties.language = "ru-RU"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    # The format fixes the order of settings: hyphenation stands after the tab stops.
    document.settings.element.find(qn("w:defaultTabStop")).addnext(element("w:autoHyphenation", val="true"))


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("field", "PAGE"), ("separate", ""), ("shown", "2"), ("end", "")):
        run = paragraph.add_run()
        if kind == "field":
            instruction = element("w:instrText")
            instruction.text = text
            run._r.append(instruction)
        elif kind == "shown":
            run.text = text
        else:
            run._r.append(element("w:fldChar", fldCharType=kind))


def _first_foot(footer: Any) -> None:
    """The QR code at the bottom right of the first sheet (ГОСТ Р 7.0.97-2025), then the foot of every page."""
    footer.paragraphs[0]._p.getparent().remove(footer.paragraphs[0]._p)
    tag(footer, "{%p if origin.qr %}")
    table = footer.add_table(1, 2, Mm(PORTRAIT))
    set_widths(table, (PORTRAIT - 30, 30))
    words, code = table.rows[0].cells
    words.paragraphs[0].add_run("{{ origin.check }} {{ origin.code }}\n{{ origin.url }}")
    for cell in (words, code):
        cell.paragraphs[0].style = "Колонтитул"
        cell.paragraphs[0].alignment = ALIGN.RIGHT
    code.paragraphs[0].add_run("{{ qr }}")
    tag(footer, "{%p endif %}")
    footer.add_paragraph("{{ origin.footer }}", "Колонтитул")
