"""The timeline of a roadmap: bars by months reckoned by the server, and the same rows as a table by months."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import url_for

from webapp.agenda.forms import Window
from webapp.agenda.queries import Due, spans
from webapp.formatting import MONTHS_SHORT, date_short, month_ru
from webapp.roadmap.queries import Line, Whole
from webapp.tables import Column, columns
from workflows.roadmaps.words import MeasureStatus

WIDTH, NAMES, STATUSES = 1180, 380, 240
LEFT, RIGHT = NAMES, WIDTH - STATUSES
ROW, HEAD, BAR = 28, 26, 14
ROWS_OF_PANEL = 24
"""So many rows stand together: a sheet of A3 holds them, and the months are named above them."""
TITLE_SIGNS = 50
SECTION_SIGNS = 70
MONTH_NAME_ROOM = 34
SMALLEST = 6.0
COLUMNS = columns(
    "№", "Мероприятие", "Раздел", "Срок", "Последний день", "Состояние", minor=frozenset({"Раздел"})
)
ENDLESS, NO_TERM = "Без последнего дня", "срок не указан"
TERM_SIGNS = 80


@dataclass(frozen=True, slots=True)
class Bar:
    """`pattern` tells the state by its drawing; a `point` is a single day."""

    x: float
    width: float
    pattern: str
    point: bool
    words: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a panel; `label` is all of it in words."""

    y: int
    title: str
    url: str
    label: str
    status: MeasureStatus
    bars: tuple[Bar, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows of one section under the names of the months."""

    title: str
    level: int
    height: int
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    title: str
    url: str
    section: str
    term: str
    ends: str
    status: MeasureStatus


@dataclass(frozen=True, slots=True)
class Month:
    """Rows of the table whose turn comes in one month."""

    title: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    panels: tuple[Panel, ...]
    ticks: tuple[Tick, ...]
    today: float | None
    months: tuple[Month, ...]
    legend: tuple[MeasureStatus, ...]
    hidden: int
    """Measures wholly outside of the months shown."""
    words: str
    width: int = WIDTH
    names: int = NAMES
    right: int = RIGHT
    row: int = ROW
    bar: int = BAR
    columns: tuple[Column, ...] = COLUMNS


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A line with its spans inside the window."""

    line: Line
    spans: tuple[Due, ...]
    section: str


def timeline_page(found: Whole, window: Window, today: date) -> TimelinePage:
    scale = _Scale(window)
    drawn: list[_Drawn] = []
    panels: list[Panel] = []
    for title, level, lines in _by_section(found):
        inside = [one for line in lines if (one := _drawn(line, window, title)) is not None]
        drawn += inside
        panels += _panels(title, level, inside, scale)
    return TimelinePage(
        tuple(panels),
        scale.ticks(),
        scale.place(today) if window.first <= today <= window.last else None,
        tuple(_months(drawn, window)),
        _legend(drawn),
        sum(line.measure.excluded_on is None for line in found.lines) - len(drawn),
        f"{month_ru(window.first)} – {month_ru(window.last)}",
    )


class _Scale:
    """Days to places between the names and the states."""

    def __init__(self, window: Window) -> None:
        self._first, self._last = window.first, window.last
        self._months = window.months
        self._day = (RIGHT - LEFT) / ((window.last - window.first).days + 1)

    def place(self, day: date) -> float:
        return round(LEFT + ((day - self._first).days + 0.5) * self._day, 1)

    def bar(self, start: date, end: date) -> tuple[float, float]:
        """Return the place and the width of a bar, cut by the window; wide enough to be seen."""
        first, last = max(start, self._first), min(end, self._last)
        x = LEFT + (first - self._first).days * self._day
        width = max(((last - first).days + 1) * self._day, SMALLEST)
        return round(min(x, RIGHT - width), 1), round(width, 1)

    def ticks(self) -> tuple[Tick, ...]:
        """Return the beginnings of months; as many are named as there is room for."""
        step = -(-MONTH_NAME_ROOM * len(self._months) // (RIGHT - LEFT))
        return tuple(
            Tick(
                round(LEFT + (month - self._first).days * self._day, 1),
                _month_name(month, place) if place % step == 0 else "",
            )
            for place, month in enumerate(self._months)
        )


def _month_name(month: date, place: int) -> str:
    name = MONTHS_SHORT[month.month - 1].replace("мая", "май")
    return f"{name} {month:%y}" if place == 0 or month.month == 1 else name


def _by_section(found: Whole) -> Iterator[tuple[str, int, Sequence[Line]]]:
    """Yield the sections that have lines, and first the lines of none."""
    loose = found.of_section(None)
    if loose:
        yield ("Без раздела" if found.sections else ""), 1, loose
    by_section: dict[int, list[Line]] = {}
    for line in found.lines:
        if line.measure.section_id is not None:
            by_section.setdefault(line.measure.section_id, []).append(line)
    for section in found.sections:
        if section.id in by_section:
            title = f"{section.number} {section.title}".strip()
            yield title, section.level, by_section[section.id]


def _drawn(line: Line, window: Window, section: str) -> _Drawn | None:
    """Return the line where something of it falls into the window; what has no days at all is always shown."""
    if line.measure.excluded_on is not None:
        return None
    every = spans(line)
    inside = tuple(due for due in every if _touches(due, window))
    dated = any(one.start or one.end for one in line.occurrences)
    return _Drawn(line, inside, section) if inside or not dated else None


def _touches(due: Due, window: Window) -> bool:
    one = due.occurrences[0]
    start, end = one.start or one.end, one.end
    if start is None:
        return False
    return start <= window.last and (end is None or end >= window.first)


def _panels(title: str, level: int, inside: Sequence[_Drawn], scale: _Scale) -> Iterator[Panel]:
    for begin in range(0, len(inside), ROWS_OF_PANEL):
        part = inside[begin : begin + ROWS_OF_PANEL]
        rows = tuple(_row(one, HEAD + place * ROW, scale) for place, one in enumerate(part))
        name = f"{title} (продолжение)" if begin and title else title
        yield Panel(name, level, HEAD + ROW * len(rows) + 4, rows)


def _row(one: _Drawn, y: int, scale: _Scale) -> RowView:
    measure, status = one.line.measure, one.line.status
    full = f"{measure.number} {measure.title}".strip()
    note = "" if one.spans else _short(measure.deadline_text or NO_TERM, TERM_SIGNS)
    return RowView(
        y,
        _short(full, TITLE_SIGNS),
        url_for("roadmap.item", ref=measure.ref),
        f"{full}. Срок: {measure.deadline_text or 'не указан'}. {status.label}",
        status,
        tuple(_bar(due, scale) for due in one.spans),
        note,
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _bar(due: Due, scale: _Scale) -> Bar:
    one = due.occurrences[0]
    start = one.start or one.end or date.min
    end = one.end or date.max
    x, width = scale.bar(start, end)
    days = (
        date_short(end)
        if start == end
        else f"{date_short(start)} – {date_short(end) if one.end else 'без окончания'}"
    )
    return Bar(x, width, due.status.value, start == end, f"{days}: {due.status.label.lower()}")


def _months(drawn: Sequence[_Drawn], window: Window) -> Iterator[Month]:
    """Yield the rows by the month of the last day that is nearest: the month list of a phone is the same table."""
    keyed = sorted(
        ((_turn(one, window), place, one) for place, one in enumerate(drawn)), key=lambda k: (k[0], k[1])
    )
    for first, same in groupby(keyed, key=lambda k: k[0]):
        title = ENDLESS if first == date.max else month_ru(first)
        yield Month(title, tuple(_table_row(one) for _first, _place, one in same))


def _turn(one: _Drawn, window: Window) -> date:
    """Return the first day of the month of the first last day inside the window; the end of time without any."""
    ends = [due.day for due in one.spans if due.day is not None]
    if not ends:
        return date.max
    return min((day for day in ends if day <= window.last), default=min(ends)).replace(day=1)


def _table_row(one: _Drawn) -> TableRow:
    measure = one.line.measure
    last = max((due.day for due in one.spans if due.day is not None), default=None)
    return TableRow(
        f"{measure.number} {measure.title}".strip(),
        url_for("roadmap.item", ref=measure.ref),
        _short(one.section, SECTION_SIGNS),
        measure.deadline_text,
        date_short(last) if last else "",
        one.line.status,
    )


def _legend(drawn: Sequence[_Drawn]) -> tuple[MeasureStatus, ...]:
    shown = {due.status for one in drawn for due in one.spans}
    return tuple(status for status in MeasureStatus if status in shown)
