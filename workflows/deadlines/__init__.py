"""Deadlines of roadmaps: Russian words to periods of days and back (domain.md §5)."""

from workflows.deadlines.model import Deadline, Doubt, Frame, Kind, Op, Per, Period, Recurrence, Status
from workflows.deadlines.reading import read_deadline
from workflows.deadlines.writing import how_often, say

__all__ = [
    "Deadline", "Doubt", "Frame", "Kind", "Op", "Per", "Period", "Recurrence", "Status", "how_often", "read_deadline",
    "say",
]  # fmt: skip
