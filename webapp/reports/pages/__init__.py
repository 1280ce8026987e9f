"""What the pages of reports show: plain values for the macros of the templates."""

from webapp.reports.pages.register import (
    REGISTER_COLUMNS,
    STAGE_COLUMNS,
    kind_options,
    order_warnings,
    register_chips,
    register_lines,
    shows_stages,
    stage_lines,
    state_options,
)
from webapp.reports.pages.report import MEDIA_TYPES, TOLD, report_page

__all__ = [
    "MEDIA_TYPES",
    "REGISTER_COLUMNS",
    "STAGE_COLUMNS",
    "TOLD",
    "kind_options",
    "order_warnings",
    "register_chips",
    "register_lines",
    "report_page",
    "shows_stages",
    "stage_lines",
    "state_options",
]
