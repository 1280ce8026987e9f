"""Who may examine, who is named for it, who is assigned, and how much each of them has."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import (
    ConflictOfInterest,
    ExpertAssignment,
    Expertise,
    Membership,
    Package,
    School,
    StageDue,
    User,
)
from workflows.facts import EXPERTS
from workflows.vocabulary import Role, Standing, State

CONFIRMED = "Этот человек подтвердил пакет как куратор и не может проводить его экспертизу."
OF_SCHOOL = "Этот человек работает или работал в школе, чей пакет рассматривается."
OPEN = frozenset({State.ADMITTED, State.EXPERTISE})


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


def holders(role: Role) -> frozenset[int]:
    """Return the ids of those who hold a role in the municipality today."""
    return frozenset(
        session.scalars(select(Membership.user_id).where(Membership.role == role, Membership.until.is_(None)))
    )


def kept_from(package: Package, user_id: int) -> str:
    """Return what keeps the person from examining the package, as a sentence; '' when nothing does."""
    return Barriers.of([package]).between(package, user_id)


@dataclass(frozen=True, slots=True)
class Barriers:
    """What keeps people from packages, read at once for many: posts in their schools and declared conflicts."""

    posts: Mapping[int | None, frozenset[int]]
    """School → people who work, or worked, there."""
    declared: Mapping[tuple[int, int], str]
    """Person and school → the reason of a declared conflict of interest."""

    @classmethod
    def of(cls, packages: Iterable[Package]) -> "Barriers":
        schools = {package.school_id for package in packages}
        with system_scope("conflict of interest"):
            worked = session.execute(
                select(Membership.school_id, Membership.user_id).where(Membership.school_id.in_(schools))
            ).all()
            rows = session.execute(
                select(ConflictOfInterest.user_id, ConflictOfInterest.school_id, ConflictOfInterest.reason)
                .where(ConflictOfInterest.school_id.in_(schools), ConflictOfInterest.withdrawn_at.is_(None))
                .order_by(ConflictOfInterest.id)
            ).all()
        posts: dict[int | None, set[int]] = defaultdict(set)
        for school_id, user_id in worked:
            posts[school_id].add(user_id)
        return cls(
            {school: frozenset(people) for school, people in posts.items()},
            {(user_id, school_id): reason for user_id, school_id, reason in rows},
        )

    def between(self, package: Package, user_id: int) -> str:
        """Return what keeps this person from this package, as a sentence; '' when nothing does."""
        if package.confirmed_by_id == user_id:
            return CONFIRMED
        if user_id in self.posts.get(package.school_id, ()):
            return OF_SCHOOL
        reason = self.declared.get((user_id, package.school_id), "")
        return f"Заявлен конфликт интересов с этой школой: {reason}" if reason else ""


def candidates(package: Package) -> Sequence[User]:
    """Return those of the experts whom nothing keeps from this package."""
    barriers = Barriers.of([package])
    return [one for one in experts() if not barriers.between(package, one.id)]


def assigned(package_id: int) -> Sequence[ExpertAssignment]:
    return session.scalars(
        select(ExpertAssignment)
        .where(ExpertAssignment.package_id == package_id)
        .order_by(ExpertAssignment.id)
    ).all()


def assignment(package_id: int, user_id: int) -> ExpertAssignment | None:
    """Return the assignment of a person to a package, a declined one too: nobody is asked twice unawares."""
    with system_scope("who was named for a visible package"):
        return session.scalar(
            select(ExpertAssignment).where(
                ExpertAssignment.package_id == package_id, ExpertAssignment.user_id == user_id
            )
        )


def may_decline(package: Package, user_id: int) -> bool:
    """Tell whether the person is named for the package and has not begun."""
    row = assignment(package.id, user_id)
    return row is not None and row.declined_at is None and not has_begun(package, user_id)


def has_begun(package: Package, user_id: int) -> bool:
    """Tell whether the person has a sheet of the version on the table."""
    begun = select(Expertise.id).where(
        Expertise.version_id == package.current_version_id, Expertise.examiner_id == user_id
    )
    return session.scalar(begun.limit(1)) is not None


def load() -> Mapping[int, int]:
    """Return how many packages each expert still has to examine, by user; those without any are left out."""
    rows = session.execute(
        select(ExpertAssignment.user_id, func.count())
        .join(Package, Package.id == ExpertAssignment.package_id)
        .where(ExpertAssignment.declined_at.is_(None), Package.state.in_(OPEN))
        .group_by(ExpertAssignment.user_id)
    )
    return {user_id: count for user_id, count in rows}


@dataclass(frozen=True, slots=True)
class Short:
    """A package that has fewer experts than it needs."""

    package: Package
    named: tuple[tuple[int, str], ...]
    needs: int


def short_of_experts(stage_id: int | None, numbers: Iterable[str] = ()) -> tuple[Short, ...]:
    """Return the packages that wait for experts, by number: of one stage, of some numbers, or all; three statements."""
    wanted = (
        select(Package)
        .join(School, School.id == Package.school_id)
        .where(Package.state.in_({State.CURATOR_REVIEW, *Standing.EXAMINED.states} - {State.CONCLUDED}))
        .where(Package.state != State.RECONCILIATION)
        .order_by(Package.id)
        .options(joinedload(Package.school), joinedload(Package.stage))
    )
    if stage_id is not None:
        wanted = wanted.where(Package.stage_id == stage_id)
    picked = tuple(numbers)
    if picked:
        wanted = wanted.where(Package.number.in_(picked))
    packages = session.scalars(wanted).all()
    named: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = session.execute(
        select(ExpertAssignment.package_id, ExpertAssignment.user_id, ExpertAssignment.user_name)
        .where(ExpertAssignment.package_id.in_([package.id for package in packages]))
        .where(ExpertAssignment.declined_at.is_(None))
        .order_by(ExpertAssignment.id)
    )
    for package_id, user_id, name in rows:
        named[package_id].append((user_id, name))
    found = (
        Short(package, tuple(named[package.id]), EXPERTS if package.joint else 1) for package in packages
    )
    return tuple(one for one in found if len(one.named) < one.needs)


def default_examiner(stage_id: int, kind: str) -> User | None:
    """Return the person the stage names as the examiner of this kind; None means the coordinator."""
    with system_scope("default examiner of a stage"):
        return session.scalar(
            select(User)
            .join(StageDue, StageDue.examiner_id == User.id)
            .where(StageDue.stage_id == stage_id, StageDue.kind == kind, User.disabled_at.is_(None))
        )


def is_joint(stage_id: int, kind: str) -> bool:
    """Tell whether the stage wants two experts for each package of the kind."""
    due = select(StageDue.joint).where(StageDue.stage_id == stage_id, StageDue.kind == kind)
    with system_scope("what a stage wants"):
        return bool(session.scalar(due))
