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
from webapp.remarks.pages.school import SchoolLedger, order_of, school_ledger
from webapp.remarks.pages.table import COLUMNS, table_rows

__all__ = [
    "COLUMNS",
    "Attempt",
    "LedgerItem",
    "LedgerPage",
    "SchoolLedger",
    "criterion_choices",
    "file_choices",
    "item",
    "ledger_page",
    "order_of",
    "school_ledger",
    "table_rows",
    "words_of",
]
