"""A page of a PDF as it is printed: its letters with their places, and the rules drawn on it."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as api

_MOST_PATHS = 4_000
_MOST_SEGMENTS = 400
"""Of one path: more is a drawing, not a table."""
_THICKEST = 3.5
"""Points: a filled shape that is thicker is no rule."""
_BREAKS = frozenset("\r\n")
Turn = Callable[[float, float], tuple[float, float]]


class Letter(NamedTuple):
    """A character and its place in points, as the page is shown: x to the right, y upwards."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float
    bold: bool = False

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line across (`at` is its y) or down (`at` is its x), from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rules:
    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()


def letters(page: pdfium.PdfPage) -> list[Letter]:
    """Return the characters in the order of the file; a line feed stands where a line ends."""
    text = page.get_textpage()
    try:
        return list(_letters(text.raw, _turn(page)))
    finally:
        text.close()


def rules(page: pdfium.PdfPage) -> Rules:
    """Return the straight lines of the page: strokes, and filled shapes as thin as one."""
    turn = _turn(page)
    across: list[Rule] = []
    down: list[Rule] = []
    for number, path in enumerate(page.get_objects(filter=[api.FPDF_PAGEOBJ_PATH], max_depth=1)):
        if number >= _MOST_PATHS:
            break
        for (x1, y1), (x2, y2) in _strokes(path, turn):
            if abs(y1 - y2) < 1 < abs(x1 - x2):
                across.append(Rule((y1 + y2) / 2, min(x1, x2), max(x1, x2)))
            elif abs(x1 - x2) < 1 < abs(y1 - y2):
                down.append(Rule((x1 + x2) / 2, min(y1, y2), max(y1, y2)))
    return Rules(tuple(across), tuple(down))


def _letters(text: "api.FPDF_TEXTPAGE", turn: Turn) -> Iterator[Letter]:
    box, upright = api.FS_RECTF(), turn is _upright
    bold, fresh = False, True
    for place in range(api.FPDFText_CountChars(text)):
        code = api.FPDFText_GetUnicode(text, place)
        sign = chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"
        if sign in _BREAKS:
            fresh = True
            if sign == "\n":
                yield Letter(sign, 0, 0, 0, 0)
            continue
        if sign.isspace():
            fresh = True
        elif fresh:
            bold, fresh = _is_bold(text, place), False
        api.FPDFText_GetLooseCharBox(text, place, box)
        if upright:
            yield Letter(sign, box.left, box.bottom, box.right, box.top, bold)
            continue
        x1, y1 = turn(box.left, box.bottom)
        x2, y2 = turn(box.right, box.top)
        yield Letter(sign, min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2), bold)


_NAME = ctypes.create_string_buffer(128)


def _is_bold(text: "api.FPDF_TEXTPAGE", place: int) -> bool:
    flags = ctypes.c_int()
    length = api.FPDFText_GetFontInfo(text, place, _NAME, len(_NAME), flags)
    name = _NAME.value if 0 < length <= len(_NAME) else b""
    return b"Bold" in name or b"Black" in name or bool(flags.value & 1 << 18)


def _turn(page: pdfium.PdfPage) -> Turn:
    """Return what brings a point of the file to its place on the page as it is shown."""
    width, height = page.get_size()
    return {
        90: lambda x, y: (y, height - x),
        180: lambda x, y: (width - x, height - y),
        270: lambda x, y: (width - y, x),
    }.get(page.get_rotation(), _upright)


def _upright(x: float, y: float) -> tuple[float, float]:
    return x, y


def _strokes(path: pdfium.PdfObject, turn: Turn) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the straight pieces of a path that is drawn as a line, by their ends."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    api.FPDFPath_GetDrawMode(path.raw, fill, stroke)
    left, bottom, right, top = path.get_bounds()
    if not stroke.value:
        if not fill.value or min(right - left, top - bottom) > _THICKEST:
            return
        across, down = right - left >= top - bottom, (left + right) / 2
        level = (bottom + top) / 2
        ends = ((left, level), (right, level)) if across else ((down, bottom), (down, top))
        yield turn(*ends[0]), turn(*ends[1])
        return
    matrix = path.get_matrix()
    start = last = (0.0, 0.0)
    for number in range(min(api.FPDFPath_CountSegments(path.raw), _MOST_SEGMENTS)):
        segment = api.FPDFPath_GetPathSegment(path.raw, number)
        x, y = ctypes.c_float(), ctypes.c_float()
        api.FPDFPathSegment_GetPoint(segment, x, y)
        point = turn(*matrix.on_point(x.value, y.value))
        kind = api.FPDFPathSegment_GetType(segment)
        if kind == api.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == api.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if api.FPDFPathSegment_GetClose(segment):
            yield last, start
