"""What the matrix is made of: its columns, its schools, its cells and the totals."""

from webapp.monitoring.queries.cells import Cell, SlotCell
from webapp.monitoring.queries.columns import Column, Option, Shape, StageWindow, documents, shape
from webapp.monitoring.queries.conditions import MISSING, UNPLACED, Filters
from webapp.monitoring.queries.matrix import Found, SchoolRow, everything, matrix
from webapp.monitoring.queries.totals import Total

__all__ = [
    "MISSING", "UNPLACED", "Cell", "Column", "Filters", "Found", "Option", "SchoolRow", "Shape", "SlotCell",
    "StageWindow", "Total", "documents", "everything", "matrix", "shape",
]  # fmt: skip
