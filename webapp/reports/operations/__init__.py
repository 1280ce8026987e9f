"""What is done to reports: asked for, made in the background, accepted."""

from webapp.reports.operations.accepting import ACCEPTED, accept, refuse_outdated
from webapp.reports.operations.building import (
    COLLECTING,
    LISTING,
    Frozen,
    KeepAlive,
    MadeFile,
    Work,
    build,
    fail,
    finish,
    show,
    steps_of,
)
from webapp.reports.operations.concluding import keep_conclusion
from webapp.reports.operations.ordering import (
    CONCLUSION_LIMIT,
    order,
    order_agreement,
    order_conclusion,
    order_diary,
    order_dossier,
    order_on_roadmap,
    retry,
)
from webapp.reports.operations.reading import take_note

__all__ = [
    "ACCEPTED", "COLLECTING", "CONCLUSION_LIMIT", "LISTING", "Frozen", "KeepAlive", "MadeFile", "Work", "accept",
    "build", "fail", "finish", "keep_conclusion", "order", "order_agreement", "order_conclusion", "order_diary",
    "order_dossier", "order_on_roadmap", "refuse_outdated", "retry", "show", "steps_of", "take_note",
]  # fmt: skip
