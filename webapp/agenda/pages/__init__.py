"""How the times of roadmaps are shown."""

from webapp.agenda.pages.feed import calendar_file
from webapp.agenda.pages.lists import MinePage, OverduePage, mine_page, overdue_page
from webapp.agenda.pages.month import month_page
from webapp.agenda.pages.timeline import TimelinePage, timeline_page

__all__ = [
    "MinePage", "OverduePage", "TimelinePage", "calendar_file", "mine_page", "month_page", "overdue_page",
    "timeline_page",
]  # fmt: skip
