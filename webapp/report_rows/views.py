"""`/reports/<number>/rows/<what>` and `/reports/<number>/compare`: what stands behind a report."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from webapp.access.actor import current_actor
from webapp.access.guard import Section
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.rendering import render
from webapp.report_rows import queries
from webapp.tables import columns

section = Section("report_rows", __name__, url_prefix="/reports", nav="reports")
Reply = Response | WerkzeugResponse


@section.get("/<report>/rows/<what>", access=P.READ_REPORTS)
def rows(report: str, what: str) -> Reply:
    found = queries.issue(report, _place())
    return render(
        "report_rows/rows.html",
        report=found.report,
        number=queries.number_of(found, what),
        links=may(current_actor().role, P.READ_PACKAGES),
        place=_place(),
    )


@section.get("/<report>/compare", access=P.READ_REPORTS)
def compare(report: str) -> Reply:
    """Two issues side by side: with the one before, unless another is chosen."""
    found = queries.issue(report, _place())
    others = queries.others(found.report)
    known = {number for number, _title in others}
    asked = request.args.get("with", "")[:64]
    latest = others[0][0] if others else ""
    chosen = asked if asked in known else latest
    before, after, sections = (
        queries.compared(found, queries.issue(chosen, _place())) if chosen else (found, found, ())
    )
    return render(
        "report_rows/compare.html",
        report=found.report,
        before=before.report,
        after=after.report,
        sections=sections,
        columns=columns("Что", f"№ {before.report.number}", f"№ {after.report.number}"),
        others=[(number, f"№ {number}") for number, _title in others],
        chosen=chosen,
        action=url_for(".compare", report=report),
        place=_place(),
    )


def _place() -> str:
    return request.args.get("place", "")[:64]
