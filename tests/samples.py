"""Small real files: what people upload."""

import io

import docx
import openpyxl
import pikepdf
from PIL import Image


def pdf(text: str, *, pages: int = 1) -> bytes:
    """A PDF of empty pages; the text makes its bytes unlike any other's."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    document.docinfo["/Title"] = text
    buffer = io.BytesIO()
    document.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def docx_bytes(document: "docx.document.Document") -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docx_file(text: str) -> bytes:
    document = docx.Document()
    document.add_heading(text, level=1)
    document.add_paragraph("Содержание документа школы.")
    return docx_bytes(document)


def xlsx(text: str) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = text
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def png(colour: str = "white") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "PNG")
    return buffer.getvalue()
