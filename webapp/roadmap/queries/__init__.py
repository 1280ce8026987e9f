"""What is known of roadmaps."""

from webapp.roadmap.queries.choosing import chosen, get, listed
from webapp.roadmap.queries.closing import closed_years, require_open
from webapp.roadmap.queries.counting import period_of, rows, rows_of, share_of, shares_of
from webapp.roadmap.queries.evidence import (
    entries_named,
    entry_title,
    evidence_file,
    offered_entries,
    offered_packages,
    offered_reports,
    package_title,
    packages_named,
    reports_named,
)
from webapp.roadmap.queries.item import Item, item
from webapp.roadmap.queries.lines import Line, Whole, line, whole
from webapp.roadmap.queries.of_school import SchoolPart, of_school
from webapp.roadmap.queries.participations import joined_schools
from webapp.roadmap.queries.people import (
    parties,
    party,
    people,
    person_of,
    programme_of,
    programmes,
    school_of,
    schools,
)
from webapp.roadmap.queries.planned import planned
from webapp.roadmap.queries.proposing import (
    Condition,
    Proposal,
    conditions_of,
    is_proposed,
    proposal,
    stages_to_watch,
    surveys_to_watch,
)
from webapp.roadmap.queries.responsible import is_theirs, may_execute, plan_value
from webapp.roadmap.queries.school_maps import SchoolMap, Schools, of_schools

__all__ = [
    "Condition",
    "Item",
    "Line",
    "Proposal",
    "SchoolMap",
    "SchoolPart",
    "Schools",
    "Whole",
    "chosen",
    "closed_years",
    "conditions_of",
    "entries_named",
    "entry_title",
    "evidence_file",
    "get",
    "is_proposed",
    "is_theirs",
    "item",
    "joined_schools",
    "line",
    "listed",
    "may_execute",
    "of_school",
    "of_schools",
    "offered_entries",
    "offered_packages",
    "offered_reports",
    "package_title",
    "packages_named",
    "parties",
    "party",
    "people",
    "period_of",
    "person_of",
    "plan_value",
    "planned",
    "programme_of",
    "programmes",
    "proposal",
    "reports_named",
    "require_open",
    "rows",
    "rows_of",
    "school_of",
    "schools",
    "share_of",
    "shares_of",
    "stages_to_watch",
    "surveys_to_watch",
    "whole",
]  # fmt: skip
