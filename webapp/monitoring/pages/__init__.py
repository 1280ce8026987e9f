"""What the pages of the matrix show: plain values for the macros."""

from webapp.monitoring.pages.cells import Eyes
from webapp.monitoring.pages.matrix import MatrixPage, conditions_of, export_table, matrix_page
from webapp.monitoring.pages.reminders import ReminderPage, reminder_page

__all__ = [
    "Eyes",
    "MatrixPage",
    "ReminderPage",
    "conditions_of",
    "export_table",
    "matrix_page",
    "reminder_page",
]
