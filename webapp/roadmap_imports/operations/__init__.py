"""What is done with an office file on its way to a roadmap."""

from webapp.roadmap_imports.operations.accepting import accept
from webapp.roadmap_imports.operations.amending import amend
from webapp.roadmap_imports.operations.checking import ACTS, HeadingFacts, act_on_row, edit_row, name_columns
from webapp.roadmap_imports.operations.starting import drop, fail, read, start

__all__ = [
    "ACTS",
    "HeadingFacts",
    "accept",
    "act_on_row",
    "amend",
    "drop",
    "edit_row",
    "fail",
    "name_columns",
    "read",
    "start",
]
