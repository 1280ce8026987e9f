"""Texts without an office program: TXT and CSV; and pictures, which say nothing."""

import codecs
import csv
import io
from typing import BinaryIO

from PIL import ExifTags, Image

from webapp.documents.content import Block, BlockKind, Cell, Content, Leaf
from webapp.documents.reading.spacing import one_line, tidy
from workflows.file_rules import Limits
from workflows.reading import Notice

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ";\t,|"


def read_text(stream: BinaryIO) -> Content:
    """Return one paragraph for each line that is not empty."""
    lines = (one_line(line) for line in _decoded(stream.read()).splitlines())
    return Content((Leaf(tuple(Block(BlockKind.PARAGRAPH, line) for line in lines if line)),))


def read_csv(stream: BinaryIO) -> Content:
    """Return one table; the separator is the one that the first lines hold most often."""
    text = _decoded(stream.read())
    head = "\n".join(text.splitlines()[:20])
    separator = max(_SEPARATORS, key=head.count)
    read = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows = tuple(tuple(Cell(tidy(value)) for value in row) for row in read)
    kept = tuple(row for row in rows if any(cell.text for cell in row))
    return Content((Leaf((Block(BlockKind.TABLE, rows=kept),) if kept else ()),))


def read_picture(stream: BinaryIO) -> Content:
    """Return one silent leaf, and whether the camera wrote down where it was."""
    Image.MAX_IMAGE_PIXELS = Limits().pixels
    with Image.open(stream) as image:
        is_located = bool(image.getexif().get_ifd(ExifTags.IFD.GPSInfo))
    return Content((Leaf(),), (Notice.LOCATION.value,) if is_located else ())


def _decoded(raw: bytes) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1251", errors="replace")
