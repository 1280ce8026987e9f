"""Tables on a printed page: rules that cross make a grid, and where a rule is missing cells are merged."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from webapp.documents.reading.printed_page import Rule, Rules

NEAR = 3.0
"""Points: rules that are nearer than this are one, and so far may they miss each other at a corner."""
_MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class Span:
    """A cell of a grid: where it begins and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the x of its column borders rising, the y of its row borders falling, its cells by rows."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]
    owners: tuple[tuple[int, ...], ...]
    """For each row and column the number of the cell in `spans` that covers it."""

    def owner(self, x: float, y: float) -> int | None:
        """Return the number of the cell that holds this point; None outside the table."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        row = min(bisect_right([-one for one in self.ys], -y), len(self.ys) - 1) - 1
        return self.owners[row][column]

    def width(self, number: int) -> float:
        span = self.spans[number]
        return self.xs[span.column + span.columns] - self.xs[span.column]

    def left(self, number: int) -> float:
        return self.xs[self.spans[number].column]


def grids(rules: Rules) -> list[Grid]:
    """Return the tables of a page, each with two cells at least."""
    across, down = _whole(rules.across), _whole(rules.down)
    if len(across) < 2 or len(down) < 2 or len(across) + len(down) > _MOST_LINES:
        return []
    made = (_grid(*group) for group in _connected(across, down))
    return [grid for grid in made if grid is not None and len(grid.spans) > 1]


def _whole(rules: Iterable[Rule]) -> list[Rule]:
    """Join the pieces of each line: a border is often drawn cell by cell, or twice."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if lines and rule.at - lines[-1][0].at <= NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return [joined for line in lines for joined in _joined(line)]


def _joined(line: list[Rule]) -> Iterator[Rule]:
    at = sum(rule.at for rule in line) / len(line)
    pieces = sorted(line, key=lambda one: one.start)
    start, end = pieces[0].start, pieces[0].end
    for piece in pieces[1:]:
        if piece.start > end + NEAR:
            yield Rule(at, start, end)
            start, end = piece.start, piece.end
        end = max(end, piece.end)
    yield Rule(at, start, end)


def _connected(across: list[Rule], down: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the rules that cross each other, table by table."""
    left = set(range(len(down)))
    free = set(range(len(across)))
    while free:
        rows, columns, waiting = {free.pop()}, set(), []
        waiting = list(rows)
        while waiting:
            row = across[waiting.pop()]
            met = {number for number in left if _cross(row, down[number])}
            left -= met
            columns |= met
            for number in met:
                others = {other for other in free if _cross(across[other], down[number])}
                free -= others
                rows |= others
                waiting += others
        if len(rows) > 1 and len(columns) > 1:
            yield [across[number] for number in rows], [down[number] for number in columns]


def _cross(row: Rule, column: Rule) -> bool:
    return (
        row.start - NEAR <= column.at <= row.end + NEAR and column.start - NEAR <= row.at <= column.end + NEAR
    )


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    xs = _borders([rule.at for rule in down], [end for rule in across for end in (rule.start, rule.end)])
    ys = _borders([rule.at for rule in across], [end for rule in down for end in (rule.start, rule.end)])
    if len(xs) < 2 or len(ys) < 2:
        return None
    ys.reverse()
    owners: list[list[int]] = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    spans: list[Span] = []
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            if owners[row][column] >= 0:
                continue
            level, x = (top + bottom) / 2, (left + right) / 2
            columns = 1 + _open(down, xs[column + 1 : -1], level)
            rows = 1 + _open(across, ys[row + 1 : -1], x)
            span = _fitted(owners, Span(row, column, rows, columns))
            for place in range(row, row + span.rows):
                owners[place][column : column + span.columns] = [len(spans)] * span.columns
            spans.append(span)
    return Grid(tuple(xs), tuple(ys), tuple(spans), tuple(map(tuple, owners)))


def _open(rules: list[Rule], borders: list[float], across: float) -> int:
    """Return how many of the next borders are not drawn where they meet this level."""
    for number, border in enumerate(borders):
        if any(abs(rule.at - border) <= NEAR and rule.start <= across <= rule.end for rule in rules):
            return number
    return len(borders)


def _fitted(owners: list[list[int]], span: Span) -> Span:
    """Return the span without what another cell covers already."""
    row = owners[span.row]
    columns = next((n for n in range(span.columns) if row[span.column + n] >= 0), span.columns)
    rows = next((n for n in range(span.rows) if owners[span.row + n][span.column] >= 0), span.rows)
    return Span(span.row, span.column, rows, columns)


def _borders(drawn: list[float], ends: list[float]) -> list[float]:
    """Return the borders rising: where rules are, and the outer ends of those that cross them."""
    found: list[float] = []
    for at in sorted(drawn):
        if not found or at - found[-1] > NEAR:
            found.append(at)
    first, last = min(ends), max(ends)
    if first < found[0] - 2 * NEAR:
        found.insert(0, first)
    if last > found[-1] + 2 * NEAR:
        found.append(last)
    return found
