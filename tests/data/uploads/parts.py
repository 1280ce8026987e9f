"""Bricks for the corpus: archives byte by byte, minimal office files, minimal PDF, minimal pictures."""

import struct
import zlib
from dataclasses import dataclass

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
ODF = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@dataclass(frozen=True)
class Part:
    """A member of an archive; every declared number may lie."""

    name: str | bytes
    data: bytes = b""
    deflate: bool = True
    flags: int = 0x800
    size: int | None = None
    local_name: bytes | None = None
    local_size: int | None = None
    crc: int | None = None
    attributes: int = 0
    hidden: bytes = b""  # inside the packed bytes, behind the end of the stream


def archive(*parts: Part, before: bytes = b"", after: bytes = b"", comment: bytes = b"") -> bytes:
    """Return a ZIP file of exactly these members, dated 1 January 2020."""
    body, directory, count = bytearray(before), bytearray(), 0
    for part in parts:
        offset = len(body)
        packed = (_deflated(part.data) if part.deflate else part.data) + part.hidden
        name = part.name.encode() if isinstance(part.name, str) else part.name
        body += _local(part, name, packed) + packed
        directory += _central(part, name, packed, offset)
        count += 1
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), len(comment))
    return bytes(body + directory) + end + comment + after


def overlapping() -> bytes:
    """Two names for the same bytes: the second member lies inside the first one."""
    inner = _local(Part("b.xml", b"<b/>"), b"b.xml", _deflated(b"<b/>")) + _deflated(b"<b/>")
    outer = Part("[Content_Types].xml", inner, deflate=False)
    body = _local(outer, b"[Content_Types].xml", inner) + inner
    at = body.index(b"PK\3\4", 4)
    directory = _central(outer, b"[Content_Types].xml", inner, 0) + _central(
        Part("b.xml", b"<b/>"), b"b.xml", _deflated(b"<b/>"), at
    )
    return body + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, len(directory), len(body), 0)


def office(
    kind: str,
    *extra: Part,
    body: str = "",
    main_type: str = "",
    types: str = "",
    relations: str = "",
    part_relations: str = "",
    without: str = "",
    doctype: str = "",
) -> bytes:
    """Return a DOCX, XLSX or PPTX; the arguments add to its parts or leave one out."""
    path, content_type = MAIN[kind]
    folder, _, file = path.partition("/")
    content_type = main_type or f"application/vnd.openxmlformats-officedocument.{content_type}"
    parts = [
        Part("[Content_Types].xml", f'{XML}<Types xmlns="{TYPES}"><Default Extension="rels" ContentType='
             f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
             f'"application/xml"/><Override PartName="/{path}" ContentType="{content_type}"/>{types}</Types>'.encode()),
        Part("_rels/.rels", f'{XML}<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/'
             f'officeDocument" Target="{path}"/>{relations}</Relationships>'.encode()),
        Part(path, f"{XML}{doctype}{_root(kind, body)}".encode()),
    ]  # fmt: skip
    if part_relations:
        text = f'{XML}<Relationships xmlns="{RELATIONS}">{part_relations}</Relationships>'
        parts.append(Part(f"{folder}/_rels/{file}.rels", text.encode()))
    return archive(*[part for part in (*parts, *extra) if part.name != without])


def relation(kind: str, target: str, *, external: bool = False, number: int = 9) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def opendocument(kind: str, *extra: Part, content: str = "", manifest: str = "", meta: str = "") -> bytes:
    """Return an ODT, ODS or ODP."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "text", "table", "script", "draw", "meta", "presentation", "manifest")
    )
    names += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    manifest = manifest or '<manifest:file-entry manifest:full-path="/" manifest:media-type="x"/>'
    return archive(
        Part("mimetype", ODF[kind].encode(), deflate=False, flags=0),
        Part("content.xml", f"{XML}<office:document-content {names}><office:scripts/>{content}"
             "</office:document-content>".encode()),
        Part("meta.xml", f"{XML}<office:document-meta {names}>{meta}</office:document-meta>".encode()),
        Part("META-INF/manifest.xml", f"{XML}<manifest:manifest {names}>{manifest}</manifest:manifest>".encode()),
        *extra,
    )  # fmt: skip


def pdf(*objects: str | bytes, catalog: str = "", page: str = "", pages: int = 1, trailer: str = "") -> bytes:
    """Return a PDF with an honest cross-reference table; `objects` are numbered from 10, pages follow them."""
    first = 10 + len(objects)
    kids = " ".join(f"{first + number} 0 R" for number in range(pages))
    numbered: dict[int, bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
    }
    for number in range(pages):
        text = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {page} >>"
        numbered[first + number] = text.encode()
    for number, item in enumerate(objects, 10):
        numbered[number] = item.encode("latin-1") if isinstance(item, str) else item
    for unused in range(3, 10):
        numbered[unused] = b"null"
    return _assembled(numbered, trailer)


def png(width: int = 4, height: int = 3, *, rows: bytes | None = None, extra: bytes = b"") -> bytes:
    """Return a grey PNG; `rows` replaces the honest pixels, `extra` are chunks before them."""
    header = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    pixels = (b"\x00" + bytes(width)) * height if rows is None else rows
    packed = zlib.compress(pixels, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))


def jpeg(width: int = 16, height: int = 16) -> bytes:
    """Return a grey JPEG."""
    from io import BytesIO

    from PIL import Image

    target = BytesIO()
    Image.new("L", (width, height), 128).save(target, "JPEG", quality=80)
    return target.getvalue()


def _root(kind: str, body: str) -> str:
    if kind == "docx":
        return f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{body or "<w:p/>"}</w:body></w:document>'
    if kind == "xlsx":
        return f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets/>{body}</workbook>'
    return f'<p:presentation xmlns:p="{SLIDE}" xmlns:r="{OFFICE}">{body}</p:presentation>'


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _local(part: Part, name: bytes, packed: bytes) -> bytes:
    size = len(part.data) if part.size is None else part.size
    size = size if part.local_size is None else part.local_size
    crc = zlib.crc32(part.data) if part.crc is None else part.crc
    name = name if part.local_name is None else part.local_name
    head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, part.flags, 8 if part.deflate else 0, 0, 20513,
                       crc, len(packed), size, len(name), 0)  # fmt: skip
    return head + name


def _central(part: Part, name: bytes, packed: bytes, offset: int) -> bytes:
    size = len(part.data) if part.size is None else part.size
    crc = zlib.crc32(part.data) if part.crc is None else part.crc
    head = struct.pack("<4s6H3L5H2L", b"PK\1\2", 0x314, 20, part.flags, 8 if part.deflate else 0, 0, 20513,
                       crc, len(packed), size, len(name), 0, 0, 0, 0, part.attributes, offset)  # fmt: skip
    return head + name


def _assembled(numbered: dict[int, bytes], trailer: str) -> bytes:
    body = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    table = bytearray(b"xref\n0 1\n0000000000 65535 f \n")
    for number in sorted(numbered):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, numbered[number])
    size = max(numbered) + 1
    tail = f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n"
    return bytes(body + table) + tail.encode()
