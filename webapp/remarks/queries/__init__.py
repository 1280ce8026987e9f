"""Remarks as they are read: ledgers, what they may be asked, one remark."""

from webapp.remarks.queries.criteria import sheet_of
from webapp.remarks.queries.filters import OVERDUE, WHOLE_PACKAGE, Filters
from webapp.remarks.queries.ledger import (
    Facet,
    Found,
    LedgerRow,
    Order,
    Sort,
    all_of_school,
    drafts_of,
    facets_of_package,
    facets_of_school,
    files_to_name,
    of_package,
    of_school,
    one,
    place_of,
    row_of,
)
from webapp.remarks.queries.pins import Pinned, own_unsent, pinned
from webapp.remarks.queries.templates import (
    TemplateLine,
    own_row,
    sheets_in_force,
    template_line,
    template_lines,
    templates,
    value_of,
)

__all__ = [
    "OVERDUE",
    "WHOLE_PACKAGE",
    "Facet",
    "Filters",
    "Found",
    "LedgerRow",
    "Order",
    "Pinned",
    "Sort",
    "TemplateLine",
    "all_of_school",
    "drafts_of",
    "facets_of_package",
    "facets_of_school",
    "files_to_name",
    "of_package",
    "of_school",
    "one",
    "own_row",
    "own_unsent",
    "pinned",
    "place_of",
    "row_of",
    "sheet_of",
    "sheets_in_force",
    "template_line",
    "template_lines",
    "templates",
    "value_of",
]
