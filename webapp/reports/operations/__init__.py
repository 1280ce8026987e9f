"""What is done to reports: asked for, made in the background, accepted, taken away."""

from webapp.reports.operations.accepting import accept, refuse_outdated
from webapp.reports.operations.building import SHARES, build, fail
from webapp.reports.operations.downloads import record_download
from webapp.reports.operations.ordering import CONCLUSION_LIMIT, order, order_conclusion, retry

__all__ = [
    "CONCLUSION_LIMIT", "SHARES", "accept", "build", "fail", "order", "order_conclusion", "record_download",
    "refuse_outdated", "retry",
]  # fmt: skip
