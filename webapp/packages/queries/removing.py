"""What removing the content of a file concerns: the same bytes elsewhere, and who still uses them."""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.errors import NotThere
from webapp.models import (
    DiaryFile,
    Opening,
    Package,
    PackageFile,
    Pin,
    ProgressEvidence,
    ReportFile,
    RoadmapImport,
    School,
    StoredFile,
    VersionFile,
)


def sent_file(package: Package, number: int) -> PackageFile:
    """Return a file of the package that some version holds; raises NotThere: a draft is the school's own business."""
    sent = exists().where(VersionFile.file_id == PackageFile.id)
    file = session.scalar(
        select(PackageFile).where(PackageFile.package_id == package.id, PackageFile.number == number, sent)
    )
    if file is None:
        raise NotThere
    return file


def copies(package: Package, sha256: str) -> Sequence[PackageFile]:
    """Return every file of the school with these bytes, drafts included; the coordinator is not shown what they are."""
    with system_scope("the same bytes in other packages of the school"):
        return session.scalars(
            select(PackageFile)
            .join(Package, Package.id == PackageFile.package_id)
            .where(Package.school_id == package.school_id, PackageFile.sha256 == sha256)
            .where(PackageFile.removed_at.is_(None))
            .options(joinedload(PackageFile.package))
            .order_by(PackageFile.id)
        ).all()


def elsewhere(package: Package, sha256: str) -> Sequence[PackageFile]:
    """Return the sent files of other schools with these bytes that the person may see."""
    sent = exists().where(VersionFile.file_id == PackageFile.id)
    return session.scalars(
        select(PackageFile)
        .join(Package, Package.id == PackageFile.package_id)
        .join(School, School.id == Package.school_id)
        .where(Package.school_id != package.school_id, PackageFile.sha256 == sha256, sent)
        .where(PackageFile.removed_at.is_(None))
        .options(joinedload(PackageFile.package).joinedload(Package.school))
        .order_by(School.name, PackageFile.id)
    ).all()


def locked_content(sha256: str) -> StoredFile:
    """Return the row of the bytes, locked: whoever uploads the same ones now waits for the end."""
    with system_scope("content that is removed"):
        return session.scalars(select(StoredFile).where(StoredFile.sha256 == sha256).with_for_update()).one()


def is_used(sha256: str) -> bool:
    """Tell whether a file that keeps its content, a report, the proof of an executed measure, an entry of the
    diary or the file of a roadmap holds these bytes."""
    living = exists().where(PackageFile.sha256 == sha256, PackageFile.removed_at.is_(None))
    with system_scope("who else keeps the same bytes"):
        proof = exists().where(ProgressEvidence.sha256 == sha256)
        noted = exists().where(DiaryFile.sha256 == sha256)
        plan = exists().where(RoadmapImport.sha256 == sha256)
        return bool(
            session.scalar(
                select(living | proof | noted | plan | exists().where(ReportFile.sha256 == sha256))
            )
        )


def pins_of(files: Collection[PackageFile]) -> Sequence[Pin]:
    """Return the places pinned in these files, quotations with them."""
    with system_scope("places in a removed content"):
        return session.scalars(select(Pin).where(Pin.file_id.in_([file.id for file in files]))).all()


def openings_of(packages: Collection[Package]) -> dict[int, Opening]:
    """Return what the return of the version on the table opened, by package."""
    versions = [one.current_version_id for one in packages if one.current_version_id]
    with system_scope("what a return opened"):
        found = session.scalars(select(Opening).where(Opening.version_id.in_(versions)))
        return {one.package_id: one for one in found}
