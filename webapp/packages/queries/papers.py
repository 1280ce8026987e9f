"""The papers made of a package."""

from collections.abc import Sequence

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import contains_eager

from webapp.database import kept, session
from webapp.models import Package, Report, ReportFile, Requisite
from workflows.vocabulary import ReportKind, ReportState, State

FOUNDER_DECIDED = frozenset({State.FOUNDER_RETURNED, State.AGREED, State.APPROVED, State.REPORTED})


def conclusion_files(package_id: int) -> Sequence[ReportFile]:
    """Return the rendered files of the newest ready conclusion of a package; none while there is none."""
    return session.scalars(_FILES, {"package": package_id, "kind": ReportKind.CONCLUSION}).all()


def agreement_files(package_id: int) -> Sequence[ReportFile]:
    """Return the rendered files of the newest ready sheet of agreement; none while there is none."""
    return session.scalars(_FILES, {"package": package_id, "kind": ReportKind.AGREEMENT}).all()


def requisites(package: Package) -> Sequence[Requisite]:
    """Return the papers about the version on the table; none before the founder has decided."""
    if package.state not in FOUNDER_DECIDED:
        return ()
    return session.scalars(_REQUISITES, {"version": package.current_version_id}).all()


_of_kind = Report.kind == bindparam("kind", type_=Report.kind.type)
_NEWEST = (
    select(Report.id)
    .where(Report.package_id == bindparam("package", type_=Integer()), _of_kind)
    .where(Report.state == ReportState.READY)
    .order_by(Report.id.desc())
    .limit(1)
    .scalar_subquery()
)
_FILES = kept(
    select(ReportFile)
    .join(Report, Report.id == ReportFile.report_id)
    .where(ReportFile.report_id == _NEWEST)
    .options(contains_eager(ReportFile.report))
    .order_by(ReportFile.format)
)
_REQUISITES = kept(
    select(Requisite)
    .where(Requisite.version_id == bindparam("version", type_=Integer()))
    .order_by(Requisite.id)
)
