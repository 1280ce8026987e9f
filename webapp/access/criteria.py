"""The criteria of visibility, each a question about one row and one pair of eyes."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    exists,
    false,
    literal,
    or_,
    select,
    true,
)

from webapp import models as m
from webapp.access.eyes import Eyes
from webapp.database import Base
from workflows.vocabulary import (
    DECIDED,
    MUNICIPAL_ROLES,
    SCHOOL_ROLES,
    Audience,
    ReportKind,
    ReportState,
    Role,
    Standing,
    State,
)

SCHOOL = SCHOOL_ROLES
REVIEWERS = frozenset({Role.CURATOR, Role.EXPERT, Role.COORDINATOR, Role.CHIEF})
PAPERS = (ReportKind.CONCLUSION, ReportKind.AGREEMENT)
"""Documents about one package: whoever reads the package reads them."""
READS_ALL = frozenset({Role.COORDINATOR, Role.CHIEF})

Criterion = Callable[[Eyes], ColumnElement[bool]]


def nobody(_eyes: Eyes) -> ColumnElement[bool]:
    """Rows of the product itself: only a system scope sees them."""
    return false()


def municipality(eyes: Eyes) -> ColumnElement[bool]:
    if eyes.role is Role.ADMIN and eyes.placeless:
        return true()
    if eyes.role is Role.OBSERVER:
        return m.Municipality.region == eyes.region
    return m.Municipality.id == eyes.municipality_id


def own_municipality(model: Any) -> Criterion:
    """Rows of the person's municipality; of all municipalities of the region for its observer."""

    def criterion(eyes: Eyes) -> ColumnElement[bool]:
        return in_place(model.municipality_id, eyes)

    return criterion


def held_by(model: Any, roles: frozenset[Role]) -> Criterion:
    """Rows of the municipality that only these roles work with."""

    def criterion(eyes: Eyes) -> ColumnElement[bool]:
        if eyes.role not in roles:
            return false()
        return in_place(model.municipality_id, eyes)

    return criterion


def school(model: Any, column: str) -> Criterion:
    """Rows about a school: one's own, those one looks after, those one examines, or all of the municipality."""

    def criterion(eyes: Eyes) -> ColumnElement[bool]:
        school_id = getattr(model, column)
        if eyes.role in SCHOOL:
            return school_id == eyes.school_id
        if eyes.role is Role.CURATOR:
            return looked_after(school_id, eyes)
        if eyes.role is Role.EXPERT:
            return _examined_school(school_id, eyes)
        return in_place(model.municipality_id, eyes)

    return criterion


def user(eyes: Eyes) -> ColumnElement[bool]:
    if eyes.role is Role.ADMIN and eyes.placeless:
        return true()
    member = table_of(m.Membership)
    place = member.c.municipality_id == eyes.municipality_id
    if eyes.role in SCHOOL:
        place = and_(place, or_(member.c.school_id == eyes.school_id, member.c.role.in_(MUNICIPAL_ROLES)))
    return or_(m.User.id == eyes.user_id, row_exists(member, member.c.user_id == m.User.id, place))


def membership(eyes: Eyes) -> ColumnElement[bool]:
    own = m.Membership.user_id == eyes.user_id
    if eyes.role is Role.ADMIN and eyes.placeless:
        return true()
    if eyes.role in SCHOOL:
        return or_(own, m.Membership.school_id == eyes.school_id)
    if eyes.role in READS_ALL | {Role.ADMIN}:
        return or_(own, m.Membership.municipality_id == eyes.municipality_id)
    return own


def curatorship(eyes: Eyes) -> ColumnElement[bool]:
    if eyes.role in SCHOOL:
        return m.Curatorship.school_id == eyes.school_id
    if eyes.role is Role.CURATOR:
        own, their = table_of(m.Curatorship), table_of(m.Curatorship)
        mine = select(own.c.id).where(own.c.user_id == eyes.user_id)
        replaced = select(their.c.substitutes_id).where(
            their.c.user_id == eyes.user_id, their.c.substitutes_id.is_not(None)
        )
        return or_(
            m.Curatorship.user_id == eyes.user_id,
            m.Curatorship.substitutes_id.in_(mine),
            m.Curatorship.id.in_(replaced),
        )
    if eyes.role is Role.EXPERT:
        return false()
    return in_place(m.Curatorship.municipality_id, eyes)


def substitution(eyes: Eyes) -> ColumnElement[bool]:
    """A leave: for the two curators, for the schools it is about, for those who manage curators."""
    if eyes.role in {Role.EXPERT, Role.OBSERVER}:
        return false()
    if eyes.role not in SCHOOL | {Role.CURATOR}:
        return in_place(m.Substitution.municipality_id, eyes)
    row = table_of(m.Curatorship)
    whose = row.c.user_id == eyes.user_id if eyes.role is Role.CURATOR else row.c.school_id == eyes.school_id
    named = row_exists(row, row.c.substitution_id == m.Substitution.id, whose)
    if eyes.role is Role.CURATOR:
        return or_(m.Substitution.absent_id == eyes.user_id, named)
    return named


