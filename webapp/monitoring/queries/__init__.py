"""What the matrix is made of: its columns, its schools, its cells and the totals."""

from webapp.monitoring.queries.cells import Cell, SlotCell
from webapp.monitoring.queries.columns import Column, Option, Shape, StageWindow, documents, shape
from webapp.monitoring.queries.conditions import MISSING, UNPLACED, Filters
from webapp.monitoring.queries.matrix import Found, SchoolRow, everything, matrix
from webapp.monitoring.queries.reminders import LIMIT, Draft, Sent, drafts, sent_today
from webapp.monitoring.queries.totals import Total

__all__ = [
    "LIMIT", "MISSING", "UNPLACED", "Cell", "Column", "Draft", "Filters", "Found", "Option", "SchoolRow", "Sent",
    "Shape", "SlotCell", "StageWindow", "Total", "documents", "drafts", "everything", "matrix", "sent_today", "shape",
]  # fmt: skip
