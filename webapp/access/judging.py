"""The criteria of what reviewers write: sheets and marks, verdicts, remarks, conflicts of interest."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from webapp import models as m
from webapp.access.criteria import SCHOOL, in_visible_package, row_exists, table_of
from webapp.access.eyes import Eyes
from workflows.vocabulary import Role, State

WRITE_REMARKS = frozenset({Role.CURATOR, Role.EXPERT, Role.COORDINATOR})


def expert_assignment(eyes: Eyes) -> ColumnElement[bool]:
    if eyes.role in SCHOOL:
        return false()
    if eyes.role is Role.EXPERT:
        return m.ExpertAssignment.user_id == eyes.user_id
    return in_visible_package(m.ExpertAssignment.package_id, eyes)


def conflict_of_interest(eyes: Eyes) -> ColumnElement[bool]:
    if eyes.role is Role.COORDINATOR:
        return m.ConflictOfInterest.municipality_id == eyes.municipality_id
    return m.ConflictOfInterest.user_id == eyes.user_id


def expertise(eyes: Eyes) -> ColumnElement[bool]:
    """The coordinator sees all, others what was released, an expert his own and what is no longer secret."""
    inside = in_visible_package(m.Expertise.package_id, eyes)
    if eyes.role is Role.COORDINATOR:
        return inside
    if eyes.role is Role.EXPERT:
        own = m.Expertise.examiner_id == eyes.user_id
        return and_(inside, or_(own, _shared(m.Expertise), _released(m.Expertise.id)))
    return and_(inside, _released(m.Expertise.id))


def mark(eyes: Eyes) -> ColumnElement[bool]:
    """As the expertise; a school sees marks only where the municipality shows scores."""
    inside = in_visible_package(m.Mark.package_id, eyes)
    if eyes.role is Role.COORDINATOR:
        return inside
    if eyes.role is Role.EXPERT:
        own = table_of(m.Expertise)
        his = row_exists(
            own,
            own.c.id == m.Mark.expertise_id,
            or_(own.c.examiner_id == eyes.user_id, _shared(own.c)),
        )
        return and_(inside, or_(his, _released(m.Mark.expertise_id)))
    shown = and_(inside, _released(m.Mark.expertise_id))
    if eyes.role not in SCHOOL:
        return shown
    place = table_of(m.Municipality)
    return and_(shown, row_exists(place, place.c.id == eyes.municipality_id, place.c.show_scores.is_(True)))


def verdict(eyes: Eyes) -> ColumnElement[bool]:
    inside = in_visible_package(m.Verdict.package_id, eyes)
    if eyes.role is Role.COORDINATOR:
        return inside
    released = m.Verdict.released_at.is_not(None)
    if eyes.role is Role.EXPERT:
        return and_(inside, or_(released, m.Verdict.decided_by_id == eyes.user_id))
    return and_(inside, released)


def remark(eyes: Eyes) -> ColumnElement[bool]:
    """Remarks in writing belong to those who write them; the school reads them once they are sent.

    Two experts who examine apart do not read each other's."""
    inside = in_visible_package(m.Remark.package_id, eyes)
    if eyes.role is Role.EXPERT:
        return and_(inside, _not_the_others(m.Remark, eyes))
    if eyes.role in WRITE_REMARKS:
        return inside
    return and_(inside, m.Remark.published_at.is_not(None))


def remark_change(eyes: Eyes) -> ColumnElement[bool]:
    inside = in_visible_package(m.RemarkChange.package_id, eyes)
    if eyes.role in WRITE_REMARKS - {Role.EXPERT}:
        return inside
    parent = table_of(m.Remark)
    if eyes.role is Role.EXPERT:
        return and_(
            inside,
            row_exists(parent, parent.c.id == m.RemarkChange.remark_id, _not_the_others(parent.c, eyes)),
        )
    return and_(
        inside,
        row_exists(parent, parent.c.id == m.RemarkChange.remark_id, parent.c.published_at.is_not(None)),
    )


def pin(eyes: Eyes) -> ColumnElement[bool]:
    """As the remark it belongs to; those of marks as the sheet, and never the school's, which reads remarks."""
    inside, parent = in_visible_package(m.Pin.package_id, eyes), table_of(m.Remark)
    seen: ColumnElement[bool] = parent.c.published_at.is_not(None)
    if eyes.role is Role.EXPERT:
        seen = _not_the_others(parent.c, eyes)
    elif eyes.role in WRITE_REMARKS:
        seen = parent.c.id.is_not(None)
    of_remark = row_exists(parent, parent.c.id == m.Pin.remark_id, seen)
    if eyes.role in SCHOOL:
        return and_(inside, of_remark)
    sheet = table_of(m.Expertise)
    his: ColumnElement[bool] = _released(m.Pin.expertise_id)
    if eyes.role is Role.COORDINATOR:
        his = m.Pin.expertise_id.is_not(None)
    elif eyes.role is Role.EXPERT:
        own = or_(sheet.c.examiner_id == eyes.user_id, _shared(sheet.c))
        his = or_(his, row_exists(sheet, sheet.c.id == m.Pin.expertise_id, own))
    return and_(inside, or_(of_remark, his))


def _released(expertise_id: Any) -> ColumnElement[bool]:
    verdict = table_of(m.Verdict)
    return row_exists(verdict, verdict.c.expertise_id == expertise_id, verdict.c.released_at.is_not(None))


def _shared(x: Any) -> ColumnElement[bool]:
    """A sheet handed in, once neither of two experts can write any more."""
    package = table_of(m.Package)
    closed = row_exists(package, package.c.id == x.package_id, package.c.state != State.EXPERTISE)
    return and_(x.handed_in_at.is_not(None), closed)


def _not_the_others(r: Any, eyes: Eyes) -> ColumnElement[bool]:
    """Not a remark that the other of two experts is writing: his own, sent ones, and all outside their work."""
    package = table_of(m.Package)
    apart = row_exists(
        package,
        package.c.id == r.package_id,
        package.c.joint.is_(True),
        package.c.state == State.EXPERTISE,
    )
    return or_(r.published_at.is_not(None), r.author_id == eyes.user_id, ~apart)
