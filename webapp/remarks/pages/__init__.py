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
from webapp.remarks.pages.templates import (
    draft_of,
    library_page,
    ref_choices,
    ref_groups,
    values_of,
)

__all__ = [
    "COLUMNS",
    "Attempt",
    "LedgerItem",
    "LedgerPage",
    "SchoolLedger",
    "criterion_choices",
    "draft_of",
    "file_choices",
    "item",
    "ledger_page",
    "library_page",
    "order_of",
    "ref_choices",
    "ref_groups",
    "school_ledger",
    "table_rows",
    "values_of",
    "words_of",
]
