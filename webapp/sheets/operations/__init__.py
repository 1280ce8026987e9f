"""What the coordinator does with the sheets of the municipality."""

from webapp.sheets.operations.editions import (
    Approval,
    Conflict,
    Edit,
    approve,
    discard,
    replace,
    save,
    start,
)
from webapp.sheets.operations.importing import read_table

__all__ = ["Approval", "Conflict", "Edit", "approve", "discard", "read_table", "replace", "save", "start"]
