"""Write the corpus of uploads: `python tests/data/uploads/build.py`.

Each line of the tables is one file: the name under which a person sends it, the expected verdict (a kind for
accept/, a code of refusal for reject/), and its bytes. manifest.json keeps the expectations.
"""

import json
import shutil
import sys
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from parts import (  # noqa: E402
    OLE,
    XML,
    Part,
    archive,
    chunk,
    jpeg,
    office,
    opendocument,
    overlapping,
    pdf,
    png,
    relation,
)

STREAM = "<< /Length 5 >>\nstream\nhello\nendstream"
TEMPLATE = relation("attachedTemplate", "http://example.org/t.dotx", external=True)
OLE_TYPE = "application/vnd.openxmlformats-officedocument.oleObject"
CSV = "Школа;Балл\r\nШкола № 5;12\r\n"


def field(*codes: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>' + runs
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )  # fmt: skip


def spelled_field() -> str:
    inner = '<w:fldChar w:fldCharType="begin"/><w:instrText>QUOTE 68 68 69 65</w:instrText><w:fldChar w:fldCharType="separate"/><w:t/><w:fldChar w:fldCharType="end"/>'
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/>{inner}<w:instrText>UTO c:\\\\x</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>'


def chart_document(workbook: bytes) -> bytes:
    rels = f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation("package", "../embeddings/figures.xlsx")}</Relationships>'
    return office(
        "docx",
        Part("word/charts/chart1.xml", b"<c/>"),
        Part("word/charts/_rels/chart1.xml.rels", rels.encode()),
        Part("word/embeddings/figures.xlsx", workbook, deflate=False),
        part_relations=relation("chart", "charts/chart1.xml"),
    )


def old_office(stream: str) -> bytes:
    return OLE + bytes(512) + stream.encode("utf-16-le") + bytes(2048)


def deep(levels: int) -> str:
    return "<w:sdt>" * levels + "</w:sdt>" * levels


def located_jpeg() -> bytes:
    from io import BytesIO

    from PIL import Image

    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    target = BytesIO()
    Image.new("L", (16, 16), 100).save(target, "JPEG", exif=exif)
    return target.getvalue()


ACCEPT: tuple[tuple[str, str, bytes], ...] = (
    ("справка.pdf", "pdf", pdf()),
    ("Приказ № 12 «О мерах».PDF", "pdf", pdf(pages=3)),
    ("форма.pdf", "pdf", pdf("<< /FT /Tx /T (name) /V (x) >>", catalog="/AcroForm << /Fields [10 0 R] >>")),
    ("ссылки.pdf", "pdf", pdf("<< /S /URI /URI (https://example.org/JavaScript) >>", page="/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 1 1] /A 10 0 R >>]")),
    ("о сценариях.pdf", "pdf", pdf("<< /Title (/S /JavaScript /JS \\(x\\) /Launch) >>", trailer="/Info 10 0 R")),
    ("оглавление.pdf", "pdf", pdf(catalog="/OpenAction << /S /GoTo /D [10 0 R /Fit] >>")),
    ("шум перед заголовком.pdf", "pdf", b"\r\nprinted by 1C\r\n" + pdf(pages=2)),
    ("письмо.docx", "docx", office("docx", body="<w:p><w:r><w:t>Здравствуйте</w:t></w:r></w:p>")),
    ("страницы.docx", "docx", office("docx", body=field(" PAGE ") + field(' HYPERLINK "https://example.org/DDE" '))),
    ("местный шаблон.docx", "docx", office("docx", part_relations=relation("attachedTemplate", "file:///C:\\Users\\x\\Normal.dotm", external=True))),
    ("рисунок по ссылке.docx", "docx", office("docx", part_relations=relation("image", "http://example.org/1.png", external=True))),
    ("гиперссылка.docx", "docx", office("docx", part_relations=relation("hyperlink", "https://example.org/", external=True))),
    ("диаграмма.docx", "docx", chart_document(office("xlsx"))),
    ("эмблема.docx", "docx", office("docx", Part("word/media/image1.emz", b"\x1f\x8b\x08" + bytes(20)), Part("word/media/image2.png", png()))),
    ("глубокая вёрстка.docx", "docx", office("docx", body=deep(100))),
    ("таблица.xlsx", "xlsx", office("xlsx", Part("xl/worksheets/sheet1.xml", b'<worksheet><sheetData><row><c><f>SUM(A1:B1)</f><v>3</v></c></row></sheetData></worksheet>'))),
    ("выступление.pptx", "pptx", office("pptx", Part("ppt/slides/slide1.xml", b"<s/>"), types='<Override PartName="/ppt/slides/slide1.xml" ContentType="application/vnd.openxmlformats-officedocument.presentationml.slide+xml"/>')),
    ("текст.odt", "odt", opendocument("odt", content="<text:p>Здравствуйте</text:p>")),
    ("пустая библиотека.odt", "odt", opendocument("odt", Part("Basic/script-lc.xml", b'<l:libraries xmlns:l="http://openoffice.org/2000/library"><l:library l:name="Standard"/></l:libraries>'))),
    ("таблица.ods", "ods", opendocument("ods", Part("Configurations2/", deflate=False))),
    ("выступление.odp", "odp", opendocument("odp", content='<draw:rect><presentation:event-listener presentation:action="next-page"/></draw:rect>')),
    ("фото.jpg", "jpeg", jpeg()),
    ("фото с местом.JPEG", "jpeg", located_jpeg()),
    ("скан.png", "png", png()),
    ("сведения.csv", "csv", CSV.encode()),
    ("сведения с меткой.csv", "csv", b"\xef\xbb\xbf" + CSV.encode()),
    ("сведения из Excel.csv", "csv", CSV.encode("cp1251")),
    ("заметка.txt", "txt", "Заметка\n".encode("utf-16")),
    ("коды.csv", "csv", b"MZ;12\r\nBZh;13\r\n"),
    ("перечень.txt", "txt", "- пункт | внимание!\r\n".encode()),
    ("формулы текстом.csv", "csv", "Сумма;=SUM(A1:A2)\r\n-5;+7\r\n".encode()),
    ("без расширения", "pdf", pdf()),
    ("Отчёт за 01.09.2025", "pdf", pdf()),
)  # fmt: skip

