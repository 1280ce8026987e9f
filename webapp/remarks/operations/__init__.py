"""What is done to remarks. Every change leaves a line with round, version and person."""

from webapp.remarks.operations.answering import SCHOOL_TURN, DraftConflict, answer, keep_draft
from webapp.remarks.operations.pins import add_pin, find_pin, forget_pins, hand_over, pin_remark, unpin_remark
from webapp.remarks.operations.rows import TEXT_LIMIT
from webapp.remarks.operations.settling import settle, stand
from webapp.remarks.operations.templates import (
    TemplateConflict,
    TemplateDraft,
    add_template,
    archive_template,
    save_template,
)
from webapp.remarks.operations.writing import Draft, add, edit, publish, write

__all__ = [
    "SCHOOL_TURN",
    "TEXT_LIMIT",
    "Draft",
    "DraftConflict",
    "TemplateConflict",
    "TemplateDraft",
    "add",
    "add_pin",
    "add_template",
    "answer",
    "archive_template",
    "edit",
    "find_pin",
    "forget_pins",
    "hand_over",
    "keep_draft",
    "pin_remark",
    "publish",
    "save_template",
    "settle",
    "stand",
    "unpin_remark",
    "write",
]
