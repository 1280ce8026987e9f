"""Files by libraries and by other programs: python-docx, XlsxWriter, openpyxl, CSV of many hands, PPTX, pictures."""

import io
from datetime import date, datetime

import docx
import openpyxl
import xlsxwriter
from wordlike import R, zipped

WIDE, COVERED, TALL, BELOW = ' gridSpan="2"', ' hMerge="1"', ' rowSpan="2"', ' vMerge="1"'
TABLE = 'Школа;Риск;Доля\r\nМБОУ СОШ № 5;Низкая мотивация и кадры;12,5\r\nЛицей;"цена ""да""";7\r\n'


def by_python_docx() -> bytes:
    document = docx.Document()
    document.add_heading("Среднесрочная программа", level=0)
    document.add_heading("Пояснительная записка", level=1)
    document.add_paragraph("Школа работает в сельской местности.")
    document.add_paragraph("Цель", style="Heading 2")
    document.add_paragraph("обучить педагогов", style="List Number")
    document.add_paragraph("провести диагностику", style="List Number")
    document.add_paragraph("закупить оборудование", style="List Bullet")
    paragraph = document.add_paragraph()
    paragraph.add_run("Ожидаемые ").bold = True
    paragraph.add_run("результаты").bold = True
    table = document.add_table(rows=3, cols=3)
    table.style = "Table Grid"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Мероприятие"
    table.cell(0, 2).text = "Срок"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Курсы"
    for place, text in ((1, "первый поток"), (2, "второй поток")):
        table.cell(place, 1).text = text
        table.cell(place, 2).text = f"0{place}.03.2026"
    document.sections[0].header.paragraphs[0].text = "МБОУ «СОШ № 5»"
    return _saved(document)


def book() -> bytes:
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target, {"in_memory": True})
    made.set_properties({"created": datetime(2026, 3, 2)})
    day, share = made.add_format({"num_format": "dd.mm.yyyy"}), made.add_format({"num_format": "0.0%"})
    sheet = made.add_worksheet("Показатели")
    sheet.merge_range("A1:C1", "Показатели программы")
    sheet.write_row("A3", ["Показатель", "Доля", "Срок"])
    sheet.write("A4", "Участники олимпиад")
    sheet.write_number("B4", 0.125, share)
    sheet.write_datetime("C4", datetime(2026, 5, 31), day)
    sheet.write("A5", "Сумма")
    sheet.write_formula("B5", "=SUM(B4:B4)*1000", None, 125.5)
    sheet.write_boolean("C5", True)
    sheet.merge_range("A6:A7", "По двум строкам")
    sheet.write("B7", "вторая")
    secret = made.add_worksheet("Черновик")
    secret.write("A1", "скрытые данные")
    secret.hide()
    made.add_worksheet("Пусто")
    made.close()
    return target.getvalue()


def by_openpyxl() -> bytes:
    made = openpyxl.Workbook()
    made.properties.created = made.properties.modified = datetime(2026, 3, 2)
    sheet = made.active
    sheet.title = "План"
    for row in (
        ["№", "Мера", "Срок"],
        [1, "Педсовет", date(2026, 3, 2)],
        [2.5, "Курсы", datetime(2026, 3, 2, 14, 30)],
    ):
        sheet.append(row)
    sheet["A6"] = "=A2+A3"
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def long_book() -> bytes:
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = made.add_worksheet("Учащиеся")
    for place in range(20_000):
        sheet.write_row(place, 0, [place + 1, f"класс {place % 11 + 1}"])
    made.close()
    return target.getvalue()


def slides() -> bytes:
    space = "http://schemas.openxmlformats.org"
    a, s = f"{space}/drawingml/2006/main", f"{space}/presentationml/2006/main"
    names = f'xmlns:a="{a}" xmlns:p="{s}" xmlns:r="{R}"'

    def shape(kind: str, *lines: str) -> str:
        place = f'<p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>' if kind else ""
        return f"<p:sp>{place}<p:txBody>{''.join(f'<a:p><a:r><a:t>{line}</a:t></a:r></a:p>' for line in lines)}</p:txBody></p:sp>"

    def cell(text: str, more: str = "") -> str:
        return f"<a:tc{more}><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"

    grid = (
        "<p:graphicFrame><a:graphic><a:graphicData><a:tbl>"
        f"<a:tr>{cell('Годы', WIDE)}{cell('', COVERED)}</a:tr><a:tr>{cell('2025', TALL)}{cell('40')}</a:tr>"
        f"<a:tr>{cell('', BELOW)}{cell('55')}</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    group = f"<p:grpSp>{shape('', 'В группе')}<p:grpSp>{shape('', 'Глубже')}</p:grpSp></p:grpSp>"
    number = '<p:sp><p:nvSpPr><p:nvPr><p:ph type="sldNum"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:fld type="slidenum"><a:t>2</a:t></a:fld></a:p></p:txBody></p:sp>'
    pages = (
        shape("ctrTitle", "Итоги проекта") + shape("subTitle", "2026 год"),
        shape("title", "Показатели") + grid + group + number,
    )
    order = "".join(f'<p:sldId id="{256 + n}" r:id="s{n}"/>' for n in (1, 2))
    relation = "".join(
        f'<Relationship Id="s{n}" Type="{R}/slide" Target="slides/slide{3 - n}.xml"/>' for n in (1, 2)
    )
    types = "application/vnd.openxmlformats-officedocument.presentationml"
    package = f"{space}/package/2006"
    overrides = (
        f'<Override PartName="/ppt/presentation.xml" ContentType="{types}.presentation.main+xml"/>'
        + "".join(
            f'<Override PartName="/ppt/slides/slide{n}.xml" ContentType="{types}.slide+xml"/>' for n in (1, 2)
        )
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{R}/officeDocument" Target="ppt/presentation.xml"/></Relationships>',
        "ppt/presentation.xml": f"<p:presentation {names}><p:sldIdLst>{order}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{package}/relationships">{relation}</Relationships>',
        **{
            f"ppt/slides/slide{2 - n}.xml": f"<p:sld {names}><p:cSld><p:spTree>{inside}</p:spTree></p:cSld></p:sld>"
            for n, inside in enumerate(pages)
        },
    }
    return zipped(members)


def _saved(document: "docx.document.Document") -> bytes:
    document.core_properties.created = document.core_properties.modified = datetime(2026, 3, 2)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
