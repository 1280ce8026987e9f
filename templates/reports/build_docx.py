"""Builds the DOCX templates that the municipality may edit in Word: `python templates/reports/build_docx.py`.

The templates are ordinary documents with named styles; the words in double braces are places for data
(docxtpl). Columns come from `webapp.printing.pages.tables`, so that the DOCX and the PDF print the same ones.
"""

import sys
from collections.abc import Callable
from pathlib import Path
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

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from webapp.printing.pages.tables import TABLES, Column  # noqa: E402

FONT = "Times New Roman"  # on every office machine of Russia, in Astra and Windows alike
PORTRAIT, LANDSCAPE = 175, 262  # millimetres of text
ALIGNMENT = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT}


def main() -> None:
    """Writes the three templates beside this file."""
    builders: dict[str, Callable[[DocumentObject], None]] = {
        "conclusion": _conclusion,
        "stage_report": _stage_report,
        "receipt": _receipt,
    }
    for name, build in builders.items():
        document = _sheet()
        build(document)
        document.save(str(HERE / f"{name}.docx"))


def _conclusion(document: DocumentObject) -> None:
    _requisites(document)
    _facts(document)
    document.add_heading("Заключение", 1)
    document.add_paragraph("{{ verdict }}", "Вывод")
    document.add_paragraph("{{ score }}", "Без отступа")
    _texts(document, "rationale", "Обоснование не приведено.")
    document.add_heading("Состав пакета", 1)
    _table(document, "files")
    document.add_heading("Результаты по критериям", 1)
    document.add_paragraph("{{ sheet }}", "Без отступа")
    _table(document, "criteria")
    document.add_heading("Замечания", 1)
    _table(document, "remarks")
    _signatures(document)


def _receipt(document: DocumentObject) -> None:
    _requisites(document, is_short=True)
    _facts(document)
    document.add_heading("Принятые файлы", 1)
    _table(document, "received")
    document.add_heading("Что будет дальше", 1)
    _points(document, "steps", "О ходе рассмотрения сообщит муниципальный координатор.")
    _origin(document)


def _stage_report(document: DocumentObject) -> None:
    _requisites(document)
    document.add_heading("1. Общие сведения", 1)
    _facts(document)
    document.add_heading("1.1. Основания", 2)
    _points(document, "grounds", "Основания не указаны.")
    document.add_heading("1.2. Представление пакетов", 2)
    _table(document, "composition")
    _table(document, "counts")
    document.add_heading("1.3. Нарушения срока представления", 2)
    _table(document, "deadlines")
    document.add_heading("1.4. Участники экспертизы", 2)
    _points(document, "reviewers", "Участники не указаны.")
    document.add_heading("2. Порядок и параметры экспертизы", 1)
    order = "Экспертиза проведена в порядке, установленном муниципальным органом управления образованием."
    _texts(document, "order", order)
    _points(document, "sheets", "Экспертные листы не указаны.")
    for name in ("scale", "thresholds", "zones"):
        _table(document, name)
    _results(document)
    document.add_heading("4. Типичные замечания", 1)
    _table(document, "typical")
    document.add_heading("5. Выводы и адресные рекомендации", 1)
    _texts(document, "conclusions", "Выводы не сформулированы.")
    _table(document, "recommendations")
    _signatures(document)
    _landscape(document)
    document.add_heading("Приложение. Перечень пакетов и файлов", 1)
    _table(document, "appendix", width=LANDSCAPE)


def _results(document: DocumentObject) -> None:
    document.add_heading("3. Результаты", 1)
    _texts(document, "summary", "")
    document.add_heading("3.1. Распределение заключений", 2)
    _bars(document)
    _table(document, "verdicts")
    sections = (
        ("3.2. Результаты по школам", "results"),
        ("3.3. Подтверждение мероприятий", "measures"),
        ("3.4. Позитивные изменения", "changes"),
        ("3.5. Результаты по критериям", "averages"),
    )
    for title, name in sections:
        document.add_heading(title, 2)
        _table(document, name)


# The sheet: page, styles, page number, foot.


def _sheet() -> DocumentObject:
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
    document.settings.element.find(qn("w:defaultTabStop")).addnext(_element("w:autoHyphenation", val="true"))


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("separate", None), ("shown", "2"), ("end", None)):
        run = paragraph.add_run()
        if kind is None:
            instruction = _element("w:instrText")
            instruction.text = text
            run._r.append(instruction)
        elif kind == "shown":
            run.text = text
        else:
            run._r.append(_element("w:fldChar", fldCharType=kind))


