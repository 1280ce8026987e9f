"""What the figures of a roadmap are made of."""

from webapp.indicators.queries.figures import Figures, Known, figures, found, passed
from webapp.indicators.queries.yearly import Closing, Yearly, YearRow, waiting_in, yearly

__all__ = [
    "Closing",
    "Figures",
    "Known",
    "YearRow",
    "Yearly",
    "figures",
    "found",
    "passed",
    "waiting_in",
    "yearly",
]
