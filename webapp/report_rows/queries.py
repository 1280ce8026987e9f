"""A report with its frozen data, and the other issues it can be compared with."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import Report
from webapp.reports import queries as reports
from workflows.report_contents import Content, Number, Section, comparable, differences, numbers
from workflows.vocabulary import ReportState


@dataclass(frozen=True, slots=True)
class Issue:
    """A finished report with its frozen data."""

    report: Report
    content: Content


def issue(number: str, place: str = "") -> Issue:
    """Return a finished report whose data were kept; raises NotThere."""
    report = reports.get(number, place)
    content = reports.content_of(report.id) if report.state is ReportState.READY else {}
    if not content or not comparable(report.kind):
        raise NotThere
    return Issue(report, content)


def number_of(found: Issue, code: str) -> Number:
    """Return one number of a report with its rows; raises NotThere."""
    known = next((one for one in numbers(found.report.kind, found.content) if one.code == code), None)
    if known is None:
        raise NotThere
    return known


def others(report: Report) -> Sequence[tuple[str, str]]:
    """Return number and title of the other finished issues on the same stage or roadmap, the latest first."""
    same = (
        Report.stage_id == report.stage_id
        if report.stage_id is not None
        else Report.roadmap_id == report.roadmap_id
    )
    rows = session.execute(
        select(Report.number, Report.title)
        .where(
            same,
            Report.kind == report.kind,
            Report.municipality_id == report.municipality_id,
            Report.state == ReportState.READY,
            Report.id != report.id,
        )
        .order_by(Report.id.desc())
    )
    return [(number, title) for number, title in rows]


def compared(one: Issue, other: Issue) -> tuple[Issue, Issue, tuple[Section, ...]]:
    """Return the earlier issue, the later one, and how they differ."""
    before, after = sorted((one, other), key=lambda known: known.report.id)
    return before, after, differences(after.report.kind, before.content, after.content)
