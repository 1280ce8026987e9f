"""Printed lines joined into paragraphs again.

A page knows lines, not paragraphs. A line ended its paragraph when the next word would have fitted into it, when the
next begins an item or is indented, or when both stand apart or differ in size; a word cut at its end is made whole."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from webapp.documents.content import Block, BlockKind
from webapp.documents.reading.printed_page import Letter
from webapp.documents.reading.spacing import tidy
from webapp.documents.reading.vocabulary import HYPHEN, LIKELY, PERHAPS

_BEGINS_ITEM = re.compile(
    r"(?:[-–—•●▪◦➢✓*‣·o]\s|\d{1,2}(?:\.\d{1,2}){0,3}[.)]\s|\d{1,2}(?:\.\d{1,2}){1,3}\s|[а-яa-z]\)\s)",
    re.IGNORECASE,
)
_ITEM_MARK = re.compile(r"[-–—•●▪◦➢✓*‣·o]\s+")
_CUT_WORD = re.compile(r"[а-яёa-z]-$", re.IGNORECASE)
_OPEN_RANGE = re.compile(r"\d\.?[-–—]$")
_CUT_YEAR = re.compile(r"\d\.(?:19|20)\d?$")
_REST_OF_YEAR = re.compile(r"\d{1,2}(?![\d.]*\.\d|\d)")
_HYPHENS = "\u0002\ufffe\u00ad"
"""What stands where a typesetter cut a word; a reader sees a hyphen there, or nothing."""
_NEVER_FIRST = ",.;:!?)»"
"""Such a sign belongs to the word before it, whatever line it stands in."""
_TITLE_LENGTH = 200
_APART, _FAR_APART = 1.6, 2.5
"""Heights of a line: more between two lines, and more than is usual there, parts them; much more does anyway."""
_INDENT = 9.0
_LARGER = 1.12
_FULL, _NEARLY_FULL = 1.1, 3.0
"""Letters that would still fit into a line of a cell which one word fills: surely cut, perhaps cut."""
_EDGE_LINES = 3
"""So many lines that end together show where the text ends."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its words and its place. `cut` when its last word goes on in the next line."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    bold: bool = False
    cut: bool = False
    spaced: bool = False
    """A space of the file's own ends it: its last word is whole."""
    join: str = ""
    """What stands before the next line instead of a space, where the last word may go on there."""

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def letter(self) -> float:
        """The usual width of a letter."""
        return (self.right - self.left) / max(len(self.text), 1)


@dataclass(frozen=True, slots=True)
class Column:
    """Lines below each other and the edges within which they were set."""

    lines: tuple[Line, ...]
    left: float
    right: float
    step: float


def lines_of(letters: Iterable[Letter], *, wrapped: bool = False) -> list[Line]:
    """Return the lines of these letters. `wrapped` finds the ends of lines by the places of the letters alone."""
    lines: list[Line] = []
    open_one: list[Letter] = []
    for letter in letters:
        ends = letter.sign == "\n" if not wrapped else bool(open_one) and _falls(open_one[-1], letter)
        if ends and open_one:
            lines += _line(open_one)
            open_one = []
        if letter.sign == "\n":
            if wrapped and open_one and not open_one[-1].sign.isspace():
                last = open_one[-1]
                open_one.append(Letter(" ", last.right, last.bottom, last.right, last.top))
            continue
        open_one.append(letter)
        if letter.sign in _HYPHENS and not wrapped:
            lines += _line(open_one)
            open_one = []
    return list(_on_one_level(lines + _line(open_one)))


