"""PDF as typesetters, office programs and scanners write them."""

import io
import json
from pathlib import Path

import pikepdf
import typst
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parents[3] / "webapp" / "fonts"
HEAD = '#set document(date: datetime(year: 2026, month: 3, day: 2))\n#set text(font: "PT Serif", size: 12pt, lang: "ru")\n'
PARAGRAPH = (
    "Программа противодействия рискам предусматривает совершенствование внутришкольной системы оценки качества "
    "образования и сопровождение обучающихся с высокой учебной неуспешностью."
)


def typeset(source: str) -> bytes:
    return typst.compile((HEAD + source).encode(), font_paths=[FONTS], ignore_system_fonts=True)


def text() -> bytes:
    return typeset(
        '#set page(paper: "a4", header: [Программа МБОУ СОШ № 5], footer: context align(center, counter(page).display()))\n'
        "#set par(justify: true)\n#set text(hyphenate: true)\n"
        f"= Антирисковая программа\n\n== 1. Цели и задачи\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n\n*Ожидаемые результаты*\n\n"
        "- снижение доли неуспевающих;\n- рост мотивации.\n\n+ первый шаг;\n+ второй шаг.\n\n"
        f"УТВЕРЖДАЮ\n\n#pagebreak()\n== 2. Меры\n\nКачест\u00adво образования. {PARAGRAPH}\n\n#pagebreak()\n{PARAGRAPH}\n"
    )


def table() -> bytes:
    head = ["№ п/п", "Наименование мероприятия", "Сроки", "Исполнители", "Ожидаемый результат"]
    rows = [
        ["1.1", "Проведение диагностики учебных дефицитов обучающихся", "март 2026", "заместитель директора", "Составлена карта дефицитов"],
        ["1.2", "Курсы повышения квалификации", "до 31.05.2026", "методист", "Обучено 12 педагогов"],
    ]  # fmt: skip
    cells = (
        "".join(f"[{text}], " for text in (*head, *rows[0])) + "table.cell(colspan: 5)[*Раздел 2. Кадры*], "
    )
    cells += "".join(f"[{text}], " for text in rows[1])
    merged = "table.cell(rowspan: 2)[Показатель], table.cell(colspan: 2)[Значение], [2025], [2026], [Доля], [40 %], [55 %], "
    return typeset(
        '#set page(paper: "a4")\n#set text(hyphenate: false)\n= Дорожная карта\n\nОтвечает заместитель директора.\n\n'
        f"#table(columns: (12mm, 50mm, 24mm, 30mm, 1fr), {cells})\n\nМежду таблицами.\n\n"
        f"#table(columns: (40mm, 30mm, 30mm), {merged})\n\nПосле таблиц.\n"
    )


def columns() -> bytes:
    return typeset(
        '#set page(paper: "a4", columns: 2)\n#set par(justify: true)\n'
        f"= Две колонки\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n#colbreak()\n== Вторая\n\n{PARAGRAPH}\n"
    )


def long() -> bytes:
    body = "\n#pagebreak()\n".join(
        f"== Раздел {n}\n\nСтраница {n} длинного документа." for n in range(1, 201)
    )
    return typeset(f'#set page(paper: "a5")\n{body}\n')


def turned() -> bytes:
    return _changed(
        typeset('#set page(paper: "a5")\nПовёрнутая страница с текстом.\n'),
        lambda page: page.rotate(90, relative=True),
    )