def package(eyes: Eyes) -> ColumnElement[bool]:
    return _package(m.Package, eyes)


def in_package(model: Any, *, roles: frozenset[Role] | None = None) -> Criterion:
    """Rows that belong to a visible package, for some roles only when `roles` is given."""

    def criterion(eyes: Eyes) -> ColumnElement[bool]:
        if roles is not None and eyes.role not in roles:
            return false()
        return in_visible_package(model.package_id, eyes)

    return criterion


def package_file(eyes: Eyes) -> ColumnElement[bool]:
    """The school sees what it uploads; all others only what was sent."""
    inside = in_visible_package(m.PackageFile.package_id, eyes)
    if eyes.role in SCHOOL:
        return inside
    sent = table_of(m.VersionFile)
    return and_(inside, row_exists(sent, sent.c.file_id == m.PackageFile.id))


def file_check(eyes: Eyes) -> ColumnElement[bool]:
    """The school learns the decisions when the curator has finished, not while he works."""
    if eyes.role not in SCHOOL:
        return in_visible_package(m.FileCheck.package_id, eyes)
    package = table_of(m.Package)
    return row_exists(
        package,
        package.c.id == m.FileCheck.package_id,
        _package(package.c, eyes),
        package.c.state != State.CURATOR_REVIEW,
    )


def evidence_link(eyes: Eyes) -> ColumnElement[bool]:
    """What each side decides while the package is with it is its own until it hands the package on."""
    inside = in_visible_package(m.EvidenceLink.package_id, eyes)
    by_school = m.EvidenceLink.set_by_role.in_(SCHOOL)
    if eyes.role in SCHOOL:
        package = table_of(m.Package)
        handed_on = row_exists(
            package, package.c.id == m.EvidenceLink.package_id, package.c.state != State.CURATOR_REVIEW
        )
        return and_(inside, or_(by_school, handed_on))
    sent = table_of(m.Version)
    in_version = row_exists(
        sent, sent.c.package_id == m.EvidenceLink.package_id, sent.c.sent_at >= m.EvidenceLink.set_at
    )
    return and_(inside, or_(~by_school, in_version))


def diary_entry(eyes: Eyes) -> ColumnElement[bool]:
    """An entry on a school for its people, its curators and those above them; a draft for its author alone."""
    return _diary_entry(m.DiaryEntry, eyes)


def in_diary_entry(model: Any) -> Criterion:
    """Rows that belong to a visible entry."""

    def criterion(eyes: Eyes) -> ColumnElement[bool]:
        entry = table_of(m.DiaryEntry)
        return row_exists(entry, entry.c.id == model.entry_id, _diary_entry(entry.c, eyes))

    return criterion


def _diary_entry(entry: Any, eyes: Eyes) -> ColumnElement[bool]:
    entered = entry.entered_at.is_not(None)
    if eyes.role in SCHOOL:
        return and_(entry.school_id == eyes.school_id, entered)
    if eyes.role is Role.CURATOR:
        own = and_(entry.author_id == eyes.user_id, in_place(entry.municipality_id, eyes))
        return or_(own, and_(looked_after(entry.school_id, eyes), entered))
    if eyes.role in READS_ALL:
        return and_(in_place(entry.municipality_id, eyes), entered)
    return false()


def recommendation(eyes: Eyes) -> ColumnElement[bool]:
    """One's own school's, those of the schools one looks after, or all of the municipality."""
    row = m.Recommendation
    if eyes.role in SCHOOL:
        return row.school_id == eyes.school_id
    if eyes.role is Role.CURATOR:
        return looked_after(row.school_id, eyes)
    return in_place(row.municipality_id, eyes) if eyes.role in READS_ALL else false()


def survey_mark(eyes: Eyes) -> ColumnElement[bool]:
    """A mark of a school for its people, its curators and those above them; a curator's own for themselves too."""
    if eyes.role in SCHOOL:
        return m.SurveyMark.school_id == eyes.school_id
    if eyes.role is Role.CURATOR:
        own = and_(m.SurveyMark.user_id == eyes.user_id, in_place(m.SurveyMark.municipality_id, eyes))
        return or_(own, looked_after(m.SurveyMark.school_id, eyes))
    if eyes.role in READS_ALL:
        return in_place(m.SurveyMark.municipality_id, eyes)
    return false()


def opening(eyes: Eyes) -> ColumnElement[bool]:
    """The school learns what is open when the package is back with it, not while the return is prepared."""
    if eyes.role not in SCHOOL:
        return in_visible_package(m.Opening.package_id, eyes)
    package = table_of(m.Package)
    return row_exists(
        package,
        package.c.id == m.Opening.package_id,
        _package(package.c, eyes),
        package.c.state.in_(Standing.REWORKED.states),
    )


