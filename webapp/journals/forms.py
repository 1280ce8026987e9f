"""The filters of the journal in the address."""

from datetime import date

from flask import Request

from webapp.journals.queries import Filters
from workflows.dates import DateError, parse_date

LENGTH = 200
NAMES = ("person", "role", "action", "kind", "object")


def read_filters(request: Request, today: date) -> Filters:
    """Return what the address narrows the journal by; a day that cannot be read narrows nothing."""
    said = {
        name: request.args.get(name, "").strip()[:LENGTH]
        for name in ("person", "role", "action", "kind", "object")
    }
    return Filters(
        said["person"], said["role"], said["action"], said["kind"], said["object"],
        _day(request.args.get("since", ""), today), _day(request.args.get("until", ""), today),
    )  # fmt: skip


def _day(text: str, today: date) -> date | None:
    try:
        return parse_date(text[:40], today=today) if text else None
    except DateError:
        return None
