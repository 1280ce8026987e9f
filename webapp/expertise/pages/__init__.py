"""What the sheet, its earlier rounds and the conclusion show."""

from webapp.expertise.pages.document import Pane, chosen_file, evidence, pane
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
    "Pane",
    "Reconciliation",
    "RoundItem",
    "SheetPage",
    "chosen_file",
    "criterion_item",
    "evidence",
    "letter",
    "mark_page",
    "opinions_of",
    "pane",
    "reconciliation",
    "round_items",
    "score_item",
    "sheet_page",
]  # fmt: skip
