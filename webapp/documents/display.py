"""How the blocks of a leaf are laid out for reading: portions of a long one, nested lists, headings without gaps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from webapp.documents.content import Block, BlockKind, Cell, Row

PORTION = 300
"""Paragraphs, items and rows of tables shown at once: nobody reads more on one screen."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its position in the leaf, from 1; of a table cut between portions, `first` of `rows` rows."""

    position: int
    block: Block
    first: int = 1
    rows: int = 0

    @property
    def is_part(self) -> bool:
        return self.rows != len(self.block.rows)


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list with the items below it."""

    position: int
    text: str
    entries: "tuple[Entry, ...]" = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """What is drawn as one thing: a paragraph, a heading with its depth from 0, a whole list, a table."""

    kind: BlockKind
    position: int
    text: str = ""
    depth: int = 0
    entries: tuple[Entry, ...] = ()
    rows: tuple[Row, ...] = ()
    headed: bool = False
    """The first row names the columns."""
    words: str = ""
    """Which rows of a table these are, when not all."""


def portions(blocks: Sequence[Block], size: int = PORTION) -> tuple[tuple[Placed, ...], ...]:
    """Return the blocks of a leaf in portions of about `size` lines; a long table goes on in the next ones."""
    found: list[list[Placed]] = [[]]
    room = size
    for position, block in enumerate(blocks, start=1):
        if block.kind is not BlockKind.TABLE:
            if not room:
                found.append([])
                room = size
            found[-1].append(Placed(position, block))
            room -= 1
            continue
        first = 1
        for part in _cut(block.rows, room or size, size):
            if not room:
                found.append([])
                room = size
            found[-1].append(Placed(position, replace(block, rows=part), first, len(block.rows)))
            first += len(part)
            room = max(room - len(part), 0)
    return tuple(tuple(portion) for portion in found)


def portion_of(parts: Sequence[Sequence[Placed]], position: int) -> int:
    """Return the number, from 1, of the portion that begins to show a block; 1 when there is no such."""
    for number, placed in enumerate(parts, start=1):
        if any(one.position == position for one in placed):
            return number
    return 1


def pieces(placed: Iterable[Placed]) -> tuple[Piece, ...]:
    """Return what to draw, in order. Headings skip no level: a third-rank one right after the title is the second."""
    return tuple(_pieces(list(placed)))


def _pieces(placed: list[Placed]) -> Iterator[Piece]:
    ranks: list[int] = []
    at = 0
    while at < len(placed):
        one = placed[at]
        kind, block = one.block.kind, one.block
        if kind is BlockKind.ITEM:
            run = _run(placed, at)
            at += len(run)
            yield Piece(kind, one.position, entries=_nested(run))
            continue
        at += 1
        if kind is BlockKind.HEADING:
            while ranks and ranks[-1] >= block.level:
                ranks.pop()
            ranks.append(block.level)
            yield Piece(kind, one.position, block.text, depth=len(ranks) - 1)
        elif kind is BlockKind.TABLE:
            yield _table(one)
        else:
            yield Piece(kind, one.position, block.text)


def _table(one: Placed) -> Piece:
    rows, words = one.block.rows, ""
    if one.is_part:
        words = f"строки {one.first}–{one.first + len(rows) - 1} из {one.rows}"
    width = max((sum(cell.columns for cell in row) for row in rows), default=0)
    if all(cell.rows == 1 for row in rows for cell in row):
        rows = tuple((replace(row[0], columns=width),) if len(row) == 1 else row for row in rows)
    return Piece(BlockKind.TABLE, one.position, rows=rows, headed=_is_headed(one, width), words=words)


def _is_headed(one: Placed, width: int) -> bool:
    """Tell whether the first row can name the columns: whole, without gaps and spans, above others."""
    rows = one.block.rows
    whole = len(rows[0]) == width > 1 if rows else False
    return (
        one.first == 1 and len(rows) > 1 and whole and all(cell.text and cell.rows == 1 for cell in rows[0])
    )


def _run(placed: list[Placed], start: int) -> list[Placed]:
    end = start
    while end < len(placed) and placed[end].block.kind is BlockKind.ITEM:
        end += 1
    return placed[start:end]


def _nested(run: list[Placed]) -> tuple[Entry, ...]:
    """Return items as trees: one that stands deeper belongs to the last one above it."""
    found: list[Entry] = []
    at = 0
    while at < len(run):
        own = run[at]
        end = at + 1
        while end < len(run) and run[end].block.level > own.block.level:
            end += 1
        found.append(Entry(own.position, own.block.text, _nested(run[at + 1 : end])))
        at = end
    return tuple(found)


def _cut(rows: tuple[Row, ...], room: int, size: int) -> Iterator[tuple[Row, ...]]:
    """Yield the rows in parts; a cell that reaches over a cut is shown in both parts."""
    start, length = 0, room
    carried: tuple[tuple[int, Cell], ...] = ()
    while start < len(rows):
        part = rows[start : start + length]
        yield _clipped(_continued(part, carried))
        carried = _reaching(_continued(part, carried))
        start, length = start + length, size


def _reaching(part: tuple[Row, ...]) -> tuple[tuple[int, Cell], ...]:
    """Return the cells that go on below the part, each with its column."""
    found, taken = [], [0] * (max((sum(cell.columns for cell in row) for row in part), default=0) + len(part))
    for index, row in enumerate(part):
        column = 0
        for cell in row:
            while column < len(taken) and taken[column] > index:
                column += 1
            for covered in range(column, min(column + cell.columns, len(taken))):
                taken[covered] = index + cell.rows
            if index + cell.rows > len(part):
                found.append((column, replace(cell, rows=index + cell.rows - len(part))))
            column += cell.columns
    return tuple(sorted(found, key=lambda pair: pair[0]))


def _continued(part: tuple[Row, ...], carried: tuple[tuple[int, Cell], ...]) -> tuple[Row, ...]:
    """Return the part with the cells that reach into it put into its first row, each at its column."""
    if not carried:
        return part
    row: list[Cell] = []
    column, waiting = 0, list(carried)
    for cell in (*part[0], None):
        while waiting and (cell is None or waiting[0][0] <= column):
            row.append(waiting.pop(0)[1])
            column += row[-1].columns
        if cell is not None:
            row.append(cell)
            column += cell.columns
    return (tuple(row), *part[1:])


def _clipped(part: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(
        tuple(
            cell if cell.rows <= len(part) - index else replace(cell, rows=len(part) - index) for cell in row
        )
        for index, row in enumerate(part)
    )
