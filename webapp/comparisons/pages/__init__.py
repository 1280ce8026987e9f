"""What the pages of a comparison show, in words and addresses."""

from webapp.comparisons.pages.choosing import choice
from webapp.comparisons.pages.overview import overview
from webapp.comparisons.pages.sides import COLUMNS, Editions, Sides, View, schools_sides, version_sides
from webapp.comparisons.pages.text import text

__all__ = [
    "COLUMNS",
    "Editions",
    "Sides",
    "View",
    "choice",
    "overview",
    "schools_sides",
    "text",
    "version_sides",
]
