"""Deadlines of roadmaps: Russian words to periods of days and back (domain.md §5)."""

from workflows.deadlines.model import Deadline, Doubt, Frame, Kind, Op, Per, Period, Recurrence, Status
from workflows.deadlines.plain import from_plain, to_plain
from workflows.deadlines.reading import read_deadline
from workflows.deadlines.writing import how_often, say

__all__ = [
    "Deadline", "Doubt", "Frame", "Kind", "Op", "Per", "Period", "Recurrence", "Status", "from_plain", "how_often",
    "read_deadline", "say", "to_plain",
]  # fmt: skip
