"""What the pages of near copies show, in words and addresses."""

from webapp.copies.pages.overview import overview
from webapp.copies.pages.passages import passages

__all__ = ["overview", "passages"]
