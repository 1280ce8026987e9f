"""Who may examine, who is named for it, who is assigned."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import ExpertAssignment, Membership, Package, StageDue, User
from workflows.vocabulary import Role


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


def candidates(package: Package) -> Sequence[User]:
    """Return those of the experts whom nothing keeps from this package: not its confirmer, not of its school."""
    with system_scope("conflict of interest"):
        of_school = set(
            session.scalars(select(Membership.user_id).where(Membership.school_id == package.school_id))
        )
    return [one for one in experts() if one.id != package.confirmed_by_id and one.id not in of_school]


def assigned(package_id: int) -> Sequence[ExpertAssignment]:
    return session.scalars(
        select(ExpertAssignment)
        .where(ExpertAssignment.package_id == package_id)
        .order_by(ExpertAssignment.id)
    ).all()


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
