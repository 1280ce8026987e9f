"""What a reviewer does: begins, marks criteria, concludes; and how a conclusion reaches the school."""

from webapp.expertise.operations.conclusion import (
    begin,
    conclude,
    ensure_editions,
    release,
    reopen,
    rework_day,
)
from webapp.expertise.operations.marks import (
    COMMENT_LIMIT,
    Conflict,
    MarkDraft,
    Saved,
    carry_mark,
    problem_of,
    save_mark,
)
from webapp.expertise.operations.pins import pin_mark, unpin_mark
from webapp.expertise.operations.reconciling import reconcile, take

__all__ = [
    "COMMENT_LIMIT",
    "Conflict",
    "MarkDraft",
    "Saved",
    "begin",
    "carry_mark",
    "conclude",
    "ensure_editions",
    "pin_mark",
    "problem_of",
    "reconcile",
    "release",
    "reopen",
    "rework_day",
    "save_mark",
    "take",
    "unpin_mark",
]
