"""Of what a dossier may be asked, and those that were made of it before."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer

from webapp.database import session
from webapp.dossier import queries as dossiers
from webapp.errors import NotThere
from webapp.models import Package, PackageFile, Report, Stage
from workflows.vocabulary import ReportKind

SHOWN = 10
"""Earlier dossiers on the page that orders a new one."""


@dataclass(frozen=True, slots=True)
class About:
    """What the dossier would be about, how much it would hold, and the earlier ones, the newest first."""

    title: str
    school: str
    packages: int
    files: int
    size: int
    earlier: Sequence[Report]


def about_package(number: str) -> About:
    """Return what a dossier of a package would hold; raises NotThere, also for one that was never sent."""
    package = dossiers.get(number)
    if package.current_version_id is None:
        raise NotThere
    files, size = _weight(PackageFile.package_id == package.id)
    return About(
        f"Пакет {package.number}",
        package.school.name,
        1,
        files,
        size,
        _earlier(Report.package_id == package.id),
    )


def about_stage(slug: str) -> About:
    """Return what a dossier of a stage would hold; raises NotThere, also where nothing was sent."""
    stage = session.scalar(select(Stage).where(Stage.slug == slug).order_by(Stage.id.desc()).limit(1))
    if stage is None:
        raise NotThere
    sent = (Package.stage_id == stage.id) & Package.current_version_id.is_not(None)
    packages = session.scalar(select(func.count()).select_from(Package).where(sent)) or 0
    if not packages:
        raise NotThere
    files, size = _weight(PackageFile.package_id.in_(select(Package.id).where(sent)))
    return About(stage.title, "", packages, files, size, _earlier(Report.stage_id == stage.id))


def _weight(which: ColumnElement[bool]) -> tuple[int, int]:
    row = session.execute(
        select(func.count(), func.coalesce(func.sum(PackageFile.size), 0))
        .select_from(PackageFile)
        .where(which, PackageFile.removed_at.is_(None))
    ).one()
    return int(row[0]), int(row[1])


def _earlier(which: ColumnElement[bool]) -> Sequence[Report]:
    return session.scalars(
        select(Report)
        .where(which, Report.kind == ReportKind.DOSSIER)
        .order_by(Report.id.desc())
        .limit(SHOWN)
        .options(defer(Report.content, raiseload=True))
    ).all()
