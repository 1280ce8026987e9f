"""What is known of packages beside their dossier: the register, late sending, examiners, papers."""

from webapp.packages.queries.examiners import assigned, candidates, default_examiner, experts, is_assigned
from webapp.packages.queries.papers import agreement_files, conclusion_files, requisites
from webapp.packages.queries.permits import (
    closed_dues,
    has_permit,
    permits,
    schools_by_name,
    stage_and_school,
)
from webapp.packages.queries.register import (
    EXPORT_COLUMNS,
    Filters,
    Found,
    PackageRow,
    StageOption,
    export,
    export_lines,
    register,
    stages,
)

__all__ = [
    "EXPORT_COLUMNS",
    "Filters",
    "Found",
    "PackageRow",
    "StageOption",
    "agreement_files",
    "assigned",
    "candidates",
    "closed_dues",
    "conclusion_files",
    "default_examiner",
    "experts",
    "export",
    "export_lines",
    "has_permit",
    "is_assigned",
    "permits",
    "register",
    "requisites",
    "schools_by_name",
    "stage_and_school",
    "stages",
]
