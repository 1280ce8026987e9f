"""What the pages of the matrix show: plain values for the macros."""

from webapp.monitoring.pages.cells import Eyes
from webapp.monitoring.pages.matrix import MatrixPage, conditions_of, export_table, matrix_page

__all__ = ["Eyes", "MatrixPage", "conditions_of", "export_table", "matrix_page"]
