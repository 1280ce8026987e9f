"""Who is to be told about what."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from webapp.access.actor import Actor, system_scope
from webapp.access.scope import visible
from webapp.database import now, session
from webapp.models import (
    Curatorship,
    ExpertAssignment,
    Expertise,
    Membership,
    Message,
    Municipality,
    Notification,
    Package,
    StageDue,
    Substitution,
    User,
)
from webapp.notifications.queries.cases import Case, package_case
from workflows.vocabulary import SCHOOL_ROLES, Role, Turn


@dataclass(frozen=True, slots=True)
class Deadline:
    """A package somebody has to move, and by when, as the clocks of its municipality show it."""

    package_id: int
    turn: Turn
    due_on: date
    since: date
    today: date
    hour: int


def staff_of(school_ids: Iterable[int], today: date) -> Mapping[int, tuple[str, ...]]:
    """Return the names of those of each school whom a reminder to it would reach; one statement."""
    found: dict[int, list[str]] = {}
    with system_scope("addressees of a reminder"):
        rows = session.execute(
            select(Membership.school_id, User.name)
            .join(User, User.id == Membership.user_id)
            .where(
                Membership.school_id.in_(list(school_ids)), Membership.role.in_(SCHOOL_ROLES), _current(today)
            )
            .where(User.disabled_at.is_(None))
            .order_by(User.name, User.id)
        )
        for school_id, name in rows:
            found.setdefault(school_id or 0, []).append(name)
    return {school_id: tuple(dict.fromkeys(names)) for school_id, names in found.items()}


def leave_parties(case: Case) -> frozenset[int]:
    """The curator on leave, those who stand in, the people of their schools."""
    if case.model is not Substitution:
        return frozenset()
    rows = select(Curatorship.user_id).where(Curatorship.substitution_id == case.row_id)
    schools = select(Curatorship.school_id).where(Curatorship.substitution_id == case.row_id)
    staff = select(Membership.user_id).where(
        Membership.school_id.in_(schools), Membership.role.in_(SCHOOL_ROLES)
    )
    absent = select(Substitution.absent_id).where(Substitution.id == case.row_id)
    return _ids(rows) | _ids(absent) | _ids(staff)


def school_staff(case: Case) -> frozenset[int]:
    """The director and the school coordinators of the package's school."""
    return _ids(
        select(Membership.user_id).where(
            Membership.school_id == case.school_id, Membership.role.in_(SCHOOL_ROLES)
        )
    )


def curators(case: Case) -> frozenset[int]:
    """Who looks after the school today; for a curator on leave the one who stands in."""
    instead = aliased(Curatorship)
    replaced = (
        select(instead.substitutes_id)
        .where(instead.school_id == case.school_id, instead.substitutes_id.is_not(None))
        .where(instead.since <= case.today, or_(instead.until.is_(None), instead.until >= case.today))
    )
    return _ids(
        select(Curatorship.user_id)
        .where(
            Curatorship.id.not_in(replaced),
            Curatorship.school_id == case.school_id,
            Curatorship.direction == "",
            Curatorship.since <= case.today,
        )
        .where(or_(Curatorship.until.is_(None), Curatorship.until >= case.today))
    )


def curators_of_place(case: Case) -> frozenset[int]:
    """All curators of the municipality."""
    return _ids(
        select(Membership.user_id).where(
            Membership.municipality_id == case.municipality_id, Membership.role == Role.CURATOR
        )
    )


def coordinators(case: Case) -> frozenset[int]:
    return _ids(
        select(Membership.user_id).where(
            Membership.municipality_id == case.municipality_id, Membership.role == Role.COORDINATOR
        )
    )


def chiefs(case: Case) -> frozenset[int]:
    """Who decides for the founder: the heads of the education department."""
    return _ids(
        select(Membership.user_id).where(
            Membership.municipality_id == case.municipality_id, Membership.role == Role.CHIEF
        )
    )


def examiners(case: Case) -> frozenset[int]:
    """The one who examines the package; before that its assigned experts and the default one of its stage."""
    if case.examiner_id is not None:
        return frozenset({case.examiner_id})
    default = select(StageDue.examiner_id).where(
        StageDue.stage_id == case.stage_id, StageDue.kind == case.kind
    )
    done = (
        select(Expertise.examiner_id)
        .join(Package, Package.current_version_id == Expertise.version_id)
        .where(Package.id == case.package_id, Expertise.handed_in_at.is_not(None))
    )
    return (assigned(case) | _ids(default)) - _ids(done)


def assigned(case: Case) -> frozenset[int]:
    return _ids(
        select(ExpertAssignment.user_id).where(
            ExpertAssignment.package_id == case.package_id, ExpertAssignment.declined_at.is_(None)
        )
    )


def named(case: Case) -> frozenset[int]:
    """The person the event itself names."""
    return frozenset() if case.named_id is None else frozenset({case.named_id})


