"""What the address of the matrix asks for."""

from flask import Request

from webapp.monitoring.queries import Filters
from webapp.schools.queries import Filters as SchoolFilters
from webapp.schools.queries import Sort

LONGEST = 100


def read_filters(request: Request) -> Filters:
    """Return the conditions of the address; unknown words ask nothing."""

    def asked(name: str) -> str:
        return request.args.get(name, "").strip()[:LONGEST]

    order = asked("sort")
    sort = order.removeprefix("-")
    of_schools = SchoolFilters(
        q=asked("q"),
        programme=asked("programme"),
        status=asked("status"),
        curator=asked("curator"),
        locality=request.args.get("locality", "").strip()[: 3 * LONGEST],
        sort=Sort(sort) if sort in set(Sort) else Sort.NAME,
        descending=order.startswith("-"),
    )
    return Filters(
        of_schools,
        stage=asked("stage"),
        kind=asked("kind"),
        state=asked("state"),
        turn=asked("turn"),
        overdue=asked("due") == "overdue",
    )
