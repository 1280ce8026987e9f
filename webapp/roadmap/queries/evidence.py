"""What proves executions: files for those who see the fact, packages and reports a person may name."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.access.actor import Actor, system_scope
from webapp.access.permissions import Permission, may
from webapp.database import session
from webapp.errors import NotThere
from webapp.models import (
    DiaryEntry,
    Measure,
    Package,
    Progress,
    ProgressEvidence,
    Report,
    Roadmap,
    StoredFile,
)
from workflows.kinds import KINDS
from workflows.vocabulary import ReportState, State

OFFERED = 100
"""Packages and reports to choose from, the latest first."""


def evidence_file(ref: str, evidence_id: int) -> tuple[ProgressEvidence, StoredFile]:
    """Return a file that proves an execution the person sees, with what its bytes are; raises NotThere."""
    row = session.scalar(
        select(ProgressEvidence)
        .join(Progress, Progress.id == ProgressEvidence.progress_id)
        .join(Measure, Measure.id == Progress.measure_id)
        .where(ProgressEvidence.id == evidence_id, Measure.ref == ref, ProgressEvidence.sha256.is_not(None))
    )
    if row is None:
        raise NotThere
    with system_scope("content of a file that proves an execution"):
        content = session.scalar(
            select(StoredFile).where(StoredFile.sha256 == row.sha256, StoredFile.removed_at.is_(None))
        )
    if content is None:
        raise NotThere
    return row, content


def offered_packages(roadmap: Roadmap) -> Sequence[Package]:
    """Return the packages the person may name as evidence: sent ones of the roadmap's place, the latest first."""
    statement = (
        select(Package)
        .where(Package.municipality_id == roadmap.municipality_id, Package.state != State.DRAFT)
        .order_by(Package.id.desc())
        .limit(OFFERED)
        .options(joinedload(Package.school))
    )
    if roadmap.programme_id is not None:
        statement = statement.where(Package.programme_id == roadmap.programme_id)
    return session.scalars(statement).all()


def offered_reports(roadmap: Roadmap, actor: Actor) -> Sequence[Report]:
    """Return the ready reports the person may name as evidence."""
    if not may(actor.role, Permission.READ_REPORTS):
        return ()
    return session.scalars(
        select(Report)
        .where(Report.municipality_id == roadmap.municipality_id, Report.state == ReportState.READY)
        .order_by(Report.id.desc())
        .limit(OFFERED)
    ).all()


def packages_named(numbers: Sequence[str], municipality_id: int) -> Sequence[Package]:
    """Return the packages of these numbers that the person sees; raises NotThere unless each is there."""
    if not numbers:
        return ()
    rows = session.scalars(
        select(Package)
        .where(Package.number.in_(numbers), Package.municipality_id == municipality_id)
        .order_by(Package.id)
        .options(joinedload(Package.school))
    ).all()
    if len(rows) != len(set(numbers)):
        raise NotThere
    return rows


def reports_named(numbers: Sequence[str], municipality_id: int) -> Sequence[Report]:
    """Return the reports of these numbers that the person sees; raises NotThere unless each is there."""
    if not numbers:
        return ()
    rows = session.scalars(
        select(Report)
        .where(Report.number.in_(numbers), Report.municipality_id == municipality_id)
        .order_by(Report.id)
    ).all()
    if len(rows) != len(set(numbers)):
        raise NotThere
    return rows


def offered_entries(roadmap: Roadmap, actor: Actor) -> Sequence[DiaryEntry]:
    """Return the entries of the diary the person may name as evidence: of the days of the roadmap, the latest first."""
    if not may(actor.role, Permission.READ_DIARY):
        return ()
    statement = (
        select(DiaryEntry)
        .where(DiaryEntry.municipality_id == roadmap.municipality_id, DiaryEntry.entered_at.is_not(None))
        .order_by(DiaryEntry.happened_at.desc(), DiaryEntry.id.desc())
        .limit(OFFERED)
        .options(joinedload(DiaryEntry.school))
    )
    if roadmap.school_id is not None:
        statement = statement.where(DiaryEntry.school_id == roadmap.school_id)
    return session.scalars(statement).all()


def entries_named(numbers: Sequence[int], municipality_id: int) -> Sequence[DiaryEntry]:
    """Return the entries of these numbers that the person sees; raises NotThere unless each is there and entered."""
    if not numbers:
        return ()
    rows = session.scalars(
        select(DiaryEntry)
        .where(
            DiaryEntry.number.in_(numbers),
            DiaryEntry.municipality_id == municipality_id,
            DiaryEntry.entered_at.is_not(None),
        )
        .order_by(DiaryEntry.id)
        .options(joinedload(DiaryEntry.school))
    ).all()
    if len(rows) != len(set(numbers)):
        raise NotThere
    return rows


def entry_title(entry: DiaryEntry, zone: str) -> str:
    """Return what an entry of the diary is called where it proves something."""
    day = entry.happened_at.astimezone(ZoneInfo(zone))
    return f"{entry.contact.label}, {entry.school.short_name}, {day:%d.%m.%Y}, запись № {entry.number}"[:300]


def package_title(package: Package) -> str:
    """Return what a package is called where it proves something."""
    return f"{KINDS[package.kind].short_title}, {package.school.short_name}, № {package.number}"[:300]
