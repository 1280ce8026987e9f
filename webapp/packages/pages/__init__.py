"""What the pages of packages show: plain values for the macros of the templates."""

from webapp.packages.pages.conclusion import conclusion, sheet_files
from webapp.packages.pages.crossing import cross_items, cross_page
from webapp.packages.pages.founding import (
    Decision,
    decision,
    decision_preview,
    requisite_facts,
    suggest_paper,
)
from webapp.packages.pages.holding import held, on_their_way
from webapp.packages.pages.parts import zone_of
from webapp.packages.pages.pins import pinning, pins_shown
from webapp.packages.pages.register import (
    REGISTER_COLUMNS,
    empty_register,
    register_chips,
    register_lines,
    state_options,
)
from webapp.packages.pages.removing import removal_page, suggested_name
from webapp.packages.pages.route import done_words, step_page
from webapp.packages.pages.show import (
    PackagePage,
    conflict_link,
    due_choices,
    expert_choices,
    extras,
    package_page,
    school_choices,
    tabs,
)
from webapp.packages.pages.stream import audiences, entry
from webapp.packages.pages.versions import (
    FROZEN_COLUMNS,
    VERSION_COLUMNS,
    file_page,
    version_items,
    version_page,
)

__all__ = [
    "FROZEN_COLUMNS",
    "REGISTER_COLUMNS",
    "VERSION_COLUMNS",
    "Decision",
    "PackagePage",
    "audiences",
    "conclusion",
    "conflict_link",
    "cross_items",
    "cross_page",
    "decision",
    "decision_preview",
    "done_words",
    "due_choices",
    "empty_register",
    "entry",
    "expert_choices",
    "extras",
    "file_page",
    "held",
    "on_their_way",
    "package_page",
    "pinning",
    "pins_shown",
    "register_chips",
    "register_lines",
    "removal_page",
    "requisite_facts",
    "school_choices",
    "sheet_files",
    "state_options",
    "step_page",
    "suggest_paper",
    "suggested_name",
    "tabs",
    "version_items",
    "version_page",
    "zone_of",
]
