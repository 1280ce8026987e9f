"""What an expertise needs to know: editions in force, the sheet as it is filled, its remarks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.dossier import queries as dossiers
from webapp.models import Expertise, Mark, Package, PackageFile, Remark, SheetEdition, VersionFile
from workflows.judgement import compose_sheet, plan_parts
from workflows.kind import Kind, Slot
from workflows.reconciliation import Pair, pairs
from workflows.remarks import SETTLED, kind_of_mark
from workflows.rounds import earlier_codes
from workflows.sheet import Sheet, from_json
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import RemarkKind, RemarkOrigin


def editions_in_force(municipality_id: int, codes: Iterable[str], *, today: date) -> dict[str, SheetEdition]:
    """Return the newest edition in force of each sheet, by code; KeyError when the municipality lacks one."""
    wanted = set(codes)
    found: dict[str, SheetEdition] = {}
    rows = session.scalars(
        select(SheetEdition)
        .where(SheetEdition.municipality_id == municipality_id, SheetEdition.sheet_code.in_(wanted))
        .where(SheetEdition.effective_from <= today)
        .order_by(SheetEdition.number)
    )
    for edition in rows:
        found[edition.sheet_code] = edition
    missing = wanted - set(found)
    if missing:
        raise KeyError(f"no edition of {sorted(missing)}")
    return found


def begun(package: Package) -> Expertise | None:
    """Return the first sheet of the version on the table, whoever asks: the second expert answers the same one."""
    with system_scope("both experts answer one sheet"):
        return session.scalar(
            select(Expertise)
            .where(Expertise.version_id == package.current_version_id)
            .order_by(Expertise.id)
            .limit(1)
        )


def handed_in(version_id: int | None) -> Sequence[Expertise]:
    """Return the experts' sheets of a version that were handed in, with marks, in the order they were begun."""
    return session.scalars(
        select(Expertise)
        .where(Expertise.version_id == version_id, Expertise.handed_in_at.is_not(None))
        .order_by(Expertise.id)
        .options(selectinload(Expertise.marks))
    ).all()


def compared(expertise: Expertise) -> tuple[Pair, ...]:
    """Return what the experts said beside each other, for a reconciled sheet."""
    sheets = handed_in(expertise.version_id)
    return pairs(expertise.sheet, [dossiers.answers_of(one) for one in sheets])


@dataclass(frozen=True, slots=True)
class InForce:
    """The sheet an expertise would fill today, and the editions it is composed of, by code."""

    sheet: Sheet
    editions: dict[str, SheetEdition]


def in_force(package: Package, kind: Kind, slots: Sequence[Slot], *, today: date) -> InForce:
    """Return the sheet of a package by the editions in force; raises KeyError and BrokenSheet when there is none."""
    filled = filled_slots(package)
    parts = plan_parts(kind, [slot for slot in slots if slot.required or slot.code in filled])
    codes = {kind.sheet, *(part.sheet for part in parts)}
    editions = editions_in_force(package.municipality_id, codes, today=today)
    sheets = {code: from_json(edition.content) for code, edition in editions.items()}
    return InForce(compose_sheet(kind, parts, sheets), editions)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The expertise of the round before, and the files it read."""

    expertise: Expertise
    files: frozenset[int]
    """Ids of the files of the version that was examined."""


def earlier(package: Package) -> Earlier | None:
    """Return the last expertise of an earlier version that this person may see, with its marks."""
    found = session.scalar(
        select(Expertise)
        .where(Expertise.package_id == package.id, Expertise.version_id != package.current_version_id)
        .where(Expertise.concluded_at.is_not(None))
        .order_by(Expertise.id.desc())
        .limit(1)
        .options(selectinload(Expertise.marks), joinedload(Expertise.version))
    )
    if found is None:
        return None
    read = select(VersionFile.file_id).where(VersionFile.version_id == found.version_id)
    return Earlier(found, frozenset(session.scalars(read)))


def standing_by_criterion(package: Package, expertise: Expertise) -> dict[str, Remark]:
    """Return the unsettled remarks of earlier conclusions that the school knows, by the criterion of today's sheet."""
    before = earlier(package)
    if before is None:
        return {}
    codes = {old: code for code, old in earlier_codes(expertise.sheet, before.expertise.sheet).items()}
    known = session.scalars(
        select(Remark)
        .where(Remark.package_id == package.id, Remark.origin == RemarkOrigin.EXPERTISE)
        .where(Remark.published_at.is_not(None), Remark.state.not_in(SETTLED))
        .order_by(Remark.number)
    )
    return {codes[remark.criterion]: remark for remark in known if remark.criterion in codes}


@dataclass(frozen=True, slots=True)
class PlannedRemark:
    """What a conclusion makes of a low mark: a new remark, or an earlier one that stands on."""

    mark: Mark
    kind: RemarkKind
    due_on: date | None
    file_id: int | None
    standing: Remark | None


def planned_remarks(
    package: Package, expertise: Expertise, *, verdict: VerdictKind, due_on: date
) -> tuple[PlannedRemark, ...]:
    """Return what the conclusion makes of the low marks, in their order."""
    standing, files = standing_by_criterion(package, expertise), only_files(expertise)
    planned = []
    for mark in expertise.marks:
        if mark.value not in {MarkValue.ZERO, MarkValue.ONE}:
            continue
        kind, part = kind_of_mark(mark.value, verdict), expertise.sheet.part_of(mark.criterion)
        planned.append(
            PlannedRemark(
                mark,
                kind,
                None if kind is RemarkKind.RECOMMENDATION else due_on,
                mark.file_id or files.get(part.slot if part else ""),
                standing.get(mark.criterion) if mark.carried else None,
            )
        )
    return tuple(planned)


def only_files(expertise: Expertise) -> dict[str, int]:
    """Return the file of each slot of the examined version that holds a single one: a remark on it needs no choice."""
    rows = session.execute(
        select(PackageFile.slot, PackageFile.id)
        .join(VersionFile, VersionFile.file_id == PackageFile.id)
        .where(VersionFile.version_id == expertise.version_id)
    )
    slots: dict[str, list[int]] = {}
    for slot, file_id in rows:
        slots.setdefault(slot, []).append(file_id)
    return {slot: ids[0] for slot, ids in slots.items() if len(ids) == 1}


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
