"""The shape of a file by its first and last bytes, before any parser sees it."""

import mmap
import re
from enum import Enum, auto
from typing import NoReturn

from webapp.documents.inspection.findings import Refused
from workflows.file_rules import ACCEPTED_EXTENSIONS, OLD_OFFICE_FORMATS, Refusal

HEAD = 4096
PDF_HEADER_WITHIN = 1024  # ISO 32000 Annex H: what viewers tolerate before «%PDF-»
ZIP_TAIL = 65_557


class Shape(Enum):
    PDF = auto()
    ZIP = auto()
    JPEG = auto()
    PNG = auto()
    TEXT = auto()
    OLE = auto()
    RTF = auto()
    ARCHIVE = auto()
    IMAGE = auto()
    HTML = auto()
    SVG = auto()
    PROGRAM = auto()
    SCRIPT = auto()
    UNKNOWN = auto()


# (first bytes, shape, name for the person)
_MAGIC: tuple[tuple[bytes, Shape, str], ...] = (
    (b"PK\x03\x04", Shape.ZIP, "ZIP"),
    (b"PK\x05\x06", Shape.ZIP, "ZIP"),
    (b"\xff\xd8\xff", Shape.JPEG, "JPEG"),
    (b"\x89PNG\r\n\x1a\n", Shape.PNG, "PNG"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Shape.OLE, "OLE"),
    (b"{\\rtf", Shape.RTF, "RTF"),
    (b"Rar!\x1a\x07", Shape.ARCHIVE, "RAR"),
    (b"7z\xbc\xaf\x27\x1c", Shape.ARCHIVE, "7z"),
    (b"\x1f\x8b", Shape.ARCHIVE, "GZIP"),
    (b"BZh", Shape.ARCHIVE, "BZIP2"),
    (b"\xfd7zXZ\x00", Shape.ARCHIVE, "XZ"),
    (b"\x28\xb5\x2f\xfd", Shape.ARCHIVE, "ZSTD"),
    (b"MSCF", Shape.ARCHIVE, "CAB"),
    (b"!<arch>", Shape.ARCHIVE, "AR"),
    (b"GIF87a", Shape.IMAGE, "GIF"),
    (b"GIF89a", Shape.IMAGE, "GIF"),
    (b"II*\x00", Shape.IMAGE, "TIFF"),
    (b"MM\x00*", Shape.IMAGE, "TIFF"),
    (b"8BPS", Shape.IMAGE, "PSD"),
    (b"MZ", Shape.PROGRAM, "EXE"),
    (b"\x7fELF", Shape.PROGRAM, "ELF"),
    (b"\xca\xfe\xba\xbe", Shape.PROGRAM, "Mach-O"),
    (b"\xcf\xfa\xed\xfe", Shape.PROGRAM, "Mach-O"),
    (b"\x00asm", Shape.PROGRAM, "WebAssembly"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", Shape.PROGRAM, "LNK"),
    (b"#!", Shape.SCRIPT, "сценарий"),
    (b"<?php", Shape.SCRIPT, "PHP"),
    (b"@echo off", Shape.SCRIPT, "BAT"),
)
# A table may begin with the word «MZ»: a program has control bytes right behind it.
_ALSO_WORDS = frozenset({b"MZ", b"BZh"})
_WORDS = 64
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_BOXES = {
    b"heic": "HEIC",
    b"heix": "HEIC",
    b"hevc": "HEIC",
    b"mif1": "HEIC",
    b"msf1": "HEIC",
    b"avif": "AVIF",
}
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,1024}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|meta|table|a\s|div|style|title|object|embed)",
    re.IGNORECASE | re.DOTALL,
)
_SVG = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,1024}?-->\s*|<!doctype\s+svg.{0,2048}?>\s*)*<(?:\w+:)?svg[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_SCRIPT_EXTENSIONS = frozenset(
    [
        ".bat",
        ".cmd",
        ".ps1",
        ".psm1",
        ".vbs",
        ".vbe",
        ".js",
        ".jse",
        ".mjs",
        ".wsf",
        ".wsh",
        ".hta",
        ".sh",
        ".py",
        ".pl",
        ".php",
        ".rb",
        ".reg",
        ".scf",
        ".url",
        ".lnk",
        ".inf",
    ]
)
_PROGRAM_EXTENSIONS = frozenset(
    [".exe", ".com", ".scr", ".pif", ".msi", ".dll", ".jar", ".apk", ".cpl", ".app", ".bin"]
)
_OLE_STREAMS = (
    ("password", "EncryptedPackage"),
    ("powerpoint", "PowerPoint Document"),
    ("excel", "Workbook"),
    ("excel", "Book"),
    ("word", "WordDocument"),
)


def recognise(data: mmap.mmap) -> Shape:
    """Return the shape of the whole file; Refused when it is two files in one."""
    shape, inside = _by_first_bytes(bytes(data[:HEAD]))
    pdf_at = data.find(b"%PDF-", 0, PDF_HEADER_WITHIN + 5)
    if pdf_at > 0 and shape not in {Shape.TEXT, Shape.UNKNOWN}:
        raise Refused(Refusal.POLYGLOT, inside=f"{inside} и PDF")
    if pdf_at >= 0:
        shape, inside = Shape.PDF, "PDF"
    if shape in {Shape.PDF, Shape.JPEG, Shape.PNG} and _ends_as_archive(data):
        raise Refused(Refusal.POLYGLOT, inside=f"{inside} и ZIP")
    return shape


def magic_name(head: bytes) -> str:
    """Return the name of a program, archive or OLE object that these first bytes announce; empty for
    others."""
    shape, inside = _by_first_bytes(head, texts=False)
    return inside if shape in {Shape.ZIP, Shape.ARCHIVE, Shape.OLE, Shape.PROGRAM, Shape.RTF} else ""


def refuse_foreign(shape: Shape, data: mmap.mmap, extension: str) -> NoReturn:
    """Raise the refusal of a shape that is never accepted."""
    if shape is Shape.OLE:
        _refuse_ole(data)
    if shape is Shape.UNKNOWN:
        _refuse_unknown(data, extension)
    _, inside = _by_first_bytes(bytes(data[:HEAD]))
    code = {
        Shape.RTF: Refusal.RTF,
        Shape.ARCHIVE: Refusal.ARCHIVE,
        Shape.IMAGE: Refusal.IMAGE_FORMAT,
        Shape.HTML: Refusal.HTML,
        Shape.SVG: Refusal.SVG,
        Shape.PROGRAM: Refusal.PROGRAM,
        Shape.SCRIPT: Refusal.SCRIPT,
    }[shape]
    raise Refused(code, inside=inside)


def refuse_by_extension(extension: str) -> None:
    """Raise for a name that announces commands: their text looks like any other text."""
    if extension in _SCRIPT_EXTENSIONS:
        raise Refused(Refusal.SCRIPT)
    if extension in _PROGRAM_EXTENSIONS:
        raise Refused(Refusal.PROGRAM)
    if extension in {".html", ".htm", ".xhtml", ".mht", ".mhtml"}:
        raise Refused(Refusal.HTML)
    if extension == ".svg":
        raise Refused(Refusal.SVG)


def _by_first_bytes(head: bytes, *, texts: bool = True) -> tuple[Shape, str]:
    for magic, shape, inside in _MAGIC:
        if head.startswith(magic) and (magic not in _ALSO_WORDS or _CONTROL.search(head[:_WORDS])):
            return shape, inside
    if head[4:8] == b"ftyp" and head[8:12] in _BOXES:
        return Shape.IMAGE, _BOXES[head[8:12]]
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Shape.IMAGE, "WEBP"
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return Shape.IMAGE, "BMP"
    return _by_text(head) if texts else (Shape.UNKNOWN, "")


def _by_text(head: bytes) -> tuple[Shape, str]:
    if head[257:262] == b"ustar":
        return Shape.ARCHIVE, "TAR"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = head.decode("utf-16", errors="ignore").encode()
    else:
        start = head.removeprefix(b"\xef\xbb\xbf")
        if _CONTROL.search(start):
            return Shape.UNKNOWN, ""
    if start.lstrip().lower().startswith((b"<?php", b"#!", b"@echo off")):
        return Shape.SCRIPT, "сценарий"
    if _SVG.match(start):
        return Shape.SVG, "SVG"
    return (Shape.HTML, "HTML") if _HTML.match(start) else (Shape.TEXT, "текст")


def _ends_as_archive(data: mmap.mmap) -> bool:
    """Any reader of archives looks for the last directory record near the end."""
    found = data.rfind(b"PK\x05\x06", max(0, len(data) - ZIP_TAIL))
    return found >= 0 and found + 22 <= len(data) and data.find(b"PK\x01\x02") >= 0


def _refuse_ole(data: mmap.mmap) -> NoReturn:
    for family, stream in _OLE_STREAMS:
        if data.find(stream.encode("utf-16-le")) >= 0:
            if family == "password":
                raise Refused(Refusal.PASSWORD)
            old, new = OLD_OFFICE_FORMATS[family]
            raise Refused(Refusal.OLD_OFFICE, old=old, new=new)
    raise Refused(Refusal.UNSUPPORTED)


def _refuse_unknown(data: mmap.mmap, extension: str) -> NoReturn:
    refuse_by_extension(extension)
    if extension in {".txt", ".csv"}:
        raise Refused(Refusal.BINARY_TEXT)
    if extension == ".pdf" and data.find(b"%PDF-") > PDF_HEADER_WITHIN:
        raise Refused(Refusal.POLYGLOT, inside="PDF и посторонние данные перед ним")
    raise Refused(Refusal.BROKEN if extension in ACCEPTED_EXTENSIONS else Refusal.UNSUPPORTED)
