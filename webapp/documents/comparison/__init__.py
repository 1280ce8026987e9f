"""What changed between two documents: paragraphs first, then words, moved blocks, tables row by row.

Pure functions of values. What a typesetter changes and an author does not is no change: quotes, dashes, spaces, the
letter ё, numbers of pages, a paragraph broken over two pages."""

from webapp.documents.comparison.changes import (
    Change,
    Comparison,
    Figures,
    Headline,
    Kind,
    Mark,
    Place,
    RowChange,
    Span,
    figures_from_json,
    figures_to_json,
    from_json,
    to_json,
)
from webapp.documents.comparison.comparing import compare, compare_texts

__all__ = [
    "Change",
    "Comparison",
    "Figures",
    "Headline",
    "Kind",
    "Mark",
    "Place",
    "RowChange",
    "Span",
    "compare",
    "compare_texts",
    "figures_from_json",
    "figures_to_json",
    "from_json",
    "to_json",
]
