"""The papers made of a package."""

from collections.abc import Sequence

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import contains_eager

from webapp.database import kept, session
from webapp.models import Report, ReportFile
from workflows.vocabulary import ReportKind, ReportState


def conclusion_files(package_id: int) -> Sequence[ReportFile]:
    """Return the rendered files of the newest ready conclusion of a package; none while there is none."""
    return session.scalars(_CONCLUSION_FILES, {"package": package_id}).all()


_NEWEST = (
    select(Report.id)
    .where(Report.package_id == bindparam("package", type_=Integer()), Report.kind == ReportKind.CONCLUSION)
    .where(Report.state == ReportState.READY)
    .order_by(Report.id.desc())
    .limit(1)
    .scalar_subquery()
)
_CONCLUSION_FILES = kept(
    select(ReportFile)
    .join(Report, Report.id == ReportFile.report_id)
    .where(ReportFile.report_id == _NEWEST)
    .options(contains_eager(ReportFile.report))
    .order_by(ReportFile.format)
)
