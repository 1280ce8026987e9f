"""What is known of reports: the register, one report, and the data each document is made of."""

from webapp.reports.queries.agreement_contents import agreement_contents
from webapp.reports.queries.bundles import Archive, archive
from webapp.reports.queries.conclusion_contents import conclusion_contents
from webapp.reports.queries.conclusions import conclusion, conclusions
from webapp.reports.queries.diary_contents import diary_contents
from webapp.reports.queries.official import organisation, person, place_of, provenance
from webapp.reports.queries.one import (
    Address,
    Around,
    Change,
    Prospect,
    RoadmapSummary,
    Summary,
    addressed,
    around,
    by_id,
    changes,
    content_of,
    file_of,
    get,
    newer,
    number_about_roadmap_in_work,
    number_in_work,
    prospect,
    summary,
    to_include,
)
from webapp.reports.queries.receipts import receipt, sent_version
from webapp.reports.queries.register import (
    ANY_KIND,
    Filters,
    ReportRow,
    StageRow,
    register,
    stage_options,
    stages,
)
from webapp.reports.queries.roadmap_contents import HEADINGS, Asked, approved_by, roadmap_contents
from webapp.reports.queries.signatures import reopenings, signatures_of, signatures_of_stage
from webapp.reports.queries.stage_contents import stage_contents
from webapp.reports.queries.stage_rows import school_count, stage_rows

__all__ = [
    "ANY_KIND",
    "HEADINGS",
    "Address",
    "Archive",
    "Around",
    "Asked",
    "Change",
    "Filters",
    "Prospect",
    "ReportRow",
    "RoadmapSummary",
    "StageRow",
    "Summary",
    "addressed",
    "agreement_contents",
    "approved_by",
    "archive",
    "around",
    "by_id",
    "changes",
    "conclusion",
    "conclusion_contents",
    "conclusions",
    "content_of",
    "diary_contents",
    "file_of",
    "get",
    "newer",
    "number_about_roadmap_in_work",
    "number_in_work",
    "organisation",
    "person",
    "place_of",
    "prospect",
    "provenance",
    "receipt",
    "register",
    "reopenings",
    "roadmap_contents",
    "school_count",
    "sent_version",
    "signatures_of",
    "signatures_of_stage",
    "stage_contents",
    "stage_options",
    "stage_rows",
    "stages",
    "summary",
    "to_include",
]  # fmt: skip
