"""The papers made of a package."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from webapp.database import session
from webapp.models import Report, ReportFile
from workflows.vocabulary import ReportKind, ReportState


def conclusion_files(package_id: int) -> Sequence[ReportFile]:
    """Return the rendered files of the newest ready conclusion of a package; none while there is none."""
    newest = (
        select(Report.id)
        .where(Report.package_id == package_id, Report.kind == ReportKind.CONCLUSION)
        .where(Report.state == ReportState.READY)
        .order_by(Report.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return session.scalars(
        select(ReportFile)
        .join(Report, Report.id == ReportFile.report_id)
        .where(ReportFile.report_id == newest)
        .options(contains_eager(ReportFile.report))
        .order_by(ReportFile.format)
    ).all()
