"""A page as a picture in WebP, without anything else that the file carried (EXIF, names, places)."""

import io
import json
from collections.abc import Mapping
from typing import Any, BinaryIO

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from webapp.documents.reading.locks import is_locked
from workflows.file_rules import FileKind, Limits
from workflows.reading import Problem

QUALITY = 80
_TALLEST = 6_000
"""Pixels: a roll of paper is not drawn higher."""


def draw_page(stream: BinaryIO, arguments: Mapping[str, Any]) -> bytes:
    """Return the page `arguments["page"]`, from 1, of a PDF or a picture, at most `arguments["width"]` pixels wide.

    A picture is turned as its camera meant it and never enlarged. The answer is the problem as JSON where a password
    keeps the file shut."""
    if is_locked(stream):
        return json.dumps({"problem": Problem.PASSWORD.value}).encode()
    width = int(arguments["width"])
    if FileKind(arguments["kind"]) is FileKind.PDF:
        return _webp(_page(stream, int(arguments["page"]), width))
    Image.MAX_IMAGE_PIXELS = Limits().pixels
    with Image.open(stream) as image:
        image.draft("RGB", (width * 2, width * 4))
        turned = ImageOps.exif_transpose(image)
        turned.thumbnail((width, _TALLEST))
        return _webp(_flat(turned))


def _page(stream: BinaryIO, number: int, width: int) -> Image.Image:
    with pdfium.PdfDocument(stream) as document:
        page = document[number - 1]
        across, down = page.get_size()
        scale = min(width / max(across, 1), _TALLEST / max(down, 1))
        drawn: Image.Image = page.render(scale=scale).to_pil()
        return drawn


def _flat(image: Image.Image) -> Image.Image:
    """The picture on white paper: a transparent one would be black in the dark look."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.convert("RGBA").getchannel("A"))
        return paper
    return image.convert("RGB")


def _webp(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.convert("RGB").save(target, "WEBP", quality=QUALITY, method=2)
    return target.getvalue()
