"""Files that a password keeps shut."""

import re
import zipfile
from typing import BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as api

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_MANIFEST = "META-INF/manifest.xml"
_ENCRYPTED_MEMBER = re.compile(rb"<(?:\w+:)?encryption-data[\s>]")
_FLAG = 0x1


def is_locked(stream: BinaryIO) -> bool:
    """Tell whether the file cannot be read without its password; the stream stands at its beginning again."""
    head = stream.read(8)
    stream.seek(0)
    try:
        if head.startswith(b"%PDF"):
            return _is_locked_pdf(stream)
        if head.startswith(_OLE):
            return _ENCRYPTED_OFFICE in stream.read()
        return head.startswith(b"PK") and _is_locked_archive(stream)
    finally:
        stream.seek(0)


def _is_locked_pdf(stream: BinaryIO) -> bool:
    try:
        pdfium.PdfDocument(stream).close()
    except pdfium.PdfiumError as error:
        return error.err_code == api.FPDF_ERR_PASSWORD
    return False


def _is_locked_archive(stream: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(stream) as archive:
            if any(member.flag_bits & _FLAG for member in archive.infolist()):
                return True
            return _MANIFEST in archive.namelist() and bool(_ENCRYPTED_MEMBER.search(archive.read(_MANIFEST)))
    except zipfile.BadZipFile:
        return False