def for_audience(model: Any) -> Criterion:
    """Rows for everyone in the package; internal ones are not there for a school, nor for an observer."""

    def criterion(eyes: Eyes) -> ColumnElement[bool]:
        inside = in_visible_package(model.package_id, eyes)
        if eyes.role in SCHOOL | {Role.OBSERVER}:
            return and_(inside, model.audience == Audience.EVERYONE)
        return inside

    return criterion


def report(eyes: Eyes) -> ColumnElement[bool]:
    return _report(m.Report, eyes)


def report_file(eyes: Eyes) -> ColumnElement[bool]:
    parent = table_of(m.Report)
    return row_exists(parent, parent.c.id == m.ReportFile.report_id, _report(parent.c, eyes))


def sign_off(eyes: Eyes) -> ColumnElement[bool]:
    parent = table_of(m.Report)
    return row_exists(parent, parent.c.id == m.SignOff.report_id, _report(parent.c, eyes))


def acquaintance(eyes: Eyes) -> ColumnElement[bool]:
    parent = table_of(m.Report)
    return row_exists(parent, parent.c.id == m.Acquaintance.report_id, _report(parent.c, eyes))


def journal_entry(eyes: Eyes) -> ColumnElement[bool]:
    if eyes.role is Role.ADMIN and eyes.placeless:
        return true()
    if eyes.role in READS_ALL | {Role.ADMIN}:
        return m.JournalEntry.municipality_id == eyes.municipality_id
    return false()


def _package(p: Any, eyes: Eyes) -> ColumnElement[bool]:
    """The criterion of packages over the model or over a table's columns."""
    if eyes.role in SCHOOL:
        return p.school_id == eyes.school_id
    sent = p.state != State.DRAFT
    if eyes.role is Role.CURATOR:
        return and_(sent, looked_after(p.school_id, eyes))
    if eyes.role is Role.EXPERT:
        given = table_of(m.ExpertAssignment)
        mine = and_(given.c.user_id == eyes.user_id, given.c.declined_at.is_(None))
        return and_(sent, p.id.in_(select(given.c.package_id).where(mine)))
    if eyes.role in READS_ALL:
        return and_(p.municipality_id == eyes.municipality_id, sent)
    if eyes.role is Role.OBSERVER:
        return and_(in_place(p.municipality_id, eyes), p.state.in_(DECIDED))
    return false()


def _report(r: Any, eyes: Eyes) -> ColumnElement[bool]:
    if eyes.role in READS_ALL:
        return r.municipality_id == eyes.municipality_id
    if eyes.role is Role.OBSERVER:
        return and_(in_place(r.municipality_id, eyes), r.accepted_at.is_not(None))
    if eyes.role in SCHOOL | {Role.CURATOR, Role.EXPERT}:
        package = table_of(m.Package)
        paper = and_(
            r.kind.in_(PAPERS),
            r.state == ReportState.READY,
            row_exists(package, package.c.id == r.package_id, _package(package.c, eyes)),
        )
        if eyes.role is not Role.CURATOR:
            return paper
        diary = and_(r.kind == ReportKind.DIARY, r.requested_by_id == eyes.user_id)
        return or_(paper, and_(diary, in_place(r.municipality_id, eyes)))
    return false()


def in_visible_package(package_id: Any, eyes: Eyes) -> ColumnElement[bool]:
    package = table_of(m.Package)
    return row_exists(package, package.c.id == package_id, _package(package.c, eyes))


def looked_after(school_id: Any, eyes: Eyes) -> ColumnElement[bool]:
    """A few schools of one curator: an uncorrelated IN, which both databases start from."""
    fixed = table_of(m.Curatorship)
    return school_id.in_(
        select(fixed.c.school_id).where(
            fixed.c.user_id == eyes.user_id,
            fixed.c.direction == "",
            fixed.c.since <= eyes.today,
            or_(fixed.c.until.is_(None), fixed.c.until >= eyes.today),
        )
    )


def _examined_school(school_id: Any, eyes: Eyes) -> ColumnElement[bool]:
    package, given = table_of(m.Package), table_of(m.ExpertAssignment)
    return school_id.in_(
        select(package.c.school_id)
        .select_from(package.join(given, given.c.package_id == package.c.id))
        .where(given.c.user_id == eyes.user_id, given.c.declined_at.is_(None))
    )


def in_place(municipality_id: Any, eyes: Eyes) -> ColumnElement[bool]:
    if eyes.role is Role.OBSERVER:
        place = table_of(m.Municipality)
        return row_exists(place, place.c.id == municipality_id, place.c.region == eyes.region)
    if eyes.role is Role.ADMIN and eyes.placeless:
        return true()
    return municipality_id == eyes.municipality_id


def table_of(model: type[Base]) -> Any:
    """An alias outside the ORM: the session does not add criteria to it a second time."""
    return model.__table__.alias()


def row_exists(source: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(literal(1)).select_from(source).where(*conditions).correlate_except(source))
