"""Fills a Word template with one page; also the program that the child process runs.

Imports nothing of the application: a child starts at once and holds only what it fills in.
Request on standard input (JSON): `template`, `page`, as `filled` takes them. Answer on standard output: the DOCX.
"""

import io
import json
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import segno
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

_QR_WIDTH = 27  # millimetres
_DATED = (1980, 1, 1, 0, 0, 0)  # of every part in the archive: the same data give the same bytes


def filled(template: Path, page: dict[str, Any]) -> bytes:
    """The DOCX of a page; the same page and template give the same bytes."""
    sheet = DocxTemplate(template)
    # Data go through an escaping sandbox once: neither they nor an edited template can run anything.
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    sheet.render({**_whole(page), "qr": _qr(sheet, page)}, environment, autoescape=True)
    document = sheet.docx
    document.sections[0].left_margin = Mm(page["requisites"]["margin"])
    _describe(document.core_properties, page)
    output = io.BytesIO()
    sheet.save(output)
    return _same_dates(output)


class _Code(InlineImage):
    """The QR code with the words that a screen reader says instead of it."""

    def __init__(self, template: DocxTemplate, picture: io.BytesIO, address: str) -> None:
        super().__init__(template, picture, width=Mm(_QR_WIDTH))
        self._words = quoteattr(f"QR-код с адресом проверки документа: {address}")

    def _insert_image(self) -> str:
        drawing: str = super()._insert_image()
        return drawing.replace("<wp:docPr ", f"<wp:docPr descr={self._words} ", 1)


def _qr(template: DocxTemplate, page: dict[str, Any]) -> Any:
    address = page["origin"]["url"]
    if not address:
        return ""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=8, border=4)
    picture.seek(0)
    return _Code(template, picture, address)


def _whole(value: Any) -> Any:
    """The page with the marks that docxtpl would turn into braces («{_{») kept as they were typed."""
    if isinstance(value, str):
        return value.replace("{_", "{\u2060_").replace("_}", "_\u2060}").replace("%_}", "%\u2060_}")
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {name: _whole(item) for name, item in value.items()}
    return value


def _describe(properties: Any, page: dict[str, Any]) -> None:
    properties.title = page["title"][:255]
    properties.author = page["requisites"]["organisation"][:255]
    properties.last_modified_by = ""
    properties.language = "ru-RU"
    properties.revision = 1
    as_of = datetime.fromtimestamp(page["timestamp"], UTC).replace(tzinfo=None)
    properties.created = properties.modified = as_of


def _same_dates(archive: io.BytesIO) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            info = zipfile.ZipInfo(part.filename, _DATED)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(part))
    return output.getvalue()


if __name__ == "__main__":
    request = json.load(sys.stdin)
    sys.stdout.buffer.write(filled(Path(request["template"]), request["page"]))
