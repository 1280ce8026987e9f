"""What a school does while it assembles a package."""

from webapp.assembly.operations.drafting import excuse, save_answers, start
from webapp.assembly.operations.files import NOT_SAVED, Outcome, Upload, add_files, remove_file
from webapp.assembly.operations.uploads import (
    OPEN_LIMIT,
    PART_SIZE,
    OutOfStep,
    append,
    begin,
    cancel,
    finish,
)

__all__ = [
    "NOT_SAVED",
    "OPEN_LIMIT",
    "PART_SIZE",
    "OutOfStep",
    "Outcome",
    "Upload",
    "add_files",
    "append",
    "begin",
    "cancel",
    "excuse",
    "finish",
    "remove_file",
    "save_answers",
    "start",
]
