"""What happens inside the room when a document is read: bytes in, `webapp.documents.content.Content` as JSON out.

Imported only by the helper process of the room: nothing here is safe to run in the web process.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from webapp.documents.content import Content, to_json
from webapp.documents.reading.amount import shortened
from webapp.documents.reading.locks import is_locked
from webapp.documents.reading.opendocument import read_odp, read_ods, read_odt
from webapp.documents.reading.pages import read_pdf
from webapp.documents.reading.plain import read_csv, read_picture, read_text
from webapp.documents.reading.sheets import read_xlsx
from webapp.documents.reading.slides import read_pptx
from webapp.documents.reading.word import read_docx
from workflows.file_rules import FileKind
from workflows.reading import Problem

READERS: dict[FileKind, Callable[[BinaryIO], Content]] = {
    FileKind.PDF: read_pdf,
    FileKind.DOCX: read_docx,
    FileKind.ODT: read_odt,
    FileKind.XLSX: read_xlsx,
    FileKind.ODS: read_ods,
    FileKind.CSV: read_csv,
    FileKind.PPTX: read_pptx,
    FileKind.ODP: read_odp,
    FileKind.TEXT: read_text,
    FileKind.JPEG: read_picture,
    FileKind.PNG: read_picture,
}


def read_document(stream: BinaryIO, arguments: Mapping[str, Any]) -> bytes:
    """Return the content of a judged file of the kind `arguments["kind"]` as JSON, or what stands before it."""
    if is_locked(stream):
        return json.dumps({"problem": Problem.PASSWORD.value}).encode()
    content = shortened(READERS[FileKind(arguments["kind"])](stream))
    return json.dumps(to_json(content), ensure_ascii=False).encode("utf-8", errors="replace")
