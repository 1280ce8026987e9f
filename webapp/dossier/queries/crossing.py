"""The documents of a school in one project laid side by side, as far as this person is given them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from webapp.database import session
from webapp.diagnosis import queries as diagnosis
from webapp.documents.examination import Examination
from webapp.models import Package, PackageFile, VersionFile
from webapp.reading import queries as reading
from webapp.roadmap import queries as roadmaps
from workflows.cross_checks import Known, Spot, ToldFile, contradictions
from workflows.kinds import KINDS
from workflows.reading import ReadingState

NAMES_RISKS = frozenset({"concept", "medium_term"})
AGAINST_RISK = "anti_risk"
PLANS = NAMES_RISKS | {AGAINST_RISK, "programme"}
"""Places of documents that say what is to be done; orders and minutes beside them do not."""


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
    risk: str
    """Whose anti-risk programme is the other place; '' for none."""
    measure: str
    """Which measure of a roadmap is the other place; '' for none."""


@dataclass(frozen=True, slots=True)
class Crossed:
    files: tuple[CrossedFile, ...]
    found: tuple[Crossing, ...]


def crossed(package: Package, own: Sequence[PackageFile]) -> Crossed:
    """Return what the files of a package say against each other, the school's other packages, programme and roadmap.

    `own` are the files of the package on the table: of the draft for the school, of the version for all others. Seven
    statements whatever the number of files."""
    own = [file for file in own if file.removed_at is None]
    files = [(package.number, file, _proves(package)) for file in own] + files_beside(package)
    read = reading.readings([file for _, file, _ in files])
    facts = reading.examinations([file for _, file, _ in files])
    told = [
        _told(_key(number, file), _named(number, file, package), file.slot, facts[file.sha256], proves=proves)
        for number, file, proves in files
        if file.sha256 in facts
    ]
    placed = {_key(number, file): (number, file) for number, file, _ in files}
    mine = {_key(package.number, file) for file in own}
    found = tuple(
        Crossing(
            one.code,
            one.text,
            tuple((*placed[spot.file], spot) for spot in one.spots),
            one.risk,
            one.measure,
        )
        for one in contradictions(told, _known(package))
        if any(spot.file in mine for spot in one.spots) or not (one.spots or _proves(package))
    )
    return Crossed(
        tuple(
            CrossedFile(number, file, file.sha256 in read and read[file.sha256].state is ReadingState.READY)
            for number, file, _ in files
        ),
        found,
    )


def crossed_with(package: Package, file: PackageFile) -> tuple[Crossing, ...]:
    """Return the contradictions of the version on the table in which this file has a part; eight statements."""
    own = session.scalars(
        select(PackageFile)
        .join(VersionFile, VersionFile.file_id == PackageFile.id)
        .where(VersionFile.version_id == package.current_version_id)
        .order_by(PackageFile.number)
    ).all()
    return tuple(
        one for one in crossed(package, own).found if any(other.id == file.id for _, other, _ in one.places)
    )


def _known(package: Package) -> Known:
    whose = {"school_id": package.school_id, "programme_id": package.programme_id}
    measures, risks = roadmaps.planned(**whose)
    return replace(diagnosis.known(**whose), planned=measures, planned_risks=risks)


def _told(key: str, name: str, slot: str, facts: Examination, *, proves: bool) -> ToldFile:
    place, _, subject = slot.partition("-")
    return ToldFile(
        key,
        name,
        facts.told,
        plans=not proves and place in PLANS,
        risk=subject if place == AGAINST_RISK else "",
        whole=place in NAMES_RISKS,
        is_silent=not facts.words,
    )


def files_beside(package: Package) -> list[tuple[str, PackageFile, bool]]:
    """Return the files on the table of the school's other packages in the project, as this person may see them."""
    rows = session.scalars(
        select(PackageFile)
        .join(VersionFile, VersionFile.file_id == PackageFile.id)
        .join(Package, Package.current_version_id == VersionFile.version_id)
        .where(Package.school_id == package.school_id, Package.programme_id == package.programme_id)
        .where(Package.id != package.id, PackageFile.removed_at.is_(None))
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