REJECT: tuple[tuple[str, str, bytes], ...] = (
    ("пустой.pdf", "empty", b""),
    ("пробелы.txt", "empty", b"  \r\n "),
    ("приказ.doc", "old_office", old_office("WordDocument")),
    ("под видом нового.docx", "old_office", old_office("WordDocument")),
    ("таблица.xls", "old_office", old_office("Workbook")),
    ("показ.ppt", "old_office", old_office("PowerPoint Document")),
    ("письмо.msg", "unsupported", old_office("__substg1.0_")),
    ("с паролем.docx", "password", old_office("EncryptedPackage")),
    ("текст.rtf", "rtf", b"{\\rtf1 x}"),
    ("текст из rtf.doc", "rtf", b"{\\rtf1 x}"),
    ("архив.zip", "archive", archive(Part("a.txt", b"a"))),
    ("архив.docx", "archive", archive(Part("a.txt", b"a"))),
    ("архив.rar", "archive", b"Rar!\x1a\x07\x01\x00" + bytes(40)),
    ("архив.7z", "archive", b"7z\xbc\xaf\x27\x1c" + bytes(40)),
    ("архив.tar.gz", "archive", b"\x1f\x8b\x08" + bytes(40)),
    ("рисунок.gif", "image_format", b"GIF89a" + bytes(40)),
    ("снимок.heic", "image_format", b"\x00\x00\x00\x18ftypheic" + bytes(40)),
    ("скан.tiff", "image_format", b"II*\x00" + bytes(40)),
    # Office Open XML: what acts
    ("макрос.docm", "macros", office("docx", main_type="application/vnd.ms-word.document.macroEnabled.main+xml")),
    ("макрос по имени.docx", "macros", office("docx", Part("word/vbaProject.bin", b"x"))),
    ("макрос по связи.docx", "macros", office("docx", Part("word/harmless.bin", b"x"), part_relations='<Relationship Id="r5" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="harmless.bin"/>')),
    ("макрос за регистром.docx", "macros", office("docx", Part("word/_rels/document.xml.RELS", f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation("vbaProject", "x.bin")}</Relationships>'.encode()))),
    ("макрос по виду части.xlsx", "macros", office("xlsx", types='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>')),
    ("макролист.xlsx", "macros", office("xlsx", part_relations='<Relationship Id="r5" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"/>')),
    ("объект.docx", "embedded_object", office("docx", Part("word/embeddings/oleObject1.bin", OLE), part_relations=relation("oleObject", "embeddings/oleObject1.bin"))),
    ("объект без связи.docx", "embedded_object", office("docx", Part("word/embeddings/x.dat", OLE))),
    ("вложенный пакет.docx", "embedded_object", office("docx", Part("word/embeddings/a.xlsx", office("xlsx")), part_relations=relation("package", "embeddings/a.xlsx"))),
    ("вставка.docx", "embedded_object", office("docx", Part("word/a.html", b"<html/>"), part_relations=relation("aFChunk", "a.html"))),
    ("программа внутри.pptx", "embedded_object", office("pptx", Part("ppt/media/a.bin", b"MZ" + bytes(60)))),
    ("макрос в диаграмме.docx", "macros", chart_document(office("xlsx", Part("xl/vbaProject.bin", b"x")))),
    ("архив в документе.docx", "nested_archive", office("docx", Part("word/media/a.png", archive(Part("x", b"x"))))),
    ("activex.docx", "active_content", office("docx", part_relations=relation("control", "activeX/activeX1.xml"))),
    ("сценарий в ссылке.docx", "active_content", office("docx", part_relations=relation("hyperlink", "javascript:alert(1)", external=True))),
    ("запуск.pptx", "active_content", office("pptx", Part("ppt/slides/slide1.xml", b'<s><hlinkClick action="ppaction://program"/></s>'))),
    ("dde.docx", "dde", office("docx", body=field(' DDEAUTO c:\\\\windows\\\\cmd.exe "/k" '))),
    ("dde по частям.docx", "dde", office("docx", body=field(" D", "DEA", "UTO cmd "))),
    ("dde простое поле.docx", "dde", office("docx", body='<w:p><w:fldSimple w:instr=" DDE cmd x "/></w:p>')),
    ("dde за двойником.docx", "dde", office("docx", body='<w:p><w:fldSimple w:instr=" DDE cmd x " r:instr=" PAGE "/></w:p>')),
    ("dde кодами.docx", "dde", office("docx", body=spelled_field())),
    ("dde.xlsx", "dde", office("xlsx", Part("xl/worksheets/sheet1.xml", b"<worksheet><c><f>cmd|'/C calc'!A0</f></c></worksheet>"))),
    ("dde.csv", "dde", "Имя;=cmd|' /C calc'!A0\r\n".encode()),
    ("внешняя книга.xlsx", "external_data", office("xlsx", Part("xl/externalLinks/externalLink1.xml", b"<e/>"), part_relations=relation("externalLink", "externalLinks/externalLink1.xml"))),
    ("подключение.xlsx", "external_data", office("xlsx", Part("xl/connections.xml", b"<c/>"), part_relations=relation("connections", "connections.xml"))),
    ("поле LINK.docx", "external_data", office("docx", body=field(" LINK Excel.Sheet.12 x "))),
    ("слияние.docx", "external_data", office("docx", part_relations=relation("mailMergeSource", "http://example.org/x", external=True))),
    ("шаблон из сети.docx", "remote_template", office("docx", Part("word/settings.xml", b"<s/>"), Part("word/_rels/settings.xml.rels", f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{TEMPLATE}</Relationships>'.encode()))),
    ("шаблон с сервера.docx", "remote_template", office("docx", part_relations=relation("attachedTemplate", "file://server/share/t.dotm", external=True))),
    ("шаблон unc.docx", "remote_template", office("docx", part_relations=relation("attachedTemplate", "\\\\server\\share\\t.dotm", external=True))),
    # Office Open XML: structure
    ("dtd.docx", "xml_dtd", office("docx", doctype="<!DOCTYPE w [<!ENTITY a 'aaaa'>]>", body="<w:p>&a;</w:p>")),
    ("внешняя сущность.xlsx", "xml_dtd", office("xlsx", Part("xl/styles.xml", b'<!DOCTYPE s SYSTEM "file:///etc/hosts"><s/>'))),
    ("бездонный.docx", "too_complex", office("docx", body=deep(400))),
    ("битый xml.docx", "broken", office("docx", Part("word/styles.xml", b"<a><b></a>"))),
    ("обрезан.docx", "broken", office("docx")[:-40]),
    ("без документа.docx", "broken", office("docx", without="word/document.xml")),
    ("подмена вида.docx", "bad_structure", office("docx", types='<Override PartName="/word/other.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>')),
    ("шаблон.dotx", "unsupported", office("docx", main_type="application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml")),
    # archives byte by byte
    ("бомба.docx", "bomb", office("docx", Part("word/media/a.bmp", bytes(60_000_000)))),
    ("лживый размер.docx", "bad_structure", office("docx", Part("word/a.dat", bytes(5000), size=10))),
    ("лживый заголовок.docx", "bad_structure", office("docx", Part("word/a.dat", bytes(50), local_size=10))),
    ("огромный по описи.docx", "bomb", office("docx", Part("word/a.dat", bytes(50), size=4_000_000_000))),
    ("неверная сумма.docx", "broken", office("docx", Part("word/a.dat", b"abc", crc=1))),
    ("наложение.docx", "bad_structure", overlapping()),
    ("тайник.docx", "bad_structure", office("docx", Part("word/a.dat", b"abc", hidden=b"secret"))),
    ("два имени.docx", "bad_structure", office("docx", Part("word/document.xml", b"<other/>"))),
    ("регистр имён.docx", "bad_structure", office("docx", Part("word/Document.xml", b"<other/>"))),
    ("выход наверх.docx", "bad_structure", office("docx", Part("../../etc/passwd", b"x"))),
    ("обратная черта.docx", "bad_structure", office("docx", Part("word\\evil.xml", b"<x/>"))),
    ("ссылка.docx", "bad_structure", office("docx", Part("word/link", b"/etc/passwd", attributes=0o120777 << 16))),
    ("другое имя внутри.docx", "bad_structure", office("docx", Part("word/a.dat", b"x", local_name=b"word/b.dat"))),
    ("хвост.docx", "bad_structure", office("docx") + b"<script>"),
    ("приставка.docx", "broken", b"junk" + office("docx")),
    ("сдвиг.docx", "bad_structure", archive(Part("[Content_Types].xml", b"<Types/>"), before=archive(Part("x", b"x")))),
    ("пароль архива.docx", "password", office("docx", Part("word/a.dat", b"x", flags=0x801))),
    ("тысячи частей.docx", "too_many_parts", office("docx", *(Part(f"word/{number}", deflate=False) for number in range(4001)))),
    # OpenDocument
    ("макрос.odt", "macros", opendocument("odt", Part("Basic/Standard/Module1.xml", b"<x/>"))),
    ("питон.ods", "macros", opendocument("ods", Part("Scripts/python/a.py", b"x"))),
    ("событие.odt", "macros", opendocument("odt", content='<script:event-listener script:language="ooo:script" xlink:href="vnd.sun.star.script:a"/>')),
    ("пароль.odt", "password", opendocument("odt", manifest='<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>')),
    ("dde.ods", "dde", opendocument("ods", content="<table:dde-link/>")),
    ("связь.ods", "external_data", opendocument("ods", content='<table:table-source xlink:href="http://example.org/a.ods"/>')),
    ("объект.odt", "embedded_object", opendocument("odt", Part("Object 1", OLE))),
    ("модуль.odp", "active_content", opendocument("odp", content="<draw:plugin/>")),
    ("запуск.odp", "active_content", opendocument("odp", content='<presentation:event-listener presentation:action="execute" xlink:href="cmd"/>')),
    ("шаблон.odt", "remote_template", opendocument("odt", meta='<meta:template xlink:href="http://example.org/t.ott"/>')),
    ("dtd.odt", "xml_dtd", opendocument("odt", Part("styles.xml", b"<!DOCTYPE a><a/>"))),
    # PDF
    ("сценарий.pdf", "pdf_script", pdf(catalog="/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")),
    ("сценарий под маской.pdf", "pdf_script", pdf("<< /S /J#61vaScript /JS (x) >>", page="/AA << /O 10 0 R >>")),
    ("имя отдельно.pdf", "pdf_script", pdf("<< /S 11 0 R >>", "/JavaScript", catalog="/OpenAction 10 0 R")),
    ("дерево сценариев.pdf", "pdf_script", pdf(catalog="/Names << /JavaScript << /Names [(a) 10 0 R] >> >>")),
    ("ссылка сценарий.pdf", "pdf_script", pdf("<< /S /URI /URI (javascript:alert\\(1\\)) >>")),
    ("запуск.pdf", "pdf_action", pdf(catalog="/OpenAction << /S /Launch /F (cmd.exe) >>")),
    ("отправка.pdf", "pdf_action", pdf("<< /S /SubmitForm /F (http://example.org) >>")),
    ("импорт.pdf", "pdf_action", pdf("<< /S /ImportData /F (x) >>")),
    ("во вложение.pdf", "pdf_action", pdf("<< /S /GoToE /T << >> >>")),
    ("вложение.pdf", "pdf_attachment", pdf("<< /Type /Filespec /F (a.txt) /EF << /F 11 0 R >> >>", STREAM, catalog="/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>")),
    ("значок вложения.pdf", "pdf_attachment", pdf(page="/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 1 1] >>]")),
    ("портфель.pdf", "pdf_attachment", pdf(catalog="/Collection << /View /D >>")),
    ("xfa.pdf", "pdf_form", pdf(STREAM, catalog="/AcroForm << /XFA 10 0 R /Fields [] >>")),
    ("видео.pdf", "pdf_media", pdf(page="/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 1 1] >>]")),
    ("внешний поток.pdf", "external_data", pdf("<< /Length 0 /F (http://example.org/x) >>\nstream\n\nendstream")),
    ("обрезан.pdf", "broken", pdf(pages=5)[:-120]),
    ("мусор.pdf", "broken", bytes(range(1, 9)) * 64),
    ("без страниц.pdf", "broken", pdf(pages=0)),
    ("простыня.pdf", "too_complex", pdf(page="/MediaBox [0 0 99999 99999]")),
    ("точки.pdf", "too_many_pixels", pdf("<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Length 0 >>\nstream\n\nendstream")),
    ("много страниц.pdf", "too_many_pages", pdf(pages=2001)),
    ("далёкий заголовок.pdf", "polyglot", b"\x01" * 2000 + pdf()),
    ("gif и pdf.pdf", "polyglot", b"GIF89a" + bytes(20) + pdf()),
    ("pdf и zip.pdf", "polyglot", pdf() + archive(Part("a", b"a"))),
    # pictures
    ("jpeg и zip.jpg", "polyglot", jpeg() + archive(Part("a", b"a"))),
    ("обрезан.jpg", "broken", jpeg(640, 480)[:-60]),
    ("обрезан.png", "broken", png()[:-20]),
    ("огромный.png", "too_many_pixels", png(30_000, 30_000, rows=b"")),
    ("лишние пиксели.png", "bad_structure", png(rows=bytes(5_000_000))),
    ("мало пикселей.png", "broken", png(rows=b"\x00")),
    ("хвост.png", "bad_structure", png() + b"<script>"),
    ("текст-бомба.png", "bomb", png(extra=chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(6_000_000), 9)))),
    # other things under a harmless name
    ("справка.pdf", "wrong_extension", jpeg()),
    ("фото.png", "wrong_extension", jpeg()),
    ("отчёт.doc", "wrong_extension", office("docx")),
    ("таблица.xlsx", "wrong_extension", office("docx")),
    ("счёт.pdf.exe", "wrong_extension", pdf()),
    ("слова.pdf", "wrong_extension", "просто слова\n".encode()),
    ("страница.html", "html", b"<!DOCTYPE html><html></html>"),
    ("страница.doc", "html", b"<html><body>x</body></html>"),
    ("страница.csv", "html", b"\xef\xbb\xbf <script>alert(1)</script>"),
    ("рисунок.svg", "svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ("рисунок.png", "svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    ("установка.exe", "program", b"MZ" + bytes(60)),
    ("справка.pdf ", "program", b"\x7fELF" + bytes(60)),
    ("сценарий.txt", "script", b"#!/bin/sh\nrm -rf /\n"),
    ("сценарий.bat", "script", b"del *.*\r\n"),
    ("веб.txt", "script", b"<?php phpinfo();"),
    ("двоичный.txt", "binary_text", b"abc\x00def"),
    ("кои8.txt", "encoding", "Здравствуйте, уважаемые коллеги".encode("koi8-r")),
    ("кодировка.csv", "encoding", b"\xff\xfe\x00\xd8\x41\x00"),
    ("данные.json", "unsupported", b'{"a": 1}'),
    ("неизвестно.xyz", "unsupported", bytes(range(256))),
    ("невидимый\u202efdp.docx", "unsafe_name", office("docx")),
)  # fmt: skip


def main() -> None:
    manifest = []
    for folder, table in (("accept", ACCEPT), ("reject", REJECT)):
        shutil.rmtree(HERE / folder, ignore_errors=True)
        (HERE / folder).mkdir()
        for number, (name, expected, data) in enumerate(table, 1):
            file = f"{folder}/{number:03}-{expected}.bin"
            (HERE / file).write_bytes(data)
            manifest.append({"file": file, "name": name, "expected": expected})
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (HERE / "manifest.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