def _first_foot(footer: Any) -> None:
    """The QR code at the bottom right of the first sheet (ГОСТ Р 7.0.97-2025), then the foot of every page."""
    footer.paragraphs[0]._p.getparent().remove(footer.paragraphs[0]._p)
    _tag(footer, "{%p if origin.qr %}")
    table = footer.add_table(1, 2, Mm(PORTRAIT))
    _widths(table, (PORTRAIT - 30, 30))
    words, code = table.rows[0].cells
    words.paragraphs[0].add_run("{{ origin.check }} {{ origin.code }}\n{{ origin.url }}")
    for cell in (words, code):
        cell.paragraphs[0].style = "Колонтитул"
        cell.paragraphs[0].alignment = ALIGN.RIGHT
    code.paragraphs[0].add_run("{{ qr }}")
    _tag(footer, "{%p endif %}")
    footer.add_paragraph("{{ origin.footer }}", "Колонтитул")


def _landscape(document: DocumentObject) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.different_first_page_header_footer = False


# Blocks of the text.


def _requisites(document: DocumentObject, *, is_short: bool = False) -> None:
    _tag(document, "{%p if requisites.parent %}")
    document.add_paragraph("{{ requisites.parent|upper }}", "Реквизит")
    _tag(document, "{%p endif %}")
    document.add_paragraph("{{ requisites.organisation|upper }}", "Наименование организации")
    _tag(document, "{%p if requisites.details %}")
    document.add_paragraph("{{ requisites.details }}", "Колонтитул").alignment = ALIGN.CENTER
    _tag(document, "{%p endif %}")
    if not is_short:
        _approval(document)
    document.add_paragraph("{{ requisites.document_kind }}", "Вид документа")
    table = document.add_table(1, 2)
    _widths(table, (PORTRAIT / 2, PORTRAIT / 2))
    _fill(table.rows[0].cells[0], "{{ requisites.date }}", "Без отступа")
    _fill(table.rows[0].cells[1], "{{ requisites.number }}", "Без отступа", ALIGN.RIGHT)
    if not is_short:
        document.add_paragraph("{{ requisites.place }}", "Реквизит")
        document.add_paragraph("{{ requisites.heading }}", "Заголовок к тексту")
    else:
        document.add_paragraph("", "Без отступа")  # two tables side by side would become one


def _approval(document: DocumentObject) -> None:
    _tag(document, "{%p if requisites.approval %}")
    lines = (
        "УТВЕРЖДАЮ",
        "{{ requisites.approval.post }}",
        "________________ {{ requisites.approval.name }}",
        "{{ requisites.approval.date }}",
    )
    for line in lines:
        paragraph = document.add_paragraph(line, "Без отступа")
        paragraph.paragraph_format.left_indent = Mm(100)
    _tag(document, "{%p endif %}")


def _facts(document: DocumentObject) -> None:
    table = document.add_table(3, 2)
    _widths(table, (50, PORTRAIT - 50))
    _row_tag(table, 0, "{%tr for row in facts %}")
    _fill(table.rows[1].cells[0], "{{ row[0] }}", "Колонтитул")
    _fill(table.rows[1].cells[1], "{{ row[1] }}", "Без отступа")
    _row_tag(table, 2, "{%tr endfor %}")


def _texts(document: DocumentObject, name: str, none_said: str) -> None:
    _list(document, name, none_said, "Основной текст абзаца")


def _points(document: DocumentObject, name: str, none_said: str) -> None:
    _list(document, name, none_said, "List Bullet")


def _list(document: DocumentObject, name: str, none_said: str, style: str) -> None:
    _tag(document, f"{{%p for item in {name} %}}")
    document.add_paragraph("{{ item }}", style)
    _tag(document, "{%p endfor %}")
    if none_said:
        _tag(document, f"{{%p if not {name} %}}")
        document.add_paragraph(none_said, "Без отступа")
        _tag(document, "{%p endif %}")


