"""What the sheet, its earlier rounds and the conclusion show."""

from webapp.expertise.pages.letter import Letter, LetterLine, letter
from webapp.expertise.pages.reconciliation import Reconciliation, opinions_of, reconciliation
from webapp.expertise.pages.rounds import RoundItem, round_items
from webapp.expertise.pages.sheet import (
    OPTIONS,
    CriterionItem,
    GroupItem,
    Library,
    SheetPage,
    criterion_item,
    mark_page,
    score_item,
    sheet_page,
)

__all__ = [
    "OPTIONS",
    "CriterionItem",
    "GroupItem",
    "Letter",
    "LetterLine",
    "Library",
    "Reconciliation",
    "RoundItem",
    "SheetPage",
    "criterion_item",
    "letter",
    "mark_page",
    "opinions_of",
    "reconciliation",
    "round_items",
    "score_item",
    "sheet_page",
]  # fmt: skip
