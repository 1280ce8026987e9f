"""ODT, ODS and ODP as LibreOffice writes them, by hand: what its window hides is in the file all the same."""

from wordlike import zipped

WIDE, TWICE = ' table:number-columns-spanned="2"', ' table:number-columns-repeated="2"'
NAMES = {
    "office": "office:1.0", "text": "text:1.0", "table": "table:1.0", "draw": "drawing:1.0", "style": "style:1.0",
    "fo": "xsl-fo-compatible:1.0", "svg": "svg-compatible:1.0", "presentation": "presentation:1.0",
}  # fmt: skip
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}"' for short, name in NAMES.items()
)
SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"'


def package(kind: str, body: str, *, automatic: str = "", styles: str = "") -> bytes:
    media = f"application/vnd.oasis.opendocument.{kind}"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{what}"/>'
        for path, what in (("/", media), ("content.xml", "text/xml"), ("styles.xml", "text/xml"))
    )
    return zipped(
        {
            "mimetype": media,
            "content.xml": f"<office:document-content {SPACES}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body>{body}</office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {SPACES}>{styles}</office:document-styles>",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}">{entries}</manifest:manifest>',
        },
        first="mimetype",
    )


def p(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def items(style: str, *inside: str, more: str = "") -> str:
    name = f' text:style-name="{style}"' if style else ""
    return (
        f"<text:list{name}{more}>"
        + "".join(f"<text:list-item>{one}</text:list-item>" for one in inside)
        + "</text:list>"
    )


def text() -> bytes:
    automatic = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Standard">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<text:list-style style:name="L1">'
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
        '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/>'
        '<text:list-level-style-number text:level="3" style:num-format="а" style:num-suffix=")"/></text:list-style>'
        '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
    )
    outline = "".join(
        f'<text:outline-level-style text:level="{depth}" style:num-format="1" style:num-suffix="." text:display-levels="{depth}"/>'
        for depth in (1, 2)
    )
    styles = (
        f'<office:styles><text:outline-style style:name="Outline">{outline}</text:outline-style></office:styles>'
        '<office:master-styles><style:master-page style:name="Standard"><style:header>'
        f"{p('УТВЕРЖДАЮ')}{p('Директор школы')}</style:header><style:footer>{p('<text:page-number>3</text:page-number>')}"
        "</style:footer></style:master-page></office:master-styles>"
    )
    change = '<text:change-start text:change-id="c1"/>добавлено<text:change-end text:change-id="c1"/>'
    region = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:insertion/></text:changed-region>'
        f'<text:changed-region text:id="c2"><text:deletion>{p("вычеркнутый абзац")}</text:deletion></text:changed-region>'
        "</text:tracked-changes>"
    )
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{p('Данные школы.')}</text:note-body></text:note>"
    )
    comment = f"<office:annotation><dc:creator>К</dc:creator>{p('Проверить')}</office:annotation>"
    contents = (
        f"<text:table-of-content><text:index-body><text:index-title>{p('Оглавление')}</text:index-title>"
        f"{p('1. Введение 2')}</text:index-body></text:table-of-content>"
    )
    frame = f"<draw:frame><draw:text-box>{p('Надпись в рамке')}</draw:text-box></draw:frame>"
    table = (
        '<table:table><table:table-column table:number-columns-repeated="3"/><table:table-header-rows><table:table-row>'
        f'<table:table-cell table:number-rows-spanned="2">{p("Мера")}</table:table-cell>'
        f'<table:table-cell table:number-columns-spanned="2">{p("Срок")}</table:table-cell><table:covered-table-cell/>'
        "</table:table-row></table:table-header-rows><table:table-row><table:covered-table-cell/>"
        f"<table:table-cell>{p('начало')}</table:table-cell><table:table-cell>{p('конец')}{p('(план)')}</table:table-cell>"
        "</table:table-row></table:table>"
    )
    body = (
        "<office:text>"
        + region
        + p("Программа развития", "P1")
        + contents
        + '<text:h text:style-name="Heading_20_1" text:outline-level="1">Введение</text:h>'
        + p(f'Пробелы<text:s text:c="3"/>и<text:tab/>знак,<text:line-break/>строка{note}, {change}.{comment}')
        + '<text:h text:style-name="Heading_20_2" text:outline-level="2">Цели</text:h>'
        + '<text:h text:outline-level="2" text:is-list-header="true">Без номера</text:h>'
        + '<text:section text:name="С">'
        + p('Абзац в разделе, <text:span text:style-name="T1">жирный</text:span> частью.')
        + "</text:section>"
        + p('<text:span text:style-name="T1">Полностью жирный</text:span>')
        + items("L1", p("первый") + items("", p("вложенный") + items("", p("глубокий"))), p("второй"))
        + p("Между списками.")
        + items("L1", p("третий"), more=' text:continue-numbering="true"')
        + items("L2", p("маркер"))
        + p(f"{frame}Абзац с рамкой.")
        + table
        + "</office:text>"
    )
    return package("text", body, automatic=automatic, styles=styles)


def book() -> bytes:
    def cell(text: str, more: str = "") -> str:
        return (
            f'<table:table-cell office:value-type="string"{more}>{p(text) if text else ""}</table:table-cell>'
        )

    note = f"<office:annotation>{p('примечание')}</office:annotation>"
    first = (
        '<table:table table:name="План"><table:table-column table:number-columns-repeated="1024"/>'
        f"<table:table-row>{cell('Мера', WIDE)}<table:covered-table-cell/>{cell('Балл')}"
        f'<table:table-cell table:number-columns-repeated="1021"/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{cell("Олимпиада")}{cell("да", TWICE)}</table:table-row>'
        '<table:table-row><table:table-cell office:value-type="percentage" office:value="0.55"><text:p>55 %</text:p></table:table-cell>'
        f'<table:table-cell office:value-type="date" office:date-value="2026-03-02">{note}<text:p>02.03.2026</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
        "</table:table>"
    )
    second = f'<table:table table:name="Итоги"><table:table-row>{cell("Всего")}{cell("12,5")}</table:table-row></table:table>'
    return package("spreadsheet", f"<office:spreadsheet>{first}{second}</office:spreadsheet>")


def slides() -> bytes:
    def frame(kind: str, inside: str) -> str:
        named = f' presentation:class="{kind}"' if kind else ""
        return f"<draw:frame{named}><draw:text-box>{inside}</draw:text-box></draw:frame>"

    grid = f"<draw:frame><table:table><table:table-row><table:table-cell>{p('Риск')}</table:table-cell><table:table-cell>{p('Мера')}</table:table-cell></table:table-row></table:table></draw:frame>"
    shapes = f"<draw:g><draw:custom-shape>{p('Фигура в группе')}</draw:custom-shape></draw:g>"
    notes = f"<presentation:notes>{frame('', p('Слова докладчика'))}</presentation:notes>"
    body = (
        f'<draw:page draw:name="page1">{frame("title", p("Публичный доклад"))}{frame("outline", items("", p("итоги года"), p("планы")))}{notes}</draw:page>'
        f'<draw:page draw:name="Риски">{grid}{shapes}</draw:page>'
    )
    return package("presentation", f"<office:presentation>{body}</office:presentation>")
