"""Files that must be refused: broken, encrypted, with macros, of an old format. For trying the upload by hand."""

import io
import struct
from datetime import date

import pikepdf

from demo.files.docx import to_docx
from demo.files.packing import packed
from demo.files.paper import Heading, Paper, Para
from demo.files.pdf import to_pdf

PASSWORD = "sekret"  # noqa: S105  opens the sample below
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def broken_pdf() -> bytes:
    """A PDF cut in the middle, as after an interrupted copying."""
    whole = to_pdf(_sample())
    return whole[: len(whole) // 2]


def encrypted_pdf() -> bytes:
    """A PDF that opens with PASSWORD only."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(to_pdf(_sample()))) as document:
        lock = pikepdf.Encryption(owner=PASSWORD, user=PASSWORD, R=3, aes=False, metadata=False)
        document.save(target, encryption=lock, static_id=True)
    return target.getvalue()


def macro_docm() -> bytes:
    """A document with a (harmless) macro project: macro content types, a storage with no code in it."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(to_docx(_sample()))) as source:
        entries = [(one.filename, source.read(one)) for one in source.infolist()]
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with_macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    entries = [(name, data.replace(plain, with_macros)) for name, data in entries]
    types = entries[0][1].replace(
        b"<Default ",
        b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default ',
        1,
    )
    entries[0] = (entries[0][0], types)
    relation = b'<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
    entries = [
        (
            name,
            data.replace(b"</Relationships>", relation + b"</Relationships>")
            if name == "word/_rels/document.xml.rels"
            else data,
        )
        for name, data in entries
    ]
    return packed([*entries, ("word/vbaProject.bin", _compound("PROJECT", b'ID="{0}"\r\n' * 600))])


def old_doc() -> bytes:
    """A file of Word 97–2003: the compound container with its main stream."""
    return _compound("WordDocument", b"\xec\xa5\xc1\x00" + b"\x00" * 5116)


def _compound(stream: str, data: bytes) -> bytes:
    """A minimal compound file (MS-CFB, version 3) with one stream of at least 4096 bytes."""
    sectors = -(-len(data) // _SECTOR)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    chain = [_FAT, _END, *range(3, 2 + sectors), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    folder = _entry("Root Entry", kind=5, child=1, start=_END, size=0) + _entry(
        stream, kind=2, child=_FREE, start=2, size=len(data)
    )
    return header + table + folder.ljust(_SECTOR, b"\x00") + data.ljust(sectors * _SECTOR, b"\x00")


def _entry(name: str, *, kind: int, child: int, start: int, size: int) -> bytes:
    """A directory entry of 128 bytes."""
    text = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<BBIII", kind, 1, _FREE, _FREE, child)
    return (
        text.ljust(64, b"\x00")
        + struct.pack("<H", len(text))
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _sample() -> Paper:
    lines = tuple(Para(f"Пункт {number}. Образец для проверки приёма файлов.") for number in range(1, 40))
    return Paper("Образец", "Демонстрация", date(2026, 1, 12), (Heading("Образец"), *lines))
