"""The course of the share as a picture of lines: places of everything in it, reckoned by the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp.formatting import MONTHS_SHORT, date_short, percent_ru
from workflows.roadmaps.course import Point
from workflows.roadmaps.indicator import Reading

WIDTH, HEIGHT = 760, 280
LEFT, RIGHT, TOP, BOTTOM = 52, 96, 16, 36
LEVELS = (0, 25, 50, 75, 100)
NAMES_ROOM = 72
"""So much of the width the name of a day takes; days that stand closer are not all named."""
LABEL_HEIGHT = 18
LETTERS = {Reading.DUE: "А", Reading.ALL: "Б"}
MARK = 4


@dataclass(frozen=True, slots=True)
class Spot:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Level:
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Day:
    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """The line of one reading; in parts where nothing was planned in between."""

    code: str
    parts: tuple[str, ...]
    spots: tuple[Spot, ...]
    label: str
    label_y: float


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    height: int
    left: int
    right: int
    levels: tuple[Level, ...]
    days: tuple[Day, ...]
    strokes: tuple[Stroke, ...]
    chosen: float | None
    words: str


def chart(points: Sequence[Point], on: date) -> Chart | None:
    """Return the picture of a course; None while there is nothing to show of it."""
    if not any(share.percent is not None for point in points for share in point.shares.values()):
        return None
    first, last = points[0].on, points[-1].on
    chosen = round(_x(on, first, last), 1) if first <= on <= last else None
    return Chart(
        WIDTH,
        HEIGHT,
        LEFT,
        WIDTH - RIGHT,
        tuple(Level(_y(level), percent_ru(level, 0)) for level in LEVELS),
        _days(points),
        _apart(tuple(_stroke(points, reading) for reading in Reading)),
        chosen,
        _words(points),
    )


def _x(day: date, first: date, last: date) -> float:
    span = (last - first).days
    return LEFT + (WIDTH - LEFT - RIGHT) * ((day - first).days / span if span else 0.5)


def _y(percent: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * percent / 100, 1)


def _days(points: Sequence[Point]) -> tuple[Day, ...]:
    """Name the last day, and of the others as many as there is room for."""
    first, last = points[0].on, points[-1].on
    found: list[Day] = []
    for point in reversed(points):
        x = round(_x(point.on, first, last), 1)
        if not found or found[-1].x - x >= NAMES_ROOM:
            found.append(Day(x, f"{point.on.day} {MONTHS_SHORT[point.on.month - 1]} {point.on:%y}"))
    return tuple(reversed(found))


def _stroke(points: Sequence[Point], reading: Reading) -> Stroke:
    first, last = points[0].on, points[-1].on
    parts: list[list[Spot]] = [[]]
    for point in points:
        percent = point.shares[reading].percent
        if percent is None:
            parts.append([])
        else:
            parts[-1].append(Spot(round(_x(point.on, first, last), 1), _y(percent)))
    spots = tuple(spot for part in parts for spot in part)
    latest = next(
        (p.shares[reading].percent for p in reversed(points) if p.shares[reading].percent is not None), None
    )
    return Stroke(
        reading.value,
        tuple(" ".join(f"{spot.x},{spot.y}" for spot in part) for part in parts if len(part) > 1),
        spots,
        f"{LETTERS[reading]}: {percent_ru(latest)}" if latest is not None else "",
        spots[-1].y if spots else 0,
    )


def _apart(strokes: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
    """Move the words at the ends of the lines so that neither hides the other."""
    first, second = strokes
    gap = first.label_y - second.label_y
    if abs(gap) >= LABEL_HEIGHT:
        return strokes
    middle = min(
        max((first.label_y + second.label_y) / 2, TOP + LABEL_HEIGHT / 2), HEIGHT - BOTTOM - LABEL_HEIGHT / 2
    )
    half = LABEL_HEIGHT / 2 if gap > 0 else -LABEL_HEIGHT / 2
    return (
        Stroke(first.code, first.parts, first.spots, first.label, middle + half),
        Stroke(second.code, second.parts, second.spots, second.label, middle - half),
    )


def _words(points: Sequence[Point]) -> str:
    """Return what the picture shows, for those who do not see it."""
    last = points[-1]
    told = "; ".join(
        f"чтение {LETTERS[reading]} – {percent_ru(share.percent)}" for reading, share in last.shares.items()
    )
    return f"С {date_short(points[0].on)} по {date_short(last.on)}. На последнюю дату: {told}."
