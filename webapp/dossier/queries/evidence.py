"""The documents of an evidence package beside the measures they prove (К09)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.documents.examination import Examination
from webapp.dossier.queries.whole import Dossier
from webapp.models import AntiRiskMeasure, AntiRiskProgramme, Package, PackageFile, Reading
from webapp.reading import queries as reading
from workflows.evidence import Document, Line, Measure, Reason, matrix
from workflows.kind import Per, Slot
from workflows.reading import Notice, ReadingState
from workflows.vocabulary import SCHOOL_ROLES, Role


@dataclass(frozen=True, slots=True)
class EvidenceMatrix:
    """A line for each measure of the package, and the files by their keys."""

    lines: tuple[Line, ...]
    files: dict[str, PackageFile]


def evidence_matrix(found: Dossier, role: Role) -> EvidenceMatrix:
    """Return how the files on the table prove the measures; five statements whatever their number.

    That another school has the same file is told to those who judge, never to a school."""
    lines = found.draft_files() if found.assembling and role in SCHOOL_ROLES else found.files
    files = {str(line.file.number): line.file for line in lines}
    slots = [slot for slot in found.slots if slot.per is Per.MEASURE]
    read = reading.readings(list(files.values()))
    facts = reading.examinations(list(files.values()))
    repeated = _repeated(found.package, list(files.values()), judges=role not in SCHOOL_ROLES)
    documents = [
        _document(key, file, read.get(file.sha256), facts.get(file.sha256), repeated.get(key, ()))
        for key, file in files.items()
    ]
    return EvidenceMatrix(matrix(_measures(found.package, slots), documents), files)


def _measures(package: Package, slots: Sequence[Slot]) -> list[Measure]:
    """Return the measures of the places, with the period of their programme as it stands today."""
    ids = [int(slot.subject) for slot in slots if slot.subject.isdigit()]
    rows = session.execute(
        select(AntiRiskMeasure.id, AntiRiskMeasure.due_on, AntiRiskProgramme.starts_on)
        .join(AntiRiskProgramme, AntiRiskProgramme.id == AntiRiskMeasure.plan_id)
        .where(AntiRiskMeasure.id.in_(ids))
    )
    known = {str(row.id): row for row in rows}
    return [
        Measure(
            slot.code,
            slot.title,
            known[slot.subject].due_on if slot.subject in known else slot.due_on,
            known[slot.subject].starts_on if slot.subject in known else None,
            package.stage.closes_on,
        )
        for slot in slots
    ]


def _document(
    key: str, file: PackageFile, read: Reading | None, facts: Examination | None, repeats: tuple[Reason, ...]
) -> Document:
    state = read.state if read is not None else ReadingState.WAITING
    return Document(
        key=key,
        slot=file.slot,
        name=file.name,
        waiting=state is ReadingState.WAITING or (state is ReadingState.READY and facts is None),
        readable=state is not ReadingState.FAILED,
        has_text=read is not None and Notice.SCAN not in read.notices,
        dated=facts.requisites.dated if facts is not None else None,
        words=facts.told.words if facts is not None else frozenset(),
        repeats=repeats,
    )


def _repeated(
    package: Package, files: Sequence[PackageFile], *, judges: bool
) -> dict[str, tuple[Reason, ...]]:
    """Return where else the same bytes stand, by the number of the file; near copies join here when there are such."""
    here = [file.sha256 for file in files]
    with system_scope("the same file in other packages of the municipality: that it is there, not where"):
        rows = session.execute(
            select(PackageFile.sha256, Package.school_id)
            .join(Package, Package.id == PackageFile.package_id)
            .where(PackageFile.sha256.in_(here), Package.id != package.id)
            .where(Package.municipality_id == package.municipality_id)
            .distinct()
        ).all()
    foreign = {sha256 for sha256, school_id in rows if school_id != package.school_id and judges}
    own = {sha256 for sha256, school_id in rows if school_id == package.school_id}
    told = {
        str(file.number): tuple(
            reason
            for reason, holds in (
                (Reason.TWICE, here.count(file.sha256) > 1),
                (Reason.ELSEWHERE, file.sha256 in own),
                (Reason.FOREIGN, file.sha256 in foreign),
            )
            if holds
        )
        for file in files
    }
    return {number: reasons for number, reasons in told.items() if reasons}
