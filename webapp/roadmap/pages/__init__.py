"""What the pages of roadmaps show: plain values for the templates."""

from webapp.roadmap.pages.drafting import (
    EDIT_COLUMNS,
    PARTY_COLUMNS,
    edit_page,
    measure_values,
    party_lines,
    party_values,
    roadmap_values,
    section_choices,
    section_of,
)
from webapp.roadmap.pages.facts import ExecutePage, FactPage, NothingToMark, execute_page, fact_page
from webapp.roadmap.pages.item import EARLIER, OCCURRENCES, TERMS, ItemPage, item_page, item_title, may_mark
from webapp.roadmap.pages.schools import SCHOOL_COLUMNS, school_lines
from webapp.roadmap.pages.table import COLUMNS, MapPage, map_page, may_edit, proposals
from webapp.roadmap.pages.words import term

__all__ = [
    "COLUMNS", "EARLIER", "EDIT_COLUMNS", "OCCURRENCES", "PARTY_COLUMNS", "SCHOOL_COLUMNS", "TERMS", "ExecutePage",
    "FactPage", "ItemPage", "MapPage", "NothingToMark", "edit_page", "execute_page", "fact_page", "item_page",
    "item_title", "map_page", "may_edit", "may_mark", "measure_values", "party_lines", "party_values", "proposals",
    "roadmap_values", "school_lines", "section_choices", "section_of", "term",
]  # fmt: skip
