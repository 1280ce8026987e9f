"""What is done to reports: asked for, made in the background, accepted."""

from webapp.reports.operations.accepting import accept, refuse_outdated
from webapp.reports.operations.building import SHARES, build, fail
from webapp.reports.operations.ordering import (
    CONCLUSION_LIMIT,
    order,
    order_agreement,
    order_conclusion,
    retry,
)
from webapp.reports.operations.reading import take_note

__all__ = [
    "CONCLUSION_LIMIT", "SHARES", "accept", "build", "fail", "order", "order_agreement", "order_conclusion",
    "refuse_outdated", "retry", "take_note",
]  # fmt: skip
