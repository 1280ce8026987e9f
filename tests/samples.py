"""Small real files: what people upload."""

import io
import json
import random
from pathlib import Path

import docx
import openpyxl
import pikepdf
import typst
from PIL import Image

FONTS = Path(__file__).resolve().parents[1] / "webapp" / "fonts"


def pdf(text: str, *, pages: int = 1) -> bytes:
    """A PDF of empty pages; the text makes its bytes unlike any other's."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    document.docinfo["/Title"] = text
    buffer = io.BytesIO()
    document.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def heavy_pdf(size: int) -> bytes:
    """A good document of one blank page, and of a little more bytes than asked."""
    buffer = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.Ballast = document.make_stream(random.Random(size).randbytes(size))
        document.save(buffer, compress_streams=False)
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


def printed(*pages: str) -> bytes:
    """A PDF with a text layer: one page for each text, lines as given."""
    shown = [page.split("\n") for page in pages]
    source = '#set page(width: 210mm, height: 297mm)\n#set text(font: "PT Serif", size: 12pt)\n' + (
        "#pagebreak()\n".join(
            "\n\n".join(f"#text({json.dumps(line, ensure_ascii=False)})" for line in lines) + "\n"
            for lines in shown
        )
    )
    return typst.compile(source.encode(), font_paths=[FONTS], ignore_system_fonts=True)
