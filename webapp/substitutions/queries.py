"""Leaves of curators: whose, until when, what passes over, what happened on their schools meanwhile."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import (
    ConflictOfInterest,
    Curatorship,
    ExpertAssignment,
    Message,
    Package,
    PackageEvent,
    Remark,
    School,
    Substitution,
    User,
)
from workflows.kinds import KINDS
from workflows.remarks import WAITING
from workflows.vocabulary import State, Turn

LIST_LIMIT, ACTS_LIMIT = 200, 300
LARGEST = 2**31


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last one, both included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class HeldSchool:
    """A school of a curator; the assignment that is to be substituted."""

    curatorship_id: int
    school_id: int
    slug: str
    name: str
    since: date
    until: date | None
    substitute: bool
    """The curator is a substitute there already."""

    def meets(self, period: Period) -> bool:
        """It is in force on a day of the period."""
        return self.since <= period.until and (self.until is None or self.until >= period.since)

    def covers(self, period: Period) -> bool:
        """It is in force on every day of the period."""
        return self.since <= period.since and (self.until is None or self.until >= period.until)


@dataclass(frozen=True, slots=True)
class OpenPackage:
    """A package on its way that passes over."""

    number: str
    school_id: int
    school: str
    kind: str
    state: State
    turn: Turn
    due_at: datetime | None
    remarks: int


@dataclass(frozen=True, slots=True)
class LeaveRow:
    id: int
    absent: str
    period: Period
    schools: tuple[tuple[str, str], ...]
    """School and substitute."""
    cancelled: bool
    ended_by: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """What happened to a package meanwhile."""

    at: datetime
    number: str
    school: str
    title: str
    who: str
    acting_for: str


def held(user_id: int, today: date) -> tuple[HeldSchool, ...]:
    """Return the schools a curator looks after today or later, by name."""
    rows = session.execute(
        select(Curatorship, School.slug, School.short_name)
        .join(School, School.id == Curatorship.school_id)
        .where(Curatorship.user_id == user_id, Curatorship.direction == "", School.closed.is_(False))
        .where(or_(Curatorship.until.is_(None), Curatorship.until >= today))
        .order_by(School.short_name, Curatorship.since)
    )
    return tuple(
        HeldSchool(row.id, row.school_id, slug, name, row.since, row.until, row.substitutes_id is not None)
        for row, slug, name in rows
    )


def open_packages(school_ids: Collection[int]) -> tuple[OpenPackage, ...]:
    """Return the sent packages of these schools that somebody has to move, soonest first; one statement."""
    remarks = (
        select(func.count(Remark.id))
        .where(Remark.package_id == Package.id, Remark.state.in_(WAITING))
        .correlate(Package)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Package.number, Package.school_id, School.short_name, Package.kind, Package.state, Package.turn,
            Package.due_at, remarks,
        )
        .join(School, School.id == Package.school_id)
        .where(Package.school_id.in_(list(school_ids)), Package.turn != Turn.NOBODY, Package.state != State.DRAFT)
        .order_by(Package.due_at, Package.id)
        .limit(LIST_LIMIT)
    )  # fmt: skip
    return tuple(OpenPackage(*row) for row in rows)


def kind_title(code: str) -> str:
    return KINDS[code].short_title if code in KINDS else code


def leaves() -> tuple[LeaveRow, ...]:
    """Return the leaves this person sees, the latest first; two statements."""
    rows = session.scalars(
        select(Substitution)
        .options(joinedload(Substitution.absent))
        .order_by(Substitution.since.desc(), Substitution.id.desc())
        .limit(LIST_LIMIT)
    ).all()
    return _with_schools(rows)


def leave(number: int, *, lock: bool = False) -> Substitution:
    """Return a leave with its curator; raises NotThere."""
    statement = select(Substitution).where(Substitution.id == number).options(joinedload(Substitution.absent))
    if lock:
        statement = statement.with_for_update(of=Substitution).execution_options(populate_existing=True)
    found = session.scalar(statement) if number < LARGEST else None
    if found is None:
        raise NotThere
    return found


def row_of(found: Substitution) -> LeaveRow:
    return _with_schools((found,))[0]


def acts(found: Substitution, zone: str) -> tuple[ActLine, ...]:
    """Return what was done to the packages of the schools in the days of the leave, oldest first."""
    begins, ends = _instants(found, zone)
    rows = session.execute(
        select(
            PackageEvent.at, Package.number, School.short_name, PackageEvent.title, PackageEvent.actor_name,
            PackageEvent.acting_for,
        )
        .join(Package, Package.id == PackageEvent.package_id)
        .join(School, School.id == Package.school_id)
        .where(Package.school_id.in_(_schools_of(found)), PackageEvent.at >= begins, PackageEvent.at < ends)
        .order_by(PackageEvent.id)
        .limit(ACTS_LIMIT)
    )  # fmt: skip
    return tuple(ActLine(*row) for row in rows)


def said(found: Substitution, zone: str) -> tuple[ActLine, ...]:
    """Return the messages and the remarks of the days of the leave, oldest first; two statements."""
    begins, ends = _instants(found, zone)
    messages = session.execute(
        select(
            Message.sent_at, Package.number, School.short_name, Message.text, Message.author_name,
            Message.acting_for,
        )
        .join(Package, Package.id == Message.package_id)
        .join(School, School.id == Package.school_id)
        .where(Package.school_id.in_(_schools_of(found)), Message.sent_at >= begins, Message.sent_at < ends)
        .order_by(Message.id)
        .limit(ACTS_LIMIT)
    ).all()  # fmt: skip
    remarks = session.execute(
        select(
            Remark.created_at, Package.number, School.short_name, Remark.text, Remark.author_name,
            Remark.acting_for,
        )
        .join(Package, Package.id == Remark.package_id)
        .join(School, School.id == Package.school_id)
        .where(Package.school_id.in_(_schools_of(found)), Remark.created_at >= begins, Remark.created_at < ends)
        .order_by(Remark.id)
        .limit(ACTS_LIMIT)
    ).all()  # fmt: skip
    lines = [ActLine(*row) for row in messages]
    lines += [
        ActLine(at, number, school, f"Замечание: {text}", *who) for at, number, school, text, *who in remarks
    ]
    return tuple(sorted(lines, key=lambda line: line.at))


def school_ids(found: Substitution) -> tuple[int, ...]:
    return tuple(session.scalars(_schools_of(found)))


def names(user_ids: Iterable[int]) -> dict[int, str]:
    rows = session.execute(select(User.id, User.name).where(User.id.in_(list(user_ids))))
    return {user_id: name for user_id, name in rows}


def examined_by(user_id: int, school_id: int) -> tuple[str, ...]:
    """Return the numbers of the open packages of a school that the person examines or is to examine."""
    given = select(ExpertAssignment.id).where(
        ExpertAssignment.package_id == Package.id, ExpertAssignment.user_id == user_id
    )
    return tuple(
        session.scalars(
            select(Package.number)
            .where(Package.school_id == school_id, Package.turn != Turn.NOBODY)
            .where(or_(Package.examiner_id == user_id, given.exists()))
            .order_by(Package.id)
        )
    )


def declared_against(user_id: int, school_ids: Collection[int]) -> tuple[tuple[str, str], ...]:
    """Return the schools among these that the person was declared unable to judge, each with the reason."""
    rows = session.execute(
        select(School.short_name, ConflictOfInterest.reason)
        .join(School, School.id == ConflictOfInterest.school_id)
        .where(ConflictOfInterest.user_id == user_id, ConflictOfInterest.school_id.in_(school_ids))
        .where(ConflictOfInterest.withdrawn_at.is_(None))
        .order_by(School.short_name, ConflictOfInterest.id)
    )
    return tuple((name, reason) for name, reason in rows)


def leaves_of(user_id: int, period: Period) -> Sequence[Substitution]:
    """Return the leaves of a person that share a day with the period."""
    return session.scalars(
        select(Substitution)
        .where(Substitution.absent_id == user_id, Substitution.cancelled.is_(False))
        .where(Substitution.since <= period.until, Substitution.until >= period.since)
        .order_by(Substitution.since)
    ).all()


def stands_in(user_id: int, period: Period) -> tuple[str, ...]:
    """Return the schools where the person stands in for somebody on a day of the period."""
    return tuple(
        session.scalars(
            select(School.short_name)
            .join(Curatorship, Curatorship.school_id == School.id)
            .where(Curatorship.user_id == user_id, Curatorship.substitutes_id.is_not(None))
            .where(*_sharing(Curatorship, period))
            .order_by(School.short_name)
        )
    )


def replaced(curatorship_ids: Collection[int], period: Period) -> tuple[str, ...]:
    """Return the schools whose assignment has a substitute on a day of the period."""
    main = aliased(Curatorship)
    return tuple(
        session.scalars(
            select(School.short_name)
            .join(Curatorship, Curatorship.school_id == School.id)
            .join(main, main.id == Curatorship.substitutes_id)
            .where(main.id.in_(list(curatorship_ids)), *_sharing(Curatorship, period))
            .order_by(School.short_name)
        )
    )


def _sharing(model: type[Curatorship], period: Period) -> tuple[ColumnElement[bool], ...]:
    return (model.since <= period.until, or_(model.until.is_(None), model.until >= period.since))


def _with_schools(rows: Sequence[Substitution]) -> tuple[LeaveRow, ...]:
    found: dict[int, list[tuple[str, str]]] = {row.id: [] for row in rows}
    lines = session.execute(
        select(Curatorship.substitution_id, School.short_name, User.name)
        .join(School, School.id == Curatorship.school_id)
        .join(User, User.id == Curatorship.user_id)
        .where(Curatorship.substitution_id.in_(list(found)))
        .order_by(School.short_name)
    )
    for number, school, substitute in lines:
        if number is not None:
            found[number].append((school, substitute))
    return tuple(
        LeaveRow(
            row.id, row.absent.name, Period(row.since, row.until), tuple(found[row.id]), row.cancelled,
            row.ended_by_name,
        )
        for row in rows
    )  # fmt: skip


def _schools_of(found: Substitution) -> Select[int]:
    return select(Curatorship.school_id).where(Curatorship.substitution_id == found.id)


def _instants(found: Substitution, zone: str) -> tuple[datetime, datetime]:
    """Return when the first day begins and when the last one ends, by the clock of the municipality."""
    clock = ZoneInfo(zone)
    after = found.until + timedelta(days=1)
    return datetime.combine(found.since, time(), clock), datetime.combine(after, time(), clock)
