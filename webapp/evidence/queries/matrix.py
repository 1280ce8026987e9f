"""The evidence matrix of one package for one person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from webapp.access.actor import Actor
from webapp.access.permissions import Permission, may
from webapp.database import session
from webapp.documents.examination import Examination
from webapp.dossier import queries as dossiers
from webapp.dossier.queries import Dossier
from webapp.errors import NotThere
from webapp.evidence.queries.doubles import Doubles, doubles
from webapp.evidence.queries.measures import PROGRAMMES, Planned, planned
from webapp.models import EvidenceLink, PackageFile, Reading
from webapp.reading import queries as reading
from workflows.evidence import Proof, Row
from workflows.evidence import matrix as laid_out
from workflows.guards import on_duty
from workflows.kind import Per
from workflows.programme_tables import stems
from workflows.reading import Notice, ReadingState
from workflows.requisites import dates_in
from workflows.vocabulary import SCHOOL_ROLES, Role, State

WORDLESS = frozenset({Notice.SCAN.value, Notice.GARBLED.value})
JUDGES = frozenset({Role.CURATOR, Role.EXPERT, Role.COORDINATOR, Role.CHIEF})
NOT_PROPOSED = frozenset({"summary"})
"""Slots of files that name every measure and prove none."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a person decided of a file and a measure, the latest."""

    related: bool
    row: EvidenceLink


@dataclass(frozen=True, slots=True)
class Matrix:
    """Measures with their documents. `files` by number; `links` and `doubles` by measure and file."""

    found: Dossier
    planned: tuple[Planned, ...]
    rows: tuple[Row, ...]
    files: Mapping[int, PackageFile]
    proofs: Mapping[int, Proof]
    links: Mapping[tuple[str, int], Link]
    doubles: Doubles
    locked: str
    """Why the person may not correct it now; '' when they may."""

    @property
    def loose(self) -> tuple[PackageFile, ...]:
        """Files that belong to no measure."""
        tied = {cell.file for row in self.rows for cell in row.cells}
        return tuple(file for number, file in self.files.items() if number not in tied)

    def of(self, key: str) -> tuple[Planned, Row]:
        """Return one measure with its documents; raises NotThere."""
        for one, row in zip(self.planned, self.rows, strict=True):
            if one.key == key:
                return one, row
        raise NotThere


def dossier_of(number: str, actor: Actor, *, lock: bool = False) -> Dossier:
    """Return the dossier of a package of evidence; raises NotThere for any other package."""
    found = dossiers.dossier(number, actor, lock=lock)
    if not found.kind.evidence_stage:
        raise NotThere
    return found


def matrix(number: str, actor: Actor) -> Matrix:
    """Return the matrix of a package; raises NotThere."""
    return matrix_of(dossier_of(number, actor), actor)


def matrix_of(found: Dossier, actor: Actor) -> Matrix:
    """Return the matrix of a dossier; one number of statements whatever the number of measures and files."""
    shown = found.shown_files(actor.role)
    files = {line.file.number: line.file for line in shown if line.file.removed_at is None}
    programmes = [
        file
        for _, file, _ in dossiers.files_beside(found.package)
        if file.slot.partition("-")[0] in PROGRAMMES
    ]
    read = reading.readings(list(files.values()))
    facts = reading.examinations([*files.values(), *programmes])
    links = _links(found, {file.id: number for number, file in files.items()})
    measures = planned(found, programmes, facts)
    measured = {slot.code for slot in found.slots if slot.per is Per.MEASURE}
    proofs = {
        number: _proof(file, read.get(file.sha256), facts.get(file.sha256), measured)
        for number, file in files.items()
    }
    rows = laid_out(
        [one.measure for one in measures],
        tuple(proofs.values()),
        {pair: link.related for pair, link in links.items()},
    )
    twice = doubles(found.package, rows, files, judges=actor.role in JUDGES)
    return Matrix(found, measures, rows, files, proofs, links, twice, why_locked(found, actor))


def why_locked(found: Dossier, actor: Actor) -> str:
    """Return why this person may not say now which document proves which measure; '' when they may."""
    if not may(actor.role, Permission.LINK_EVIDENCE):
        return "Документы к мерам относят школа и куратор."
    if actor.role in SCHOOL_ROLES:
        return "" if found.assembling else "Пакет направлен: состав и связи документов с мерами не меняются."
    if found.package.state is not State.CURATOR_REVIEW:
        return "Куратор относит документы к мерам, пока проверяет пакет."
    if found.bias.own_school:
        return "Это пакет вашей школы: решение по нему принимает другой человек."
    return dossiers.on_its_way(found.package) or on_duty(dossiers.facts_of(found, actor)) or ""


def _proof(
    file: PackageFile, read: Reading | None, facts: Examination | None, measured: Collection[str]
) -> Proof:
    state = read.state if read is not None else ReadingState.WAITING
    wordless = read is not None and (not read.characters or bool(WORDLESS & set(read.notices)))
    noted = next(iter(dates_in(file.note)), None)
    return Proof(
        file=file.number,
        measure=file.slot if file.slot in measured else "",
        may_be_proposed=file.slot not in NOT_PROPOSED,
        is_waiting=state is ReadingState.WAITING or (state is ReadingState.READY and facts is None),
        is_read=state is not ReadingState.FAILED,
        has_text=not wordless,
        words=(facts.words if facts else frozenset()) | stems(file.name) | stems(file.note),
        dated=noted or (facts.requisites.dated if facts else None),
    )


def _links(found: Dossier, numbers: Mapping[int, int]) -> dict[tuple[str, int], Link]:
    """Return the latest decisions about these files, by measure and number of the file."""
    rows = session.scalars(
        select(EvidenceLink).where(EvidenceLink.package_id == found.package.id).order_by(EvidenceLink.id)
    )
    return {
        (row.measure, numbers[row.file_id]): Link(row.related, row) for row in rows if row.file_id in numbers
    }
