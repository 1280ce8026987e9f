"""What the pages of the diary show."""

from webapp.diary.pages.entries import (
    COLUMNS,
    SILENT_COLUMNS,
    AgreementLine,
    EntryPage,
    SilentLine,
    choices,
    entry_page,
    lines,
    silent_lines,
    tabs,
)
from webapp.diary.pages.month import month_page

__all__ = [
    "COLUMNS",
    "SILENT_COLUMNS",
    "AgreementLine",
    "EntryPage",
    "SilentLine",
    "choices",
    "entry_page",
    "lines",
    "month_page",
    "silent_lines",
    "tabs",
]