def talkers(case: Case) -> frozenset[int]:
    """Who has written in the discussion of the package."""
    return _ids(select(Message.author_id).where(Message.package_id == case.package_id).distinct())


Group = Callable[[Case], frozenset[int]]
TURN_OF: Mapping[Turn, Group] = MappingProxyType(
    {
        Turn.SCHOOL: school_staff,
        Turn.CURATOR: curators,
        Turn.EXPERT: examiners,
        Turn.COORDINATOR: coordinators,
        Turn.CHIEF: chiefs,
        Turn.NOBODY: lambda _case: frozenset(),
    }
)


def next_holders(case: Case) -> frozenset[int]:
    """Those who decide for the founder, when it is their turn after a conclusion."""
    return chiefs(case) if case.turn is Turn.CHIEF else frozenset()


def holders(case: Case) -> frozenset[int]:
    """Those whose turn it is."""
    return TURN_OF[case.turn](case)


def addressees(package_id: int, *, but: int) -> tuple[str, ...]:
    """Return the names of those whom a reminder about a package would reach, without the one who sends it."""
    with system_scope("addressees of a reminder"):
        case = package_case(package_id)
        ids = with_right(case, holders(case) - {but}) if case else ()
        return tuple(session.scalars(select(User.name).where(User.id.in_(ids)).order_by(User.name)))


def with_right(case: Case, user_ids: Iterable[int]) -> tuple[int, ...]:
    """Return those who may see the thing now in one of their roles, by the criterion of the pages (AZ-06).

    A disabled person, a moved director, a curator whose period is over drop out here."""
    return tuple(
        user_id
        for user_id, group in groupby(_actors(case.today, frozenset(user_ids)), key=attrgetter("user_id"))
        if any(_sees(actor, case) for actor in list(group))
    )


def administrators() -> tuple[int, ...]:
    """Return the people who look after the installation."""
    today = now().date()
    return tuple(
        dict.fromkeys(
            session.scalars(
                select(Membership.user_id)
                .join(User, User.id == Membership.user_id)
                .where(Membership.role == Role.ADMIN, Membership.municipality_id.is_(None), _current(today))
                .where(User.disabled_at.is_(None))
                .order_by(Membership.user_id)
            )
        )
    )


def deadlines(before: datetime) -> tuple[Deadline, ...]:
    """Return every package that somebody must move before that instant, overdue ones included."""
    rows = session.execute(
        select(Package.id, Package.turn, Package.due_at, Package.waiting_since, Municipality.zone)
        .join(Municipality, Municipality.id == Package.municipality_id)
        .where(Package.turn != Turn.NOBODY, Package.due_at < before)
        .order_by(Package.id)
    ).all()
    return tuple(_deadline(row) for row in rows)


def told(keys: Sequence[str]) -> frozenset[str]:
    """Return those of the keys about which somebody has been told."""
    return frozenset(session.scalars(select(Notification.key).where(Notification.key.in_(keys)).distinct()))


def told_whom(keys: Iterable[str]) -> frozenset[tuple[int, str]]:
    """Return who has been told of which of the keys."""
    rows = session.execute(
        select(Notification.user_id, Notification.key).where(Notification.key.in_(list(keys)))
    )
    return frozenset((user_id, key) for user_id, key in rows)


def _deadline(row: Any) -> Deadline:
    zone = ZoneInfo(row.zone)
    local = now().astimezone(zone)
    return Deadline(
        package_id=row.id,
        turn=row.turn,
        due_on=row.due_at.astimezone(zone).date(),
        since=row.waiting_since.astimezone(zone).date(),
        today=local.date(),
        hour=local.hour,
    )


def _actors(today: date, user_ids: frozenset[int]) -> list[Actor]:
    """Return the people in each of their current roles, ordered by person; two statements at most."""
    if not user_ids:
        return []
    rows = session.execute(
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.user_id.in_(sorted(user_ids)), User.disabled_at.is_(None), _current(today))
        .order_by(Membership.user_id, Membership.id)
    ).all()
    return [
        Actor(
            user_id=user.id,
            name=user.name,
            email=user.email,
            role=membership.role,
            membership_id=membership.id,
            municipality_id=membership.municipality_id,
            school_id=membership.school_id,
            region=membership.region,
        )
        for membership, user in rows
    ]


def _sees(actor: Actor, case: Case) -> bool:
    with system_scope("who may still see it"):
        row_id: Any = case.model.__table__.c.id
        this = select(row_id).select_from(case.model).where(row_id == case.row_id)
        found = session.scalar(this.where(visible(case.model, actor)))
    return found is not None


def _current(today: date) -> Any:
    return and_(Membership.since <= today, or_(Membership.until.is_(None), Membership.until >= today))


def _ids(statement: Any) -> frozenset[int]:
    return frozenset(user_id for user_id in session.scalars(statement) if user_id is not None)
