"""The filters of the journal in the address."""

from datetime import date

from flask import Request

from webapp.journals.queries import Filters
from workflows.dates import day_in

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
        day_in(request.args.get("since", ""), today=today), day_in(request.args.get("until", ""), today=today),
    )  # fmt: skip
