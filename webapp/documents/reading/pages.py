"""PDF: each page a leaf, its lines joined into paragraphs again.

A PDF knows lines, not paragraphs. A line goes on with the next one unless it ended early, the next begins an item
or a heading, or both stand apart; a word cut at the end of a line is made whole."""

import re
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2 as pdfium

from webapp.documents.content import Block, BlockKind, Content, Leaf
from webapp.documents.reading.spacing import tidy
from workflows.reading import Notice

_BEGINS_ITEM = re.compile(r"(?:[-–—•●▪◦*]\s|\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s|[а-яa-z]\)\s)", re.IGNORECASE)
_ITEM_MARK = re.compile(r"[-–—•●▪◦*]\s+")
_CUT_WORD = re.compile(r"[а-яёa-z]-$", re.IGNORECASE)
_SHORT = 0.72
"""A line shorter than this share of the longest of its page ended its paragraph."""
_TITLE_LENGTH = 140


def read_pdf(stream: BinaryIO) -> Content:
    """Return the pages; a page that is only a picture is an empty leaf and is told of."""
    with pdfium.PdfDocument(stream) as document:
        leaves = tuple(Leaf(tuple(_blocks(_lines(document, place)))) for place in range(len(document)))
    return Content(leaves, tuple(_notices(leaves)))


def _lines(document: pdfium.PdfDocument, place: int) -> list[str]:
    page = document[place]
    text_page = page.get_textpage()
    try:
        raw = text_page.get_text_range(errors="ignore")
    finally:
        text_page.close()
        page.close()
    # U+FFFE and U+0002 stand where a word was cut by a hyphen of the typesetter.
    whole = re.sub("[\u0002\ufffe]\r?\n?", "", raw)
    return [tidy(line) for line in whole.replace("\r\n", "\n").split("\n")]


def _blocks(lines: list[str]) -> Iterator[Block]:
    longest = max((len(line) for line in lines), default=0)
    gathered: list[str] = []
    for line in lines:
        if gathered and (not line or _is_over(gathered[-1], line, longest)):
            yield _block(gathered)
            gathered = []
        if line:
            gathered.append(line)
    if gathered:
        yield _block(gathered)


def _is_over(last: str, following: str, longest: int) -> bool:
    if _BEGINS_ITEM.match(following):
        return True
    if following[0].islower() and not last.endswith((".", "!", "?", ";")):
        return False
    return len(last) < longest * _SHORT


def _block(lines: list[str]) -> Block:
    text = lines[0]
    for line in lines[1:]:
        joined = _CUT_WORD.search(text) and line[0].islower()
        text = text[:-1] + line if joined else f"{text} {line}"
    if _ITEM_MARK.match(text):
        return Block(BlockKind.ITEM, _ITEM_MARK.sub("", text, count=1), 1)
    if _is_title(text):
        return Block(BlockKind.BOLD, text)
    return Block(BlockKind.PARAGRAPH, text)


def _is_title(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 4 and len(text) <= _TITLE_LENGTH and all(letter.isupper() for letter in letters)


def _notices(leaves: tuple[Leaf, ...]) -> Iterator[str]:
    silent = sum(not leaf.blocks for leaf in leaves)
    if silent:
        yield (Notice.SCAN if silent == len(leaves) else Notice.PARTLY_SCAN).value
