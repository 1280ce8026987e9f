"""Builds the DOCX templates that the municipality may edit in Word: `python templates/reports/build_docx.py`.

The templates are ordinary documents with named styles; the words in double braces are places for data
(docxtpl). Columns come from `webapp.printing.pages.tables`, so that the DOCX and the PDF print the same ones.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from templates.reports.word_parts import (  # noqa: E402
    LANDSCAPE,
    PORTRAIT,
    begin_landscape,
    element,
    fill,
    new_sheet,
    repeat_on_pages,
    resolved_widths,
    row_tag,
    set_widths,
    tag,
)
from webapp.printing.pages.tables import TABLES  # noqa: E402

ALIGNMENT = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT}


def main() -> None:
    """Writes the templates beside this file."""
    builders: dict[str, Callable[[DocumentObject], None]] = {
        "conclusion": _conclusion,
        "stage_report": _stage_report,
        "receipt": _receipt,
        "agreement": _agreement,
        "letter": _letter,
        "roadmap_report": _roadmap_report,
        "diary": _diary,
    }
    for name, build in builders.items():
        document = new_sheet()
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


def _agreement(document: DocumentObject) -> None:
    _requisites(document)
    _facts(document)
    document.add_heading("Реквизиты программы", 1)
    _table(document, "stamps")
    document.add_heading("Решение учредителя", 1)
    _texts(document, "text", "Пояснений к решению нет.")
    document.add_heading("Состав программы", 1)
    _table(document, "files")
    _signatures(document)


def _letter(document: DocumentObject) -> None:
    _requisites(document, is_short=True)
    tag(document, "{%p if draft %}")
    document.add_paragraph("{{ draft }}", "Вывод")
    tag(document, "{%p endif %}")
    _facts(document)
    tag(document, "{%p if verdict %}")
    document.add_paragraph("{{ verdict }}", "Вывод")
    tag(document, "{%p endif %}")
    _texts(document, "text", "")
    document.add_heading("Замечания", 1)
    _table(document, "letter")
    tag(document, "{%p if opened %}")
    document.add_paragraph("{{ opened }}", "Без отступа")
    tag(document, "{%p endif %}")
    document.add_paragraph("{{ closing }}", "Подпись").paragraph_format.space_before = Pt(14)
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
    begin_landscape(document)
    document.add_heading("Приложение. Перечень пакетов и файлов", 1)
    _table(document, "appendix", width=LANDSCAPE)


def _roadmap_report(document: DocumentObject) -> None:
    _requisites(document)
    document.add_heading("1. Общие сведения", 1)
    _facts(document)
    document.add_heading("2. Показатель", 1)
    _texts(document, "summary", "")
    _table(document, "figures")
    document.add_heading("3. Исполнение", 1)
    document.add_heading("3.1. Не исполнено в срок", 2)
    _table(document, "overdue")
    document.add_heading("3.2. Переносы сроков и исключения", 2)
    _table(document, "amendments")
    document.add_heading("3.3. План и факт по годам", 2)
    _table(document, "plan_years")
    document.add_heading("4. Выводы", 1)
    _texts(document, "conclusions", "Выводы не сформулированы.")
    _signatures(document)
    begin_landscape(document)
    document.add_heading("Приложение. Мероприятия дорожной карты", 1)
    _table(document, "roadmap", width=LANDSCAPE)


def _diary(document: DocumentObject) -> None:
    _requisites(document)
    _facts(document)
    document.add_heading("Формы работы", 1)
    _table(document, "contacts")
    _signatures(document)
    begin_landscape(document)
    document.add_heading("Приложение. Записи дневника", 1)
    _table(document, "entries", width=LANDSCAPE)


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


# Blocks of the text.


def _requisites(document: DocumentObject, *, is_short: bool = False) -> None:
    tag(document, "{%p if requisites.parent %}")
    document.add_paragraph("{{ requisites.parent|upper }}", "Реквизит")
    tag(document, "{%p endif %}")
    document.add_paragraph("{{ requisites.organisation|upper }}", "Наименование организации")
    tag(document, "{%p if requisites.details %}")
    document.add_paragraph("{{ requisites.details }}", "Колонтитул").alignment = ALIGN.CENTER
    tag(document, "{%p endif %}")
    if not is_short:
        _approval(document)
    document.add_paragraph("{{ requisites.document_kind }}", "Вид документа")
    table = document.add_table(1, 2)
    set_widths(table, (PORTRAIT / 2, PORTRAIT / 2))
    fill(table.rows[0].cells[0], "{{ requisites.date }}", "Без отступа")
    fill(table.rows[0].cells[1], "{{ requisites.number }}", "Без отступа", ALIGN.RIGHT)
    if not is_short:
        document.add_paragraph("{{ requisites.place }}", "Реквизит")
        document.add_paragraph("{{ requisites.heading }}", "Заголовок к тексту")
    else:
        document.add_paragraph("", "Без отступа")  # two tables side by side would become one


def _approval(document: DocumentObject) -> None:
    tag(document, "{%p if requisites.approval %}")
    lines = (
        "УТВЕРЖДАЮ",
        "{{ requisites.approval.post }}",
        "________________ {{ requisites.approval.name }}",
        "{{ requisites.approval.date }}",
    )
    for line in lines:
        paragraph = document.add_paragraph(line, "Без отступа")
        paragraph.paragraph_format.left_indent = Mm(100)
    tag(document, "{%p endif %}")


def _facts(document: DocumentObject) -> None:
    table = document.add_table(3, 2)
    set_widths(table, (50, PORTRAIT - 50))
    row_tag(table, 0, "{%tr for row in facts %}")
    fill(table.rows[1].cells[0], "{{ row[0] }}", "Колонтитул")
    fill(table.rows[1].cells[1], "{{ row[1] }}", "Без отступа")
    row_tag(table, 2, "{%tr endfor %}")


def _texts(document: DocumentObject, name: str, none_said: str) -> None:
    _list(document, name, none_said, "Основной текст абзаца")


def _points(document: DocumentObject, name: str, none_said: str) -> None:
    _list(document, name, none_said, "List Bullet")


def _list(document: DocumentObject, name: str, none_said: str, style: str) -> None:
    tag(document, f"{{%p for item in {name} %}}")
    document.add_paragraph("{{ item }}", style)
    tag(document, "{%p endfor %}")
    if none_said:
        tag(document, f"{{%p if not {name} %}}")
        document.add_paragraph(none_said, "Без отступа")
        tag(document, "{%p endif %}")


def _table(document: DocumentObject, name: str, *, width: float = PORTRAIT) -> None:
    """Caption and table, or the sentence that stands for an empty one."""
    shape = TABLES[name]
    count = len(shape.columns)
    tag(document, f"{{%p if tables.{name}.rows %}}")
    document.add_paragraph(f"{{{{ tables.{name}.caption }}}}", "Название таблицы")
    table = document.add_table(8, count)
    table.style = "Table Grid"
    set_widths(table, resolved_widths(shape.columns, width))
    for cell, column in zip(table.rows[0].cells, shape.columns, strict=True):
        fill(cell, column.title, "Шапка таблицы")
        cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill="EDEDED"))
    repeat_on_pages(table.rows[0])
    row_tag(table, 1, f"{{%tr for row in tables.{name}.rows %}}")
    row_tag(table, 2, "{%tr if row|length == 1 %}")
    title = table.rows[3].cells[0].merge(table.rows[3].cells[-1])
    fill(title, "{{ row[0] }}", "Ячейка")
    title.paragraphs[0].runs[0].bold = True
    title.paragraphs[0].paragraph_format.keep_with_next = True
    row_tag(table, 4, "{%tr else %}")
    for place, (cell, column) in enumerate(zip(table.rows[5].cells, shape.columns, strict=True)):
        fill(cell, f"{{{{ row[{place}] }}}}", "Ячейка", ALIGNMENT[column.align])
    for index in (3, 5):
        table.rows[index]._tr.get_or_add_trPr().append(element("w:cantSplit"))
    row_tag(table, 6, "{%tr endif %}")
    row_tag(table, 7, "{%tr endfor %}")
    tag(document, "{%p else %}")
    document.add_paragraph(f"{{{{ tables.{name}.empty }}}}", "Без отступа")
    tag(document, "{%p endif %}")


def _bars(document: DocumentObject) -> None:
    tag(document, "{%p if bars %}")
    table = document.add_table(3, 2)
    set_widths(table, (60, PORTRAIT - 60))
    row_tag(table, 0, "{%tr for bar in bars %}")
    fill(table.rows[1].cells[0], "{{ bar.label }}", "Ячейка", ALIGN.RIGHT)
    fill(table.rows[1].cells[1], "{{ '█' * (bar.length // 3) }} {{ bar.count }}", "Ячейка")
    row_tag(table, 2, "{%tr endfor %}")
    tag(document, "{%p endif %}")


def _signatures(document: DocumentObject) -> None:
    document.add_paragraph("{{ closing }}", "Подпись").paragraph_format.space_before = Pt(14)
    table = document.add_table(3, 3)
    set_widths(table, (80, 45, PORTRAIT - 125))
    row_tag(table, 0, "{%tr for person in requisites.signatories %}")
    fill(table.rows[1].cells[0], "{{ person.post }}", "Подпись")
    fill(table.rows[1].cells[1], "__________________", "Подпись")
    fill(table.rows[1].cells[2], "{{ person.name }}", "Подпись", ALIGN.RIGHT)
    row_tag(table, 2, "{%tr endfor %}")
    tag(document, "{%p for mark in requisites.marks %}")
    document.add_paragraph("{{ mark.title }}", "Подпись").runs[0].bold = True
    tag(document, "{%p for line in mark.lines %}")
    document.add_paragraph("{{ line }}", "Без отступа")
    tag(document, "{%p endfor %}")
    tag(document, "{%p endfor %}")
    _origin(document)


def _origin(document: DocumentObject) -> None:
    document.add_paragraph("{{ origin.as_of }}", "Колонтитул").paragraph_format.space_before = Pt(12)
    tag(document, "{%p if origin.seal %}")
    document.add_paragraph("{{ origin.seal }}", "Колонтитул")
    tag(document, "{%p endif %}")


if __name__ == "__main__":
    main()
