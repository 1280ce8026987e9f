"""What a query finds among what the person may see, and what is shown of it."""

from webapp.search.queries.finding import MOST, Answer, Findings, Kind, answer, find, kinds_for
from webapp.search.queries.showing import (
    FileFound,
    PackageFound,
    Place,
    RemarkFound,
    SchoolFound,
    files,
    packages,
    remarks,
    schools,
)

__all__ = [
    "MOST", "Answer", "FileFound", "Findings", "Kind", "PackageFound", "Place", "RemarkFound", "SchoolFound", "answer",
    "files", "find", "kinds_for", "packages", "remarks", "schools",
]  # fmt: skip