def _on_one_level(lines: list[Line]) -> Iterator[Line]:
    """Join what a raised mark, as that of a footnote, has parted."""
    last: Line | None = None
    for line in lines:
        if last is None:
            last = line
            continue
        gap = line.left - last.right
        level = abs(last.bottom - line.bottom) < min(last.height, line.height) * 0.6
        if level and not last.cut and -1 < gap < 2 * max(last.letter, line.letter):
            text = f"{last.text}{' ' if gap > 0.25 * line.letter else ''}{line.text}"
            top, bottom = max(last.top, line.top), min(last.bottom, line.bottom)
            last = Line(text, last.left, line.right, bottom, top, last.bold and line.bold, line.cut)
        else:
            yield last
            last = line
    if last is not None:
        yield last


def columns_of(lines: list[Line], width: float = 0.0) -> Iterator[Column]:
    """Yield the lines column by column: a new one begins where a line stands higher than the last.

    `width` is that of the page: where no lines end together, the margins are taken for equal."""
    columns = list(_columns(lines))
    for column in columns:
        ends = sum(column.right - line.right < 2 * line.letter for line in column.lines)
        edge = width - column.left if len(columns) == 1 and ends < _EDGE_LINES else 0.0
        yield replace(column, right=max(column.right, edge))


def _columns(lines: list[Line]) -> Iterator[Column]:
    run: list[Line] = []
    for line in lines:
        if run and line.bottom > run[-1].top:
            yield _column(run)
            run = []
        run.append(line)
    if run:
        yield _column(run)


def blocks_of(column: Column, body: float) -> Iterator[Block]:
    """Yield the paragraphs of a column; `body` is the usual height of a line of the document."""
    for paragraph in paragraphs_of(column):
        text = joined(paragraph)
        if _ITEM_MARK.match(text):
            yield Block(BlockKind.ITEM, _ITEM_MARK.sub("", text, count=1), 1)
        elif _is_title(paragraph, text, body):
            yield Block(BlockKind.BOLD, text)
        else:
            yield Block(BlockKind.PARAGRAPH, text)


def paragraphs_of(column: Column) -> Iterator[list[Line]]:
    gathered: list[Line] = []
    for line in column.lines:
        if gathered and _is_over(gathered[-1], line, column):
            yield gathered
            gathered = []
        gathered.append(line)
    if gathered:
        yield gathered


def joined(lines: Iterable[Line]) -> str:
    """Return the text of lines that belong together; where a word may have been cut stands a mark of `vocabulary`."""
    text, cut, join = "", False, ""
    for line in lines:
        if cut or (_CUT_WORD.search(text) and line.text[0].islower()):
            text, join = text.removesuffix("-"), HYPHEN
        elif line.text[0] in _NEVER_FIRST or _is_cut_year(text, line.text):
            join = ""
        text += f"{join}{line.text}"
        cut, join = line.cut, line.join or _space_after(line)
    return f"{text}{HYPHEN}" if cut else text


def _is_cut_year(text: str, rest: str) -> bool:
    """«10.03.20» at the edge of a narrow cell goes on with «22»."""
    goes_on = _REST_OF_YEAR.match(rest)
    begun = len(text) - text.rfind(".") - 1
    return (
        goes_on is not None and _CUT_YEAR.search(text) is not None and begun + len(goes_on[0]) == len("2026")
    )


def _space_after(line: Line) -> str:
    """«2022-» goes on with «2023» as it was written: with a space only where the file has one."""
    return "" if not line.spaced and _OPEN_RANGE.search(line.text) else " "


def cell_text(letters: list[Letter], left: float, width: float, *, at_end: bool = False) -> str:
    """Return what a cell says: its paragraphs by line feeds; a word cut by a narrow cell is made whole.

    `at_end` of a page a last word that may go on has a mark of `vocabulary` behind it."""
    lines = lines_of(letters, wrapped=True)
    if not lines:
        return ""
    margin = max(0.0, min(line.left for line in lines) - left)
    inner = Column(tuple(lines), left + margin, left + width - margin, _column(lines).step)
    text = "\n".join(joined(_mended(paragraph, inner)) for paragraph in paragraphs_of(inner))
    return text + _doubt(lines[-1], inner) if at_end else text