def locked() -> bytes:
    with pikepdf.open(io.BytesIO(typeset("Тайный текст\n"))) as document:
        target = io.BytesIO()
        document.save(target, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return target.getvalue()


def scan() -> bytes:
    return _pictures([None])


def scan_with_words() -> bytes:
    return _pictures(["Распознанный текст приказа"])


def scan_among_pages() -> bytes:
    first = io.BytesIO(typeset("Титульный лист\n"))
    with pikepdf.open(first) as document, pikepdf.open(io.BytesIO(scan())) as other:
        document.pages.extend(other.pages)
        return _saved(document)


def without_unicode() -> bytes:
    """Letters whose font does not tell what they are: they look right and copy as nonsense."""

    def forget(page: pikepdf.Page) -> None:
        for font in page.resources.Font.values():
            del font["/ToUnicode"]

    return _changed(typeset(f"= Положение\n\n{PARAGRAPH}\n"), forget)


def wrong_unicode() -> bytes:
    """A text layer of a broken printer: Cyrillic letters named as Latin ones of the upper half."""

    def shift(page: pikepdf.Page) -> None:
        for font in page.resources.Font.values():
            named = font.ToUnicode.read_bytes()
            for code in range(0x0410, 0x0450):
                named = named.replace(f"<{code:04X}>".encode(), f"<{code - 0x0410 + 0xC0:04X}>".encode())
            font.ToUnicode.write(named)

    return _changed(typeset(f"= Положение\n\n{PARAGRAPH} {PARAGRAPH}\n"), shift)


def narrow() -> bytes:
    """A table as Word prints it: rules as thin filled rectangles, a word cut where its cell ends, without a hyphen."""
    rules = [(50, 700, 260, 0.5), (50, 640, 260, 0.5), (50, 600, 260, 0.5)]
    rules += [(x, 600, 0.5, 100) for x in (50, 110, 210, 310)]
    words = [
        (50, 740, "Перед таблицей"), (53, 686, "Исполни"), (53, 672, "тели"), (113, 686, "Мероприятие"), (213, 686, "Срок"),
        (53, 626, "директор"), (113, 626, "Педсовет по"), (113, 612, "итогам года"), (213, 626, "май 2026"),
        (50, 570, "После таблицы"),
    ]  # fmt: skip
    drawn = "".join(f"{x} {y} {w} {h} re f\n" for x, y, w, h in rules)
    return _drawn(drawn, words)


def _drawn(under: str, words: list[tuple[int, int, str]]) -> bytes:
    """A page of these words, each placed by hand, in the font of a typeset one."""
    letters = "".join(sorted({letter for _, _, word in words for letter in word}))
    with pikepdf.open(
        io.BytesIO(
            typeset(
                f"#set text(ligatures: false, kerning: false)\n#text({json.dumps(letters, ensure_ascii=False)})"
            )
        )
    ) as document:
        page = document.pages[0]
        (name, font), *_ = page.resources.Font.items()
        codes = _codes(font.ToUnicode.read_bytes().decode())
        shown = "".join(
            f"BT {name} 12 Tf 1 0 0 1 {x} {y} Tm <{''.join(codes[letter] for letter in word)}> Tj ET\n"
            for x, y, word in words
        )
        page.Contents = document.make_stream((under + shown).encode())
        return _saved(document)


def _codes(named: str) -> dict[str, str]:
    codes = {}
    for line in named.splitlines():
        parts = line.replace("<", " ").replace(">", " ").split()
        if line.startswith("<") and len(parts) == 2 and len(parts[1]) == 4:
            codes[chr(int(parts[1], 16))] = parts[0]
    return codes


def _pictures(layers: list[str | None]) -> bytes:
    image = Image.new("L", (620, 877), 250)
    ImageDraw.Draw(image).text((60, 80), "ПРИКАЗ № 12", fill=20, font=ImageFont.load_default(28))
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=40)
    document = pikepdf.new()
    for words in layers:
        page = document.add_blank_page(page_size=(595, 842))
        picture = document.make_stream(packed.getvalue())
        picture.update(
            pikepdf.Dictionary(
                Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=620, Height=877,
                ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
            )
        )  # fmt: skip
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
        page.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q\n")
        if words:
            _lay(document, page, words)
    return _saved(document)


def _lay(document: pikepdf.Pdf, page: pikepdf.Page, words: str) -> None:
    """Put words that are not drawn over the picture, as a recogniser does."""
    with pikepdf.open(io.BytesIO(typeset(f"#text({json.dumps(words, ensure_ascii=False)})"))) as other:
        (name, font), *_ = other.pages[0].resources.Font.items()
        codes = _codes(font.ToUnicode.read_bytes().decode())
        page.Resources.Font = pikepdf.Dictionary({name: document.copy_foreign(other.make_indirect(font))})
    letters = "".join(codes[letter] for letter in words)
    page.contents_add(f"BT 3 Tr {name} 14 Tf 60 740 Td <{letters}> Tj ET".encode())


def _changed(raw: bytes, change: "object") -> bytes:
    with pikepdf.open(io.BytesIO(raw)) as document:
        for page in document.pages:
            change(page)  # type: ignore[operator]
        return _saved(document)


def _saved(document: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    document.save(target, deterministic_id=True, compress_streams=True)
    return target.getvalue()


def photograph(kind: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(target, kind)
    return target.getvalue()
