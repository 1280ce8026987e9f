"""Plain text and CSV: the encoding, and nothing that a spreadsheet would execute."""

import codecs
import re

from webapp.documents.inspection.findings import Findings, Refused, Source
from webapp.documents.inspection.shapes import PDF_HEADER_WITHIN, refuse_by_extension
from workflows.file_rules import FileKind, Notice, Refusal

_BINARY = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_BINARY_BYTES = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
# «=cmd|' /C calc'!A0» in a cell: a spreadsheet would offer to start the program.
_DDE = re.compile(r"""(?:^|[;,\t"'\n\r])\s*[=+\-@][\w.+\-@ (]{1,64}\|[^\n;|]{0,256}!""", re.MULTILINE)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_RUSSIAN_SHARE = 0.6


def inspect_text(source: Source) -> Findings:
    """Return the findings on a text; «.csv» makes it a table, nothing else does."""
    refuse_by_extension(source.extension)
    if source.extension == ".pdf" and source.data.find(b"%PDF-") > PDF_HEADER_WITHIN:
        raise Refused(Refusal.POLYGLOT, inside="PDF и посторонний текст перед ним")
    raw = source.data[:]
    encoding = _encoding_of(raw)
    text = _decoded(raw, encoding)
    if _BINARY.search(text):
        raise Refused(Refusal.BINARY_TEXT)
    if not text.strip():
        raise Refused(Refusal.EMPTY)
    notices = frozenset({Notice.LEGACY_ENCODING}) if encoding == "cp1251" else frozenset()
    kind = FileKind.CSV if source.extension in FileKind.CSV.extensions else FileKind.TEXT
    if kind is FileKind.CSV and _DDE.search(text):
        raise Refused(Refusal.DDE)
    return Findings(kind, encoding=encoding, notices=notices)


def _encoding_of(raw: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return encoding
    if _BINARY_BYTES.search(raw):
        raise Refused(Refusal.BINARY_TEXT)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy_encoding_of(raw)
    return "utf-8"


def _legacy_encoding_of(raw: bytes) -> str:
    """Windows-1251 when most bytes beyond ASCII are Russian letters, lower case mostly: KOI8-R is its
    mirror."""
    text = _decoded(raw, "cp1251")
    beyond = [character for character in text[:100_000] if ord(character) > 127]
    russian = [character for character in beyond if "А" <= character <= "я" or character in "Ёё№«»–—…"]
    lower = sum(character.islower() for character in russian)
    upper = sum(character.isupper() for character in russian)
    words = re.findall(r"[а-яёА-ЯЁ]{2,}", text[:100_000])
    mirrored = sum(word[0].islower() and word[1:].isupper() for word in words)
    if len(russian) < _RUSSIAN_SHARE * len(beyond) or (upper > lower and mirrored):
        raise Refused(Refusal.ENCODING)
    return "cp1251"


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(Refusal.ENCODING) from None
