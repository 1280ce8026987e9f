"""The register of packages: a filtered page in a constant number of statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from webapp.access.actor import system_scope
from webapp.database import now, session
from webapp.errors import NotThere
from webapp.models import (
    ExpertAssignment,
    LatePermit,
    Membership,
    Package,
    Participation,
    Report,
    ReportFile,
    School,
    Stage,
    StageDue,
    User,
    Version,
)
from webapp.paging import PAGE_SIZE, Page, Place, cut
from workflows.kinds import KINDS
from workflows.verdicts import VerdictKind
from workflows.vocabulary import ReportKind, ReportState, Role, State, Turn

COUNT_LIMIT = 1000
DUE_OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the register asks for; an empty value asks nothing."""

    stage: str = ""
    state: str = ""
    school: str = ""
    kind: str = ""
    due: str = ""
    q: str = ""

    @property
    def active(self) -> bool:
        return any((self.stage, self.state, self.school, self.kind, self.due, self.q))


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A line of the register."""

    id: int
    number: str
    school: str
    school_slug: str
    kind: str
    stage: str
    state: State
    turn: Turn
    version: int | None
    due_at: datetime | None
    waiting_since: datetime
    updated_at: datetime
    verdict: VerdictKind | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the register and how many lines there are, counted no further than `COUNT_LIMIT`."""

    page: Page[PackageRow]
    count: int

    @property
    def many(self) -> bool:
        return self.count > COUNT_LIMIT


def register(filters: Filters, place: Place) -> Found:
    """Return a page of the packages this person sees, last changed first; two statements."""
    conditions = _conditions(filters)
    statement = _rows().where(*conditions)
    key = tuple_(Package.updated_at, Package.id)
    if place.key:
        bound = tuple_(*place.key)
        statement = statement.where(key > bound if place.backwards else key < bound)
    order = (
        (Package.updated_at.asc(), Package.id.asc())
        if place.backwards
        else (Package.updated_at.desc(), Package.id.desc())
    )
    rows = [_row(row) for row in session.execute(statement.order_by(*order).limit(PAGE_SIZE + 1))]
    page = cut(rows, place, lambda row: (row.updated_at, row.id))
    return Found(page, _bounded_count(conditions, page, place))


def export(filters: Filters, *, limit: int = 20000) -> Sequence[PackageRow]:
    """Return every line the filters name, for a table file; bounded."""
    statement = _rows().where(*_conditions(filters)).order_by(School.short_name, Package.id).limit(limit)
    return [_row(row) for row in session.execute(statement)]


EXPORT_COLUMNS = (
    "Номер", "Школа", "Вид пакета", "Этап", "Состояние", "Чей ход", "Редакция", "Срок", "Изменён", "Заключение",
)  # fmt: skip


def export_lines(filters: Filters, zone: ZoneInfo) -> Iterator[tuple[object, ...]]:
    """Return the lines of the table file under `EXPORT_COLUMNS`; instants on the clock of the zone."""
    for row in export(filters):
        yield (
            row.number, row.school, row.kind, row.stage, row.state.label,
            row.turn.label if row.turn is not Turn.NOBODY else None, row.version,
            row.due_at.astimezone(zone) if row.due_at and row.turn is not Turn.NOBODY else None,
            row.updated_at.astimezone(zone), row.verdict.label if row.verdict else None,
        )  # fmt: skip


def stages() -> Sequence[Stage]:
    """Return the stages to filter by, newest first."""
    return session.scalars(select(Stage).order_by(Stage.opens_on.desc()).limit(100)).all()


def conclusion_files(package_id: int) -> Sequence[ReportFile]:
    """Return the rendered files of the newest ready conclusion of a package; none while there is none."""
    newest = (
        select(Report.id)
        .where(Report.package_id == package_id, Report.kind == ReportKind.CONCLUSION)
        .where(Report.state == ReportState.READY)
        .order_by(Report.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return session.scalars(
        select(ReportFile)
        .join(Report, Report.id == ReportFile.report_id)
        .where(ReportFile.report_id == newest)
        .options(contains_eager(ReportFile.report))
        .order_by(ReportFile.format)
    ).all()


def experts() -> Sequence[User]:
    """Return the experts and coordinators of the municipality who may examine today, by name."""
    return session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role.in_((Role.EXPERT, Role.COORDINATOR)), Membership.until.is_(None))
        .where(User.disabled_at.is_(None))
        .order_by(User.name)
        .distinct()
    ).all()


