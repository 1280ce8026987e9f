"""What the pages of remarks show."""

from webapp.remarks.pages.items import LedgerItem, item
from webapp.remarks.pages.ledger import (
    Attempt,
    LedgerPage,
    criterion_choices,
    file_choices,
    ledger_page,
    words_of,
)
from webapp.remarks.pages.table import COLUMNS, table_rows

__all__ = [
    "COLUMNS",
    "Attempt",
    "LedgerItem",
    "LedgerPage",
    "criterion_choices",
    "file_choices",
    "item",
    "ledger_page",
    "table_rows",
    "words_of",
]
