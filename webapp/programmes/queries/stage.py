"""One stage of expertise: its window, what is due, who examines, which packages its dates concern."""

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.access.actor import system_scope
from webapp.calendars.queries import calendars
from webapp.database import session
from webapp.errors import NotThere
from webapp.expertise.queries import editions_in_force
from webapp.models import Membership, Municipality, Package, School, Stage, StageDue, User
from webapp.programmes.queries.plan_fact import NO_PLAN, ExpertisePlan, plan_of
from workflows.kinds import KINDS
from workflows.vocabulary import Role, State
from workflows.working_days import non_working_warning

AFFECTED_LIMIT = 100
TWO_EXPERTS = "два эксперта независимо"
EXAMINERS = (Role.EXPERT, Role.COORDINATOR)
OPEN_STATES = frozenset(
    {
        State.CURATOR_REVIEW,
        State.CURATOR_RETURNED,
        State.ADMITTED,
        State.EXPERTISE,
        State.RECONCILIATION,
        State.EXPERTISE_RETURNED,
        State.CONCLUDED,
        State.FOUNDER_REVIEW,
        State.FOUNDER_RETURNED,
    }
)


@dataclass(frozen=True, slots=True)
class DueFacts:
    """A kind that is due in a stage; without an examiner it goes to the coordinator, `joint` to two experts apart."""

    kind: str
    examiner_id: int | None = None
    joint: bool = False


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What the coordinator sets about a stage."""

    title: str
    opens_on: date
    closes_on: date
    examine_until: date
    order_requisites: str = ""
    note: str = ""
    dues: tuple[DueFacts, ...] = ()
    plan: ExpertisePlan = NO_PLAN

    @property
    def mark(self) -> str:
        """A short print of the values: a page that shows older ones is known to be stale (BZ-02)."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]

    def moves(self, other: "StageFacts") -> bool:
        """Tell whether the dates differ, and with them the deadlines of packages."""
        own, others = (
            (self.opens_on, self.closes_on, self.examine_until),
            (other.opens_on, other.closes_on, other.examine_until),
        )
        return own != others


@dataclass(frozen=True, slots=True)
class AffectedPackage:
    number: str
    school: str
    state: State


@dataclass(frozen=True, slots=True)
class Affected:
    """What new dates of a stage concern: packages sent and not decided, and drafts, which are only counted."""

    count: int
    packages: tuple[AffectedPackage, ...]
    drafts: int

    def __bool__(self) -> bool:
        return bool(self.count or self.drafts)