def assigned(package_id: int) -> Sequence[ExpertAssignment]:
    return session.scalars(
        select(ExpertAssignment)
        .where(ExpertAssignment.package_id == package_id)
        .order_by(ExpertAssignment.id)
    ).all()


def stage_and_school(stage_slug: str, school_slug: str) -> tuple[Stage, School]:
    """Return a stage and a participating school of it that this person sees; raises NotThere."""
    row = session.execute(
        select(Stage, School)
        .join(Participation, Participation.programme_id == Stage.programme_id)
        .join(School, School.id == Participation.school_id)
        .where(Stage.slug == stage_slug, School.slug == school_slug)
    ).first()
    if row is None:
        raise NotThere
    return row[0], row[1]


def has_permit(stage_id: int, school_id: int, kind: str) -> bool:
    found = select(LatePermit.id).where(
        LatePermit.stage_id == stage_id, LatePermit.school_id == school_id, LatePermit.kind == kind
    )
    return session.scalar(found) is not None


def default_examiner(stage_id: int, kind: str) -> User | None:
    """Return the person the stage names as the examiner of this kind; None means the coordinator."""
    with system_scope("default examiner of a stage"):
        return session.scalar(
            select(User)
            .join(StageDue, StageDue.examiner_id == User.id)
            .where(StageDue.stage_id == stage_id, StageDue.kind == kind, User.disabled_at.is_(None))
        )


def is_assigned(package_id: int, user_id: int) -> bool:
    found = select(ExpertAssignment.id).where(
        ExpertAssignment.package_id == package_id, ExpertAssignment.user_id == user_id
    )
    return session.scalar(found) is not None


def closed_dues(today: date) -> Sequence[tuple[Stage, str]]:
    """Return what closed stages expected: the packages a late sending may be allowed for."""
    rows = session.execute(
        select(Stage, StageDue.kind)
        .join(StageDue, StageDue.stage_id == Stage.id)
        .where(Stage.closes_on < today)
        .order_by(Stage.closes_on.desc(), Stage.id)
    )
    return [(stage, kind) for stage, kind in rows if kind in KINDS]


def schools_by_name() -> Sequence[School]:
    return session.scalars(select(School).where(School.closed.is_(False)).order_by(School.short_name)).all()


def permits() -> Sequence[LatePermit]:
    """Return the permits given, newest first, with school and stage."""
    return session.scalars(
        select(LatePermit)
        .order_by(LatePermit.id.desc())
        .limit(PAGE_SIZE)
        .options(joinedload(LatePermit.school), joinedload(LatePermit.stage))
    ).all()


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Package.id,
            Package.number,
            School.short_name,
            School.slug,
            Package.kind,
            Stage.title,
            Package.state,
            Package.turn,
            Version.number,
            Package.due_at,
            Package.waiting_since,
            Package.updated_at,
            Package.verdict,
        )
        .join(School, School.id == Package.school_id)
        .join(Stage, Stage.id == Package.stage_id)
        .outerjoin(Version, Version.id == Package.current_version_id)
    )


def _row(row: Sequence[object]) -> PackageRow:
    values = list(row)
    kind = KINDS.get(str(values[4]))
    values[4] = kind.title if kind else values[4]
    return PackageRow(*values)  # type: ignore[arg-type]


def _conditions(filters: Filters) -> tuple[ColumnElement[bool], ...]:
    found: list[ColumnElement[bool]] = []
    if filters.stage:
        found.append(Stage.slug == filters.stage)
    if filters.state:
        found.append(
            Package.state == filters.state if filters.state in set(State) else Package.turn == filters.state
        )
    if filters.school:
        found.append(School.slug == filters.school)
    if filters.kind:
        found.append(Package.kind == filters.kind)
    if filters.due == DUE_OVERDUE:
        found.append(and_(Package.due_at < now(), Package.turn != Turn.NOBODY))
    if filters.q:
        found.append(_matches(filters.q))
    return tuple(found)


def _matches(words: str) -> ColumnElement[bool]:
    from workflows.search_keys import variants

    found = [School.search_key.contains(key, autoescape=True) for key in variants(words)]
    return or_(Package.number == words.strip(), *found)


def _bounded_count(conditions: tuple[ColumnElement[bool], ...], page: Page[PackageRow], place: Place) -> int:
    if not place.key and not page.after:
        return len(page.rows)
    inner = (
        select(Package.id)
        .join(School, School.id == Package.school_id)
        .join(Stage, Stage.id == Package.stage_id)
        .where(*conditions)
        .limit(COUNT_LIMIT + 1)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(inner)) or 0
