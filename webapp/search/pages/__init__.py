"""The page of search as plain values."""

from webapp.search.pages.items import Link, Result
from webapp.search.pages.results import PAGE, ResultsPage, results

__all__ = ["PAGE", "Link", "Result", "ResultsPage", "results"]
