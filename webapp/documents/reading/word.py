"""DOCX: mammoth makes HTML of it, as Word would show the text with its revisions accepted."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import mammoth
from lxml import etree

from webapp.documents.content import Content, Leaf
from webapp.documents.reading.markup import blocks_of
from workflows.reading import Notice

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Название'] => h1:fresh
p[style-name='Заголовок'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Подзаголовок'] => h2:fresh
p[style-name='Заголовок 1'] => h1:fresh
p[style-name='Заголовок 2'] => h2:fresh
p[style-name='Заголовок 3'] => h3:fresh
p[style-name='Заголовок 4'] => h4:fresh
"""
_MARKS = {"ins": Notice.REVISIONS, "del": Notice.REVISIONS, "commentReference": Notice.COMMENTS}
_BODY = "word/document.xml"


def read_docx(stream: BinaryIO) -> Content:
    """Return the text of a DOCX: headings, lists, tables, text boxes, footnotes; pictures are left out."""
    notices = tuple(_notices(stream))
    stream.seek(0)
    nameless = io.BytesIO(stream.read())  # mammoth looks beside a file that has a name
    made = mammoth.convert_to_html(
        nameless, style_map=_STYLES, convert_image=mammoth.images.img_element(_no_picture), id_prefix="n-"
    )
    return Content((Leaf(blocks_of(made.value)),), notices)


def _no_picture(_image: Any) -> dict[str, str]:
    return {}


def _notices(stream: BinaryIO) -> Iterator[str]:
    with zipfile.ZipFile(stream) as archive:
        if _BODY not in archive.namelist():
            return
        with archive.open(_BODY) as body:
            found = set()
            for _, element in etree.iterparse(body, events=("end",), resolve_entities=False, huge_tree=False):
                mark = _MARKS.get(etree.QName(element).localname)
                if mark is not None:
                    found.add(mark.value)
                element.clear()
    yield from sorted(found)
