"""What a school's document says in its tables and headings: measures with dates, indicators with values, risks by name.

Read once for each file and kept with what else was noticed in it; `workflows.cross_checks` lays files side by side.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import snowballstemmer

from workflows.deadlines import Frame, read_deadline
from workflows.dictionaries.risks import RISKS
from workflows.passages import Passage
from workflows.roadmaps.columns import Columns, Role, find_header, is_numbering
from workflows.roadmaps.heading import frame_of
from workflows.roadmaps.lines import Line, clean, one_line

MOST = 300
"""Rows of one kind kept of a document: nobody reads a longer list of doubts."""
LONGEST = 200
NEAR = 2
"""Words of a name stand among at most so many times as many."""
_WORD = re.compile(r"[а-яa-z]{3,}")
_stem = lru_cache(50_000)(snowballstemmer.stemmer("russian").stemWord)
_INDICATOR = re.compile(r"показател|индикатор|критери")
_BASE = re.compile(r"базов|исходн|стартов|факт|текущ|на\s+начал")
_PLANNED = re.compile(r"план|целев|ожидаем|прогноз|результат|достиж|на\s+конец")
_ASKED = (Role.DEADLINE, Role.RESPONSIBLE, Role.RESULT)
_FILLERS = frozenset({"-", "–", "—", "нет", "x", "х"})
_TITLES = 40
"""Passages from the beginning among which the period of the document stands."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: page and block, from 1."""

    leaf: int
    position: int


@dataclass(frozen=True, slots=True)
class ToldMeasure:
    """A row of a table of measures. `lacks` names what the row leaves empty, or the table has no column for."""

    title: str
    place: Place
    deadline: str = ""
    start: date | None = None
    end: date | None = None
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldIndicator:
    """A row of a table of indicators that has columns for a base and a planned value."""

    title: str
    place: Place
    base: str
    planned: str


@dataclass(frozen=True, slots=True)
class ToldRisk:
    """A risk factor a document names, where it does first. `heads`: a heading or the first cell of a row does."""

    code: str
    place: Place
    heads: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """Everything of a document that can be laid beside another."""

    measures: tuple[ToldMeasure, ...] = ()
    indicators: tuple[ToldIndicator, ...] = ()
    risks: tuple[ToldRisk, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document as a grid of cells."""

    place: Place
    rows: tuple[tuple[str, ...], ...]


def told(tables: Iterable[Table], passages: Sequence[Passage]) -> Told:
    """Return what the tables and the headings of one document say."""
    frame = frame_of(" ".join(passage.text for passage in passages[:_TITLES]))
    measures: list[ToldMeasure] = []
    indicators: list[ToldIndicator] = []
    columns: Columns | None = None
    for table in tables:
        found, columns = _measures(table, columns, frame)
        measures += found
        indicators += _indicators(table) if not found else ()
    return Told(tuple(measures[:MOST]), tuple(indicators[:MOST]), tuple(_risks(passages)))


def risks_named(texts: Iterable[str]) -> frozenset[str]:
    """Return the codes of the risk factors that any of the texts names, its words close together."""
    read = [_stems_in_order(text) for text in texts]
    return frozenset(
        risk.code for risk in RISKS if any(_close_together(stems(risk.name), words) for words in read)
    )


def stems(text: str) -> frozenset[str]:
    """Return the words of a title by their stems: case, endings, order and «ё» do not matter."""
    return frozenset(_stems_in_order(text))


def _measures(table: Table, before: Columns | None, frame: Frame) -> tuple[list[ToldMeasure], Columns | None]:
    """Return the measures of a table and its columns; a table without a header goes on the one before it."""
    lines = [
        Line(tuple(clean(cell) for cell in row), number) for number, row in enumerate(table.rows, start=1)
    ]
    columns, start = before, 0
    for place in range(min(3, len(lines))):
        header = find_header(lines, place)
        if header is not None:
            columns, start = header[0], place + header[1]
            break
    if columns is None or not _tells_when(columns):
        return [], None
    if start == 0 and lines and len(lines[0].cells) <= max(columns.places.values()):
        return [], None
    return [
        found for line in lines[start:] if (found := _measure(line, columns, table.place, frame))
    ], columns


def _tells_when(columns: Columns) -> bool:
    """A table of measures says when, or at least by whom and to what end."""
    by_whom = columns[Role.RESPONSIBLE] is not None and columns[Role.RESULT] is not None
    return columns[Role.TITLE] is not None and (columns[Role.DEADLINE] is not None or by_whom)


def _measure(line: Line, columns: Columns, place: Place, frame: Frame) -> ToldMeasure | None:
    title = one_line(line.cell(columns[Role.TITLE]))
    others = [role for role in _ASKED if columns[role] is not None]
    filled = [role for role in others if line.cell(columns[role]).lower() not in {"", *_FILLERS}]
    if not title or not filled or is_numbering(line):
        return None
    words = one_line(line.cell(columns[Role.DEADLINE]))
    deadline = read_deadline(words, frame)
    lacks = tuple(role.value for role in _ASKED if role not in filled)
    return ToldMeasure(title[:LONGEST], place, words[:LONGEST], deadline.start, deadline.end, lacks)


def _indicators(table: Table) -> Iterator[ToldIndicator]:
    """Yield the rows of a table whose header names an indicator, its base and its planned value."""
    if not table.rows:
        return
    names = [one_line(cell).lower().replace("ё", "е") for cell in table.rows[0]]
    title = next((place for place, name in enumerate(names) if _INDICATOR.search(name)), None)
    base = next((place for place, name in enumerate(names) if _BASE.search(name) and place != title), None)
    planned = next(
        (place for place, name in enumerate(names) if _PLANNED.search(name) and place not in {title, base}),
        None,
    )
    if title is None or base is None or planned is None:
        return
    for row in table.rows[1:]:
        cells = [one_line(cell) for cell in row] + [""] * len(names)
        if cells[title] and not cells[title].isdigit():
            yield ToldIndicator(
                cells[title][:LONGEST], table.place, _value(cells[base]), _value(cells[planned])
            )


def _value(text: str) -> str:
    return "" if text.lower() in _FILLERS else text[:LONGEST]


def _risks(passages: Sequence[Passage]) -> Iterator[ToldRisk]:
    """Yield each risk factor the document names, once: where it heads something, else in running text."""
    read = [(one, _stems_in_order(one.text)) for one in passages]
    heads = [(one, frozenset(words)) for one, words in read if one.may_head and len(one.text) <= 2 * LONGEST]
    for risk in RISKS:
        name = stems(risk.name)
        found = next((one for one, words in heads if name <= words), None)
        heading = found is not None
        found = found or next((one for one, words in read if _close_together(name, words)), None)
        if found is not None:
            yield ToldRisk(risk.code, Place(found.leaf, found.position), heading)


def _close_together(name: frozenset[str], words: Sequence[str]) -> bool:
    """Tell whether all the words of a name stand close to each other, in any order."""
    places = [(place, word) for place, word in enumerate(words) if word in name]
    for at, (start, _) in enumerate(places):
        if name <= {word for place, word in places[at:] if place - start < NEAR * len(name)}:
            return True
    return False


def _stems_in_order(text: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in _WORD.findall(text.lower().replace("ё", "е")))
