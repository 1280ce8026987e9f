"""Roadmaps of municipalities as office files say them: columns, rows, plan values, parties (domain.md §2.9, §5)."""

from workflows.roadmaps.columns import Columns, Role
from workflows.roadmaps.lines import Line, lines_of_text
from workflows.roadmaps.model import Item, Notice, Roadmap, Section, Warned
from workflows.roadmaps.reading import read_roadmap
from workflows.roadmaps.telling import as_json

__all__ = [
    "Columns", "Item", "Line", "Notice", "Roadmap", "Role", "Section", "Warned", "as_json", "lines_of_text",
    "read_roadmap",
]  # fmt: skip
