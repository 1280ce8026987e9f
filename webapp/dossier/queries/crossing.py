"""The documents of a school in one project laid side by side, as far as this person is given them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from webapp.database import session
from webapp.diagnosis import queries as diagnosis
from webapp.models import Package, PackageFile, VersionFile
from webapp.reading import queries as reading
from workflows.cross_checks import Spot, ToldFile, contradictions
from workflows.kinds import KINDS
from workflows.reading import ReadingState


@dataclass(frozen=True, slots=True)
class CrossedFile:
    """A file that was laid beside the others; `is_read` tells whether its words are known yet."""

    package: str
    file: PackageFile
    is_read: bool


@dataclass(frozen=True, slots=True)
class Crossing:
    """One contradiction with its places: number of the package, file, page and block."""

    code: str
    text: str
    places: tuple[tuple[str, PackageFile, Spot], ...]


@dataclass(frozen=True, slots=True)
class Crossed:
    files: tuple[CrossedFile, ...]
    found: tuple[Crossing, ...]


def crossed(package: Package, own: Sequence[PackageFile]) -> Crossed:
    """Return what the files of a package say against each other, the school's other packages and its programme.

    `own` are the files of the package on the table: of the draft for the school, of the version for all others. Six
    statements whatever the number of files."""
    files = [(package.number, file, _proves(package)) for file in own] + files_beside(package)
    read = reading.readings([file for _, file, _ in files])
    facts = reading.examinations([file for _, file, _ in files])
    told = [
        ToldFile(_key(number, file), _named(number, file, package), facts[file.sha256].told, plans=not proves)
        for number, file, proves in files
        if file.sha256 in facts
    ]
    placed = {_key(number, file): (number, file) for number, file, _ in files}
    mine = {_key(package.number, file) for file in own}
    known = diagnosis.known(school_id=package.school_id, programme_id=package.programme_id)
    found = tuple(
        Crossing(one.code, one.text, tuple((*placed[spot.file], spot) for spot in one.spots))
        for one in contradictions(told, known)
        if not one.spots or any(spot.file in mine for spot in one.spots)
    )
    return Crossed(
        tuple(
            CrossedFile(number, file, file.sha256 in read and read[file.sha256].state is ReadingState.READY)
            for number, file, _ in files
        ),
        found,
    )


def files_beside(package: Package) -> list[tuple[str, PackageFile, bool]]:
    """Return the files on the table of the school's other packages in the project, as this person may see them."""
    rows = session.scalars(
        select(PackageFile)
        .join(VersionFile, VersionFile.file_id == PackageFile.id)
        .join(Package, Package.current_version_id == VersionFile.version_id)
        .where(Package.school_id == package.school_id, Package.programme_id == package.programme_id)
        .where(Package.id != package.id)
        .order_by(Package.number, PackageFile.number)
        .options(contains_eager(PackageFile.package))
    ).all()
    return [(file.package.number, file, _proves(file.package)) for file in rows]


def _proves(package: Package) -> bool:
    kind = KINDS.get(package.kind)
    return kind is not None and kind.evidence_stage > 0


def _key(number: str, file: PackageFile) -> str:
    return f"{number}/{file.number}"


def _named(number: str, file: PackageFile, package: Package) -> str:
    return file.name if number == package.number else f"{file.name} (пакет {number})"
