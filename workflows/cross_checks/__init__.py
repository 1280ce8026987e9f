"""Documents of one school laid side by side: what contradicts, what one names and another does not.

Source: domain.md §2.4, §3.3 (a risk that is activated has its programme; measures have a date, an executor and a
document; measures of the first stage fall before its window; indicators have a base and a plan). Warnings all of them:
the judgement stays with people.
"""

from collections.abc import Sequence

from workflows.cross_checks.documents import between_documents, within_documents
from workflows.cross_checks.likeness import alike, rows_of
from workflows.cross_checks.roadmap import against_roadmap
from workflows.cross_checks.values import (
    Contradiction,
    Known,
    KnownMeasure,
    PlannedMeasure,
    Spot,
    ToldFile,
)

__all__ = [
    "Contradiction", "Known", "KnownMeasure", "PlannedMeasure", "Spot", "ToldFile", "alike", "contradictions",
]  # fmt: skip


def contradictions(files: Sequence[ToldFile], known: Known) -> tuple[Contradiction, ...]:
    """Return what a person should look at, in the order of its weight; empty for documents that agree."""
    rows = rows_of(files)
    return (
        *between_documents(files, rows, known),
        *against_roadmap(files, rows, known),
        *within_documents(files, known),
    )
