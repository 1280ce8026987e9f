"""The same document for Word: a template with named styles that the municipality may edit, filled with data."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

import segno
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from webapp.printing.contents import CONTENTS, Kind
from webapp.printing.pages import Page, page_of
from webapp.printing.places import TEMPLATES

_QR_WIDTH = 27  # millimetres
_DATED = (1980, 1, 1, 0, 0, 0)  # of every part in the archive: the same data give the same bytes


def render(kind: Kind, data_json: str) -> bytes:
    """The DOCX of the contents; the same JSON and template give the same bytes. Raises `Damaged`."""
    page = page_of(kind, data_json)
    template = DocxTemplate(TEMPLATES / f"{kind}.docx")
    # Data go through an escaping sandbox once: neither they nor an edited template can run anything.
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    template.render({**_whole(page), "qr": _qr(template, page)}, environment, autoescape=True)
    document = template.docx
    document.sections[0].left_margin = Mm(page["requisites"]["margin"])
    _describe(document.core_properties, page, _as_of(kind, data_json))
    output = io.BytesIO()
    template.save(output)
    return _same_dates(output)


class _Code(InlineImage):
    """The QR code with the words that a screen reader says instead of it."""

    def __init__(self, template: DocxTemplate, picture: io.BytesIO, address: str) -> None:
        super().__init__(template, picture, width=Mm(_QR_WIDTH))
        self._words = quoteattr(f"QR-код с адресом проверки документа: {address}")

    def _insert_image(self) -> str:
        drawing: str = super()._insert_image()
        return drawing.replace("<wp:docPr ", f"<wp:docPr descr={self._words} ", 1)


def _qr(template: DocxTemplate, page: Page) -> Any:
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


def _as_of(kind: Kind, data_json: str) -> datetime:
    contents: Any = CONTENTS[kind].from_json(data_json)
    moment: datetime = contents.provenance.as_of.at
    return moment.astimezone(UTC).replace(tzinfo=None)


def _describe(properties: Any, page: Page, as_of: datetime) -> None:
    properties.title = page["title"][:255]
    properties.author = page["requisites"]["organisation"][:255]
    properties.last_modified_by = ""
    properties.language = "ru-RU"
    properties.revision = 1
    properties.created = properties.modified = as_of


def _same_dates(archive: io.BytesIO) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            info = zipfile.ZipInfo(part.filename, _DATED)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(part))
    return output.getvalue()