def _table(document: DocumentObject, name: str, *, width: float = PORTRAIT) -> None:
    """Caption and table, or the sentence that stands for an empty one."""
    shape = TABLES[name]
    count = len(shape.columns)
    _tag(document, f"{{%p if tables.{name}.rows %}}")
    document.add_paragraph(f"{{{{ tables.{name}.caption }}}}", "Название таблицы")
    table = document.add_table(8, count)
    table.style = "Table Grid"
    _widths(table, _resolved(shape.columns, width))
    for cell, column in zip(table.rows[0].cells, shape.columns, strict=True):
        _fill(cell, column.title, "Шапка таблицы")
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill="EDEDED"))
    _repeat(table.rows[0])
    _row_tag(table, 1, f"{{%tr for row in tables.{name}.rows %}}")
    _row_tag(table, 2, "{%tr if row|length == 1 %}")
    title = table.rows[3].cells[0].merge(table.rows[3].cells[-1])
    _fill(title, "{{ row[0] }}", "Ячейка")
    title.paragraphs[0].runs[0].bold = True
    title.paragraphs[0].paragraph_format.keep_with_next = True
    _row_tag(table, 4, "{%tr else %}")
    for place, (cell, column) in enumerate(zip(table.rows[5].cells, shape.columns, strict=True)):
        _fill(cell, f"{{{{ row[{place}] }}}}", "Ячейка", ALIGNMENT[column.align])
    for index in (3, 5):
        table.rows[index]._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    _row_tag(table, 6, "{%tr endif %}")
    _row_tag(table, 7, "{%tr endfor %}")
    _tag(document, "{%p else %}")
    document.add_paragraph(f"{{{{ tables.{name}.empty }}}}", "Без отступа")
    _tag(document, "{%p endif %}")


def _bars(document: DocumentObject) -> None:
    _tag(document, "{%p if bars %}")
    table = document.add_table(3, 2)
    _widths(table, (60, PORTRAIT - 60))
    _row_tag(table, 0, "{%tr for bar in bars %}")
    _fill(table.rows[1].cells[0], "{{ bar.label }}", "Ячейка", ALIGN.RIGHT)
    _fill(table.rows[1].cells[1], "{{ '█' * (bar.length // 3) }} {{ bar.count }}", "Ячейка")
    _row_tag(table, 2, "{%tr endfor %}")
    _tag(document, "{%p endif %}")


def _signatures(document: DocumentObject) -> None:
    document.add_paragraph("{{ closing }}", "Подпись").paragraph_format.space_before = Pt(14)
    table = document.add_table(3, 3)
    _widths(table, (80, 45, PORTRAIT - 125))
    _row_tag(table, 0, "{%tr for person in requisites.signatories %}")
    _fill(table.rows[1].cells[0], "{{ person.post }}", "Подпись")
    _fill(table.rows[1].cells[1], "__________________", "Подпись")
    _fill(table.rows[1].cells[2], "{{ person.name }}", "Подпись", ALIGN.RIGHT)
    _row_tag(table, 2, "{%tr endfor %}")
    _tag(document, "{%p for mark in requisites.marks %}")
    document.add_paragraph("{{ mark.title }}", "Подпись").runs[0].bold = True
    _tag(document, "{%p for line in mark.lines %}")
    document.add_paragraph("{{ line }}", "Без отступа")
    _tag(document, "{%p endfor %}")
    _tag(document, "{%p endfor %}")
    _origin(document)


def _origin(document: DocumentObject) -> None:
    document.add_paragraph("{{ origin.as_of }}", "Колонтитул").paragraph_format.space_before = Pt(12)
    _tag(document, "{%p if origin.seal %}")
    document.add_paragraph("{{ origin.seal }}", "Колонтитул")
    _tag(document, "{%p endif %}")


# Small things of the format.


def _tag(place: Any, tag: str) -> None:
    place.add_paragraph(tag)


def _row_tag(table: Table, index: int, tag: str) -> None:
    table.rows[index].cells[0].paragraphs[0].add_run(tag)


def _fill(cell: _Cell, text: str, style: str, align: Any = None) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(text)
    if align is not None:
        paragraph.alignment = align


def _resolved(columns: tuple[Column, ...], width: float) -> list[float]:
    rest = width - sum(column.width for column in columns)
    return [column.width or rest for column in columns]


def _widths(table: Table, widths: Any) -> None:
    """Relative widths: the table fills the text whatever the margins are."""
    table.autofit = True
    whole = table._tbl.tblPr.find(qn("w:tblW"))
    whole.set(qn("w:type"), "pct")
    whole.set(qn("w:w"), "5000")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _repeat(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    properties.append(_element("w:tblHeader"))


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


if __name__ == "__main__":
    main()