@dataclass(frozen=True, slots=True)
class ExaminerOption:
    user_id: int
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition of a sheet by which a kind is examined now; number 0 when the municipality has none."""

    kind: str
    sheet: str
    number: int


def stage(slug: str, *, of: str = "", lock: bool = False) -> Stage:
    """Return a stage with its programme and what is due; raises NotThere, also when it is not `of` that programme."""
    if lock:
        session.scalar(select(Stage.id).where(Stage.slug == slug).with_for_update())
    statement = (
        select(Stage)
        .where(Stage.slug == slug)
        .order_by(Stage.id)
        .limit(1)
        .options(joinedload(Stage.programme), selectinload(Stage.dues))
        .execution_options(populate_existing=True)
    )
    found = session.scalar(statement)
    if found is None or (of and found.programme.code != of):
        raise NotThere
    return found


def stage_facts(row: Stage, *, with_dues: bool = True) -> StageFacts:
    """Return the values of a stage; `with_dues` needs its dues loaded."""
    rows = sorted(row.dues, key=lambda due: due.kind) if with_dues else []
    dues = tuple(DueFacts(due.kind, due.examiner_id, due.joint) for due in rows)
    return StageFacts(
        row.title,
        row.opens_on,
        row.closes_on,
        row.examine_until,
        row.order_requisites,
        row.note,
        dues,
        plan_of(row),
    )


def stage_cautions(facts: StageFacts) -> tuple[str, ...]:
    """Return why the dates of a stage are poor ones; such dates are still accepted."""
    known = calendars()
    named = (
        ("Окончание приёма", non_working_warning(facts.closes_on, known)),
        ("Окончание экспертизы", non_working_warning(facts.examine_until, known)),
    )
    return tuple(f"{what}. {warning}" for what, warning in named if warning)


def affected(stage_id: int) -> Affected:
    """Return the packages whose deadlines follow the dates of a stage; three statements.

    Drafts are closed to the coordinator, so only their number is told."""
    waiting = (Package.stage_id == stage_id, Package.state.in_(OPEN_STATES))
    rows = session.execute(
        select(Package.number, School.short_name, Package.state)
        .join(School, School.id == Package.school_id)
        .where(*waiting)
        .order_by(School.short_name, Package.id)
        .limit(AFFECTED_LIMIT)
    )
    packages = tuple(AffectedPackage(number, school, state) for number, school, state in rows)
    count = session.scalar(select(func.count(Package.id)).where(*waiting)) or 0
    with system_scope("number of drafts of a visible stage"):
        drafts = session.scalar(
            select(func.count(Package.id)).where(Package.stage_id == stage_id, Package.state == State.DRAFT)
        )
    return Affected(count, packages, drafts or 0)


def kinds_with_packages(stage_id: int) -> frozenset[str]:
    """Return the kinds of which the stage has packages already, drafts included."""
    with system_scope("kinds of packages of a visible stage"):
        kinds = session.scalars(select(Package.kind).where(Package.stage_id == stage_id).distinct())
        return frozenset(kinds)


def examiner_options(today: date) -> tuple[ExaminerOption, ...]:
    """Return the experts and coordinators of the municipality in office today, each once."""
    rows = session.execute(
        select(User.id, User.name, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role.in_(EXAMINERS), Membership.school_id.is_(None), User.disabled_at.is_(None))
        .where(Membership.since <= today, or_(Membership.until.is_(None), Membership.until >= today))
        .order_by(User.name, User.id, Membership.role.desc())
    )
    found = {user_id: ExaminerOption(user_id, name, role) for user_id, name, role in rows}
    return tuple(found.values())


def editions(municipality_id: int, kinds: Iterable[str], *, today: date) -> tuple[Edition, ...]:
    """Return which editions of which sheets judge packages of these kinds now; one statement."""
    wanted = [(kind, code) for kind in kinds for code in _sheets(kind)]
    try:
        found = editions_in_force(municipality_id, [code for _kind, code in wanted], today=today)
    except KeyError:
        found = {}
    return tuple(
        Edition(kind, found[code].title if code in found else "", found[code].number if code in found else 0)
        for kind, code in wanted
    )


def due_rows(stage_ids: Iterable[int]) -> tuple[tuple[int, str, str], ...]:
    """Return stage, kind and who examines («» for the coordinator) of each due."""
    rows = session.execute(
        select(StageDue.stage_id, StageDue.kind, User.name, StageDue.joint)
        .outerjoin(User, User.id == StageDue.examiner_id)
        .where(StageDue.stage_id.in_(list(stage_ids)))
        .order_by(StageDue.id)
    )
    return tuple(
        (stage_id, kind, TWO_EXPERTS if joint else name or "") for stage_id, kind, name, joint in rows
    )


def zone_of(municipality_id: int) -> ZoneInfo:
    """Return the zone of a municipality that this person sees; raises NotThere."""
    zone = session.scalar(select(Municipality.zone).where(Municipality.id == municipality_id))
    if zone is None:
        raise NotThere
    return ZoneInfo(zone)


def _sheets(kind: str) -> tuple[str, ...]:
    own = KINDS[kind]
    return tuple(dict.fromkeys(code for code in (*(slot.sheet for slot in own.slots), own.sheet) if code))
