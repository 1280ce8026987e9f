"""What was sent: the frozen versions of a package, their slots and files."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import FileViewed, Package, PackageFile, Version, VersionFile
from workflows import kind as kinds
from workflows.kind import Slot


def versions(package: Package) -> Sequence[Version]:
    """Return the frozen versions with their files, newest first; two statements."""
    return session.scalars(
        select(Version)
        .where(Version.package_id == package.id)
        .order_by(Version.number.desc())
        .options(selectinload(Version.files).joinedload(VersionFile.file))
    ).all()


def version(package: Package, number: int) -> Version:
    found = next((version for version in versions(package) if version.number == number), None)
    if found is None:
        raise NotThere
    return found


def frozen_slots(version: Version | None) -> tuple[Slot, ...]:
    """Return the slots as they were when the version was sent."""
    if version is None:
        return ()
    return tuple(
        Slot(
            code=raw["code"],
            title=raw["title"],
            hint=raw["hint"],
            required=raw["required"],
            many=raw["many"],
            per=kinds.Per(raw["per"]),
            sheet=raw["sheet"],
            subject=raw["subject"],
        )
        for raw in version.slots
    )


def file_of(package: Package, number: int) -> PackageFile:
    """Return a file of the package this person may see; raises NotThere."""
    file = session.scalar(
        select(PackageFile).where(PackageFile.package_id == package.id, PackageFile.number == number)
    )
    if file is None:
        raise NotThere
    return file


def is_viewed(file: PackageFile, user_id: int) -> bool:
    """Tell whether the person has marked the file as looked at."""
    own = select(FileViewed.file_id).where(FileViewed.file_id == file.id, FileViewed.user_id == user_id)
    return session.scalar(own) is not None
