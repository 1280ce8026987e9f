"""What an expertise needs to know: editions in force, the sheet as it is filled, its remarks."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.database import now, session
from webapp.models import Expertise, Package, PackageFile, Remark, SheetEdition, VersionFile
from workflows.vocabulary import RemarkOrigin


def editions_in_force(municipality_id: int, codes: Iterable[str]) -> dict[str, SheetEdition]:
    """Return the newest edition in force of each sheet, by code; KeyError when the municipality lacks one."""
    wanted = set(codes)
    found: dict[str, SheetEdition] = {}
    rows = session.scalars(
        select(SheetEdition)
        .where(SheetEdition.municipality_id == municipality_id, SheetEdition.sheet_code.in_(wanted))
        .where(SheetEdition.effective_from <= now().date())
        .order_by(SheetEdition.number)
    )
    for edition in rows:
        found[edition.sheet_code] = edition
    missing = wanted - set(found)
    if missing:
        raise KeyError(f"no edition of {sorted(missing)}")
    return found


def filled_slots(package: Package) -> frozenset[str]:
    """Return the codes of the slots that hold a file in the current version."""
    return frozenset(
        session.scalars(
            select(PackageFile.slot)
            .join(VersionFile, VersionFile.file_id == PackageFile.id)
            .where(VersionFile.version_id == package.current_version_id)
        )
    )


def unpublished_from_marks(expertise: Expertise) -> Sequence[Remark]:
    """Return the remarks a prepared conclusion made of marks, not yet seen by the school."""
    return session.scalars(
        select(Remark)
        .where(Remark.package_id == expertise.package_id, Remark.version_id == expertise.version_id)
        .where(Remark.origin == RemarkOrigin.EXPERTISE, Remark.published_at.is_(None), Remark.criterion != "")
        .options(selectinload(Remark.changes))
    ).all()
