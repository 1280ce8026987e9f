"""Reading printed documents back, as a stranger's program would."""

import io
import re
from typing import Any

import docx
import pypdfium2


def squeezed(text: str) -> str:
    """Text without what line breaking adds: soft hyphens, line ends, kinds and numbers of spaces."""
    bare = re.sub("[\u00ad\ufffe\u200b\u2060\u0002]", "", text)
    return re.sub(r"[\s\u00a0-]+", "", bare)


def pdf_pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def pdf_text(data: bytes) -> str:
    return squeezed("".join(pdf_pages(data)))


def docx_text(data: bytes) -> str:
    """All text of the body, the tables, the heads and the feet."""
    document = docx.Document(io.BytesIO(data))
    parts = [document.element.body]
    for section in document.sections:
        parts += [foot._element for foot in (section.header, section.footer, section.first_page_footer)]
    return squeezed(
        "".join(node.text or "" for part in parts for node in part.iter() if node.tag.endswith("}t"))
    )


def leaves(value: Any) -> list[str]:
    """Every text of a page that its templates print."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item)]
    if isinstance(value, dict):
        return [leaf for key, item in value.items() if key not in _NOT_PRINTED for leaf in leaves(item)]
    return []


_NOT_PRINTED = frozenset({"title", "qr", "align", "empty", "continued", "small"})
