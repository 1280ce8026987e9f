"""The ledger of remarks of one package, with the history of each."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import Package, PackageFile, Remark, VersionFile


def ledger(package: Package) -> Sequence[Remark]:
    """Return the remarks this person may see, by number, with files and changes; two statements."""
    return session.scalars(
        select(Remark)
        .where(Remark.package_id == package.id)
        .order_by(Remark.number)
        .options(joinedload(Remark.file), selectinload(Remark.changes))
    ).all()


def one(package: Package, number: int) -> Remark:
    """Return one remark; raises NotThere."""
    found = session.scalar(
        select(Remark)
        .where(Remark.package_id == package.id, Remark.number == number)
        .options(joinedload(Remark.file), selectinload(Remark.changes))
    )
    if found is None:
        raise NotThere
    return found


def files_to_name(package: Package) -> Sequence[PackageFile]:
    """Return the files of the current version a remark may be tied to."""
    return session.scalars(
        select(PackageFile)
        .join(VersionFile, VersionFile.file_id == PackageFile.id)
        .where(VersionFile.version_id == package.current_version_id)
        .order_by(VersionFile.position)
    ).all()