def _mended(lines: list[Line], cell: Column) -> Iterator[Line]:
    """Mark the lines that one word fills up to the edge, where a small letter goes on: perhaps it was cut there."""
    for line, following in zip(lines, (*lines[1:], None), strict=True):
        goes_on = following is not None and following.text[0].islower()
        doubt = _doubt(line, cell) if goes_on else ""
        yield replace(line, join=doubt) if doubt else line


def _doubt(line: Line, cell: Column) -> str:
    """Return the mark for a line that one word fills up to the edge, '' for another."""
    free = (cell.right - line.right) / max(line.letter, 0.1)
    alone = " " not in line.text and line.text[-1].isalpha()
    if not alone or free >= _NEARLY_FULL or line.cut or line.spaced:
        return ""
    return LIKELY if free < _FULL else PERHAPS


def _falls(last: Letter, letter: Letter) -> bool:
    if letter.sign.isspace():
        return False
    return last.middle - letter.middle > max(last.height, letter.height) * 0.5 and letter.left < last.right


def _line(letters: list[Letter]) -> list[Line]:
    text = tidy("".join([letter.sign for letter in letters]))
    seen = [letter for letter in letters if not letter.sign.isspace() and letter.sign not in _HYPHENS]
    if not seen or not text:
        return []
    _, lefts, bottoms, rights, tops, bold = zip(*seen, strict=True)
    last = letters[-1]
    spaced = last.sign.isspace() and last.right > last.left
    where = (min(lefts), max(rights), min(bottoms), max(tops))
    return [Line(text, *where, all(bold), last.sign in _HYPHENS, spaced)]


def _column(lines: list[Line]) -> Column:
    steps = [above.bottom - below.bottom for above, below in pairwise(lines)]
    return Column(
        tuple(lines),
        min(line.left for line in lines),
        max(line.right for line in lines),
        median([step for step in steps if step > 0] or [0.0]),
    )


def _is_over(last: Line, line: Line, column: Column) -> bool:
    """Tell whether a paragraph ends with `last`."""
    if last.cut:
        return False
    if _BEGINS_ITEM.match(line.text) or _differ(last, line):
        return True
    if _stand_apart(last, line, column):
        return True
    centred = _is_centred(line, column) or _is_centred(last, column)
    if not centred and line.left - max(last.left, column.left) > _INDENT:
        return True
    if line.text[0].islower() and not last.text.endswith((".", "!", "?", ";")):
        return False
    free = column.right - column.left - (last.right - last.left) if centred else column.right - last.right
    word = line.text.split(" ", 1)[0]
    return free > line.letter * (len(word) + 1.5)


def _stand_apart(last: Line, line: Line, column: Column) -> bool:
    distance = (last.bottom - line.bottom) / max(last.height, line.height, 1)
    usual = column.step / max(last.height, line.height, 1)
    return distance > _FAR_APART or (distance > _APART and distance > usual * 1.25)


def _differ(last: Line, line: Line) -> bool:
    if last.bold != line.bold and (last.bold or line.bold) and len(line.text) > 3:
        return _begins_with_capital(line) or line.bold
    small, large = sorted((last.height, line.height))
    return small > 0 and large / small > _LARGER * 1.1


def _begins_with_capital(line: Line) -> bool:
    return not line.text[0].islower()


def _is_centred(line: Line, column: Column) -> bool:
    inset = line.left - column.left
    return inset > _INDENT and abs(inset - (column.right - line.right)) < 4


def _is_title(lines: list[Line], text: str, body: float) -> bool:
    letters = [character for character in text if character.isalpha()]
    if len(letters) < 3 or len(text) > _TITLE_LENGTH:
        return False
    larger = body > 0 and all(line.height > body * _LARGER for line in lines)
    upper = len(letters) > 4 and all(letter.isupper() for letter in letters)
    return upper or larger or all(line.bold for line in lines)
