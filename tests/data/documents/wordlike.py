"""DOCX as Word writes it: revisions, comments, notes, numbering, merged cells, text boxes, headers, by hand."""

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
MAIN = "word/document.xml"
AUTHOR = 'w:id="1" w:author="Куратор" w:date="2026-03-02T10:00:00Z"'


def package(body: str, *, section: str = "", **parts: str) -> bytes:
    """Return a DOCX of this body and of parts named styles, numbering, footnotes, header1…"""
    relations, overrides = "", f'<Override PartName="/{MAIN}" ContentType="{TYPES}.document.main+xml"/>'
    for name in parts:
        kind = name.rstrip("0123456789")
        relations += f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{name}.xml"/>'
        overrides += f'<Override PartName="/word/{name}.xml" ContentType="{TYPES}.{kind}+xml"/>'
    space = "http://schemas.openxmlformats.org/package/2006"
    members = {
        "[Content_Types].xml": f'<Types xmlns="{space}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/relationships"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="{MAIN}"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{space}/relationships">{relations}</Relationships>',
        MAIN: f"<w:document {SPACES}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>",
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    return zipped(members)


def zipped(members: Mapping[str, str | bytes], *, first: str = "") -> bytes:
    """Return an archive with one date for all, so that the same corpus is built each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            method = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            raw = data if isinstance(data, bytes) else _declared(name, data).encode()
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 2, 10, 0, 0)), raw, method)
    return buffer.getvalue()


def _declared(name: str, data: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{data}' if data.startswith("<") else data
    )


def p(*inside: str, style: str = "", marks: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(one if one.startswith("<") else t(one) for one in inside)
    return f"<w:p><w:pPr>{named}{marks}</w:pPr>{runs}</w:p>"


def t(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def bold(text: str) -> str:
    return t(text, "<w:b/>")


def inserted(text: str) -> str:
    return f"<w:ins {AUTHOR}>{t(text)}</w:ins>"


def struck(text: str) -> str:
    return f"<w:del {AUTHOR}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def item(number: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def field(code: str, shown: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{t(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def cell(*inside: str, properties: str = "") -> str:
    paragraphs = "".join(
        one if one.startswith("<w:p>") or one.startswith("<w:tbl>") else p(one) for one in inside
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs or p()}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def style(identity: str, name: str, inside: str = "", *, based: str = "", default: bool = False) -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    first = ' w:default="1"' if default else ""
    return f'<w:style w:type="paragraph"{first} w:styleId="{identity}"><w:name w:val="{name}"/>{on}{inside}</w:style>'


def styles(*inside: str) -> str:
    return f"<w:styles {SPACES}>{style('a', 'Normal', default=True)}{''.join(inside)}</w:styles>"


def box(text: str) -> str:
    """A text box as Word writes it: the drawing, and the same words for programs that know no drawings."""
    inside = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def tracked() -> bytes:
    ended = f"<w:rPr><w:del {AUTHOR}/></w:rPr>"
    comment = '<w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="3"/></w:r>'
    body = (
        p(bold("Паспорт программы"))
        + p("Доля учащихся составит ", struck("40"), inserted("55"), " процентов к маю.")
        + p("Абзац без конца", marks=ended)
        + p(" продолжается здесь.")
        + p(f"<w:moveFrom {AUTHOR}>{t('Перенесённая фраза.')}</w:moveFrom>")
        + p("После. ", f"<w:moveTo {AUTHOR}>{t('Перенесённая фраза.')}</w:moveTo>")
        + p(comment.format(t("С примечанием")), " и сноской", note, ", и концевой", end, ".")
        + p(struck("Удалённый целиком абзац."))
        + table(
            row(cell("Мера"), cell("Срок")),
            row(cell("Снятая мера"), cell("май"), properties=f"<w:del {AUTHOR}/>"),
            row(
                cell("Новая мера"), cell(p(struck("май"), inserted("июнь"))), properties=f"<w:ins {AUTHOR}/>"
            ),
        )
    )
    notes = (
        '<w:{0}s {1}><w:{0} w:id="-1" w:type="separator"><w:p/></w:{0}><w:{0} w:id="{2}">{3}</w:{0}></w:{0}s>'
    )
    return package(
        body,
        footnotes=notes.format("footnote", SPACES, 2, p("По данным ВПР 2025 года.")),
        endnotes=notes.format("endnote", SPACES, 3, p("См. приложение 2.")),
        comments=f'<w:comments {SPACES}><w:comment w:id="0" w:author="К">{p("Откуда данные?")}</w:comment></w:comments>',
    )


def level(depth: int, kind: str, text: str, *, start: int = 1, inside: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{inside}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbered() -> bytes:
    schemes = (
        (0, level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.") + level(2, "russianLower", "%3)")),
        (1, level(0, "bullet", "\uf0b7") + level(1, "bullet", "o")),
        (2, level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", inside="<w:isLgl/>")),
        (3, level(0, "decimal", "%1)", start=5)),
    )
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = (
        f"<w:numbering {SPACES}>"
        + "".join(f'<w:abstractNum w:abstractNumId="{n}">{inside}</w:abstractNum>' for n, inside in schemes)
        + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n, _ in schemes)
        + f'<w:num w:numId="5"><w:abstractNumId w:val="0"/>{restart}</w:num></w:numbering>'
    )
    made = styles(
        style("1", "heading 1", f'<w:pPr>{item(1)}<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr>'),
        style("2", "Заголовок 2", f"<w:pPr>{item(1, 1)}</w:pPr>"),
        style("af", "Раздел приложения", based="3"),
        style("3", "heading 3"),
        style("a3", "Название"),
        style("a4", "Абзац полужирный", "<w:rPr><w:b/></w:rPr>"),
        style("11", "toc 1"),
    )
    body = (
        p("Концепция развития школы", style="a3")
        + p("Содержание", style="")
        + p(field("TOC \\o", "1. Цели и задачи"), "\t2", style="11")
        + p("Цели и задачи", style="1")
        + p("Цель концепции", style="2")
        + p("Повысить качество образования.")
        + p("Задачи", style="2")
        + p("создать условия;", marks=item(1, 2))
        + p("обучить педагогов;", marks=item(1, 2))
        + p("Риски школы", style="1")
        + p("Перечень рисков", style="2")
        + p("низкий уровень мотивации;", marks=item(2))
        + p("дефицит кадров;", marks=item(2))
        + p("в том числе психологов;", marks=item(2, 1))
        + p("Снятая нумерация", style="2", marks=item(0))
        + p("Приложение", style="af")
        + p("Уровень без стиля", marks='<w:outlineLvl w:val="1"/>')
        + p("Строка стиля с полужирным", style="a4")
        + p("Первая часть", marks=item(3))
        + p("Вторая часть", marks=item(3))
        + p("Пункт второй части", marks=item(3, 1))
        + p("пятый", marks=item(4))
        + p("шестой", marks=item(4))
        + p("Счёт начат заново", marks=item(5))
    )
    return package(body, styles=made, numbering=numbering)


def tables() -> bytes:
    wide, merged, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    inner = table(row(cell("вн. 1"), cell("вн. 2")), row(cell("вн. 3"), cell("вн. 4")))
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{row(cell('строка'), cell('из'), cell('элемента'))}</w:sdtContent></w:sdt>"
    body = (
        table(
            row(cell("Показатель", properties=merged), cell("Значение по годам", properties=wide)),
            row(cell(properties=on), cell("2025"), cell("2026")),
            row(cell("Доля, %", "(на конец года)"), cell("40"), cell("55")),
            row(cell("Итого", properties='<w:gridSpan w:val="3"/>')),
            row(cell("со второй"), cell("колонки"), properties='<w:gridBefore w:val="1"/>'),
            control,
        )
        + p("Между таблицами.")
        + table(row(cell("До", inner, "После"), cell("Рядом")))
        + table(row(cell(), cell()))
    )
    return package(body)


def parts() -> bytes:
    page = p(
        "Страница ",
        field("PAGE", "3"),
        " из ",
        '<w:fldSimple w:instr=" NUMPAGES ">' + t("12") + "</w:fldSimple>",
    )
    head = p("УТВЕРЖДАЮ") + p("Директор МБОУ СОШ № 5") + p("____________ И.И. Иванова")
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    more = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
    vml = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p('Надпись старого Word')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Абзац в элементе управления')}</w:sdtContent></w:sdt>"
    date = f"<w:sdt><w:sdtPr/><w:sdtContent>{t('2 марта 2026 г.')}</w:sdtContent></w:sdt>"
    body = (
        p("СОГЛАСОВАНО", box("Протокол педсовета № 3"))
        + p("Антирисковая программа", vml)
        + control
        + p("Дата: ", date, " Отметка: ", sign, " выполнено; доля ", more, " 50 %")
        + p("Пере<w:softHyphen/>нос".replace("<w:softHyphen/>", "</w:t><w:softHyphen/><w:t>"))
        + p("по", "<w:r><w:noBreakHyphen/></w:r>", "новому, см. ", field("REF раздел", "раздел 2"))
        + p("первая строка", "<w:r><w:br/></w:r>", "вторая строка")
        + p('<w:r><w:br w:type="page"/></w:r>', "После разрыва страницы")
        + p('<w:hyperlink r:id="x">' + t("сайт школы") + "</w:hyperlink>", "\u00a0школа\u200b")
    )
    links = "".join(
        f'<w:{kind}Reference w:type="{when}" r:id="{name}"/>'
        for kind, when, name in (
            ("header", "first", "header1"),
            ("header", "default", "header2"),
            ("footer", "default", "footer1"),
        )
    )
    return package(
        body,
        section=links,
        header1=f"<w:hdr {SPACES}>{head}</w:hdr>",
        header2=f"<w:hdr {SPACES}>{p('Программа МБОУ СОШ № 5')}</w:hdr>",
        footer1=f"<w:ftr {SPACES}>{page.replace('Страница ', '').replace(' из ', ' / ')}</w:ftr>",
    )


def strict() -> bytes:
    made = package(p("Строгий формат", style="1") + p("Текст."), styles=styles(style("1", "heading 1")))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        members = {
            name: archive.read(name).replace(W.encode(), STRICT.encode()) for name in archive.namelist()
        }
    return zipped(members)
