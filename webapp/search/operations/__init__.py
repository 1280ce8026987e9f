"""What the worker takes into the index, and how often a person may search."""

from webapp.search.operations.catching_up import catch_up, rebuild
from webapp.search.operations.pace import MOST, count_search, forget
from webapp.search.operations.taking_in import (
    EDITION,
    take_in_package,
    take_in_school,
    take_in_stage,
    take_in_text,
)

__all__ = [
    "EDITION", "MOST", "catch_up", "count_search", "forget", "rebuild", "take_in_package", "take_in_school",
    "take_in_stage", "take_in_text",
]  # fmt: skip
