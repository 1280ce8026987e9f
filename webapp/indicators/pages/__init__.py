"""How the figures of a roadmap are shown."""

from webapp.indicators.pages.figure import FigurePage, exported, figure_page
from webapp.indicators.pages.years import YearsPage, exported_years, years_page

__all__ = ["FigurePage", "YearsPage", "exported", "exported_years", "figure_page", "years_page"]
