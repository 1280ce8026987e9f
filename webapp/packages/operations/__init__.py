"""What is done to a package. `take_step` alone changes its state, `take_step_together` that of many at once."""

from webapp.packages.operations.consequences import Answer
from webapp.packages.operations.experts import (
    BEFORE_EXPERTISE,
    assign_expert,
    assign_experts,
    decline,
    set_joint,
)
from webapp.packages.operations.files import check_file, mark_viewed
from webapp.packages.operations.founding import Paper
from webapp.packages.operations.holding import HELD, cancel, chosen_before, is_held, may_cancel, waiting
from webapp.packages.operations.messages import MESSAGE_LIMIT, post_message, save_message_draft
from webapp.packages.operations.permits import allow_late, allow_round
from webapp.packages.operations.reminding import refusal_to_remind, remind
from webapp.packages.operations.removing import erase_removed, remove_content
from webapp.packages.operations.sending import send_held, send_now
from webapp.packages.operations.steps import release_together, start, take_step, take_step_together

__all__ = [
    "BEFORE_EXPERTISE",
    "HELD",
    "MESSAGE_LIMIT",
    "Answer",
    "Paper",
    "allow_late",
    "allow_round",
    "assign_expert",
    "assign_experts",
    "cancel",
    "check_file",
    "chosen_before",
    "decline",
    "erase_removed",
    "is_held",
    "mark_viewed",
    "may_cancel",
    "post_message",
    "refusal_to_remind",
    "release_together",
    "remind",
    "remove_content",
    "save_message_draft",
    "send_held",
    "send_now",
    "set_joint",
    "start",
    "take_step",
    "take_step_together",
    "waiting",
]
