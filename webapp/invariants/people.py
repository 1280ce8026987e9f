"""People: roles in the places where they are possible, conflicts of interest, sessions."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import and_, or_, select

from webapp.database import now, session
from webapp.filestore import settings
from webapp.invariants.violation import Violation
from webapp.models import Curatorship, ExpertAssignment, LoginSession, Membership, Package, School
from workflows.vocabulary import MUNICIPAL_ROLES, SCHOOL_ROLES, Role

SLACK = timedelta(hours=13)
"""Sessions are ended by the housekeeping twice a day; a visit ends an expired one at once."""


def misplaced_memberships() -> Iterator[Violation]:
    """Roles without the place they need, with one they cannot have, or over before they began."""
    m = Membership
    wrong = or_(
        and_(
            m.role.in_(SCHOOL_ROLES), or_(m.school_id.is_(None), School.municipality_id != m.municipality_id)
        ),
        and_(m.role.in_(MUNICIPAL_ROLES), or_(m.municipality_id.is_(None), m.school_id.is_not(None))),
        and_(m.role == Role.OBSERVER, or_(m.region.is_(None), m.municipality_id.is_not(None))),
        and_(m.role == Role.ADMIN, m.school_id.is_not(None)),
        m.until < m.since,
    )
    rows = select(m.id, m.role).outerjoin(School, School.id == m.school_id).where(wrong).order_by(m.id)
    for membership_id, role in session.execute(rows):
        yield Violation(
            f"membership {membership_id}", f"Роль «{role.label}» назначена не там или не на тот срок."
        )


def foreign_curators() -> Iterator[Violation]:
    """Curators fixed to a school of another municipality, or substituting at another school."""
    main = Curatorship.__table__.alias("main")
    rows = (
        select(Curatorship.id)
        .join(School, School.id == Curatorship.school_id)
        .outerjoin(main, main.c.id == Curatorship.substitutes_id)
        .where(
            or_(
                School.municipality_id != Curatorship.municipality_id,
                main.c.school_id != Curatorship.school_id,
            )
        )
        .order_by(Curatorship.id)
    )
    for curatorship_id in session.scalars(rows):
        yield Violation(
            f"curatorship {curatorship_id}", "Школа другого муниципалитета или замещение в другой школе."
        )


def partial_experts() -> Iterator[Violation]:
    """Experts assigned to a package they confirmed, or to one of a school they work or worked in (AZ-09)."""
    given, package = ExpertAssignment, Package
    staff = (Membership.user_id == given.user_id) & (Membership.school_id == package.school_id)
    rows = (
        select(given.id, package.number)
        .join(package, package.id == given.package_id)
        .outerjoin(Membership, staff)
        .where(or_(package.confirmed_by_id == given.user_id, Membership.id.is_not(None)))
        .order_by(given.id)
        .distinct()
    )
    for assignment_id, number in session.execute(rows):
        text = f"Эксперт пакета {number} подтверждал его или работает в этой школе."
        yield Violation(f"expert_assignment {assignment_id}", text)


def expired_sessions() -> Iterator[Violation]:
    """Sessions long past their term that are still marked as open: the housekeeping does not run."""
    oldest = now() - timedelta(minutes=settings().session_absolute) - SLACK
    rows = select(LoginSession.id).where(LoginSession.ended_at.is_(None), LoginSession.created_at < oldest)
    for session_id in session.scalars(rows.order_by(LoginSession.id)):
        yield Violation(
            f"login_session {session_id}", "Сеанс истёк, а не завершён: работает ли исполнитель заданий?"
        )
