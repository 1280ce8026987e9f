"""What is done to remarks. Every change leaves a line with round, version and person."""

from webapp.remarks.operations.answering import SCHOOL_TURN, DraftConflict, answer, keep_draft
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
    "add_template",
    "answer",
    "archive_template",
    "edit",
    "keep_draft",
    "publish",
    "save_template",
    "settle",
    "stand",
    "write",
]
