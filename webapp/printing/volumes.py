"""A long report cut into runs of bounded size: the memory of the renderer grows with the cells of tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.printing.contents import Kind
from webapp.printing.pages.tables import Page, Row

# About 20 KB of the renderer's memory each: a run stays under 350 MB.
CELLS_IN_RUN = 11_000

# The pieces of a report in printing order; those named like a table hold that table.
PIECES: dict[Kind, tuple[str, ...]] = {
    Kind.STAGE_REPORT: (
        "head", "general", "composition", "counts", "deadlines", "reviewers",
        "parameters", "scale", "thresholds", "zones",
        "verdicts", "results", "measures", "changes", "averages",
        "typical", "recommendations", "signatures", "appendix",
    ),
    Kind.ROADMAP_REPORT: (
        "head", "general", "figures", "overdue", "amendments", "plan_years", "conclusions", "signatures", "roadmap",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows `start` to `stop` of the table of this name; `start` above zero is a continuation."""

    name: str
    start: int = 0
    stop: int = 0

    @property
    def is_continued(self) -> bool:
        return self.start > 0


def volumes(kind: Kind, page: Page, *, cells: int = CELLS_IN_RUN) -> list[Page]:
    """The page, or several pages that print the same one after another, each with about so many cells."""
    names = PIECES.get(kind)
    if names is None:
        return [page]
    return [_volume(page, pieces) for pieces in _runs(page, names, cells)]


def _runs(page: Page, names: tuple[str, ...], cells: int) -> Iterator[list[Piece]]:
    run: list[Piece] = []
    room = cells
    for piece, cost in _slices(page, names, cells):
        if run and (cost > room or run[-1].name == piece.name):
            yield run
            run, room = [], cells
        run.append(piece)
        room -= cost
    yield run


def _slices(page: Page, names: tuple[str, ...], cells: int) -> Iterator[tuple[Piece, int]]:
    """Each piece with its cost in cells; a table that no run could hold comes in slices."""
    for name in names:
        table = page["tables"].get(name)
        if table is None:
            yield Piece(name), 0
            continue
        rows = table["rows"]
        start = 0
        while True:
            stop = _cut(rows, start, max(cells // len(table["head"]), 2))
            yield Piece(name, start, stop), sum(len(row) for row in rows[start:stop])
            start = stop
            if start >= len(rows):
                break


def _cut(rows: list[Row], start: int, step: int) -> int:
    """Where a slice ends: after so many rows, but never between the title of a group and its first row."""
    stop = min(start + step, len(rows))
    is_title = stop < len(rows) and len(rows[stop - 1]) == 1
    return stop - 1 if is_title and stop - 1 > start else stop


def _rows(rows: list[Row], piece: Piece) -> list[Row]:
    """The rows of the slice, under the title of the group that it continues."""
    wanted = rows[piece.start : piece.stop]
    if not piece.is_continued or len(wanted[0]) == 1:
        return wanted
    titles = [row for row in rows[: piece.start] if len(row) == 1]
    return [*titles[-1:], *wanted]


def _volume(page: Page, pieces: list[Piece]) -> Page:
    tables = {
        piece.name: {
            **page["tables"][piece.name],
            "rows": _rows(page["tables"][piece.name]["rows"], piece),
            "continued": piece.is_continued,
        }
        for piece in pieces
        if piece.name in page["tables"]
    }
    return {
        **page,
        "tables": tables,
        "pieces": [{"name": piece.name, "continued": piece.is_continued} for piece in pieces],
    }
