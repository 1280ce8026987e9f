"""Who looks after which school: people with their load, assignments with their orders (К45)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased, joinedload

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import Curatorship, Membership, Package, School, User
from webapp.paging import PAGE_SIZE, Page, Place, cut
from workflows.vocabulary import SCHOOL_ROLES, Role, Turn

ORPHANS_SHOWN = 20
LARGEST = 2**31


@dataclass(frozen=True, slots=True)
class SchoolLink:
    slug: str
    name: str
    order: str
    substitute: bool


@dataclass(frozen=True, slots=True)
class CuratorRow:
    """A curator, the schools now, how many of their packages wait for a check."""

    user_id: int
    name: str
    post: str
    schools: tuple[SchoolLink, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The period and the order of an assignment."""

    since: date
    until: date | None = None
    order_number: str = ""
    order_date: date | None = None

    @property
    def mark(self) -> str:
        """A short print of the values: a page that shows older ones is known to be stale (BZ-02)."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """A line of the list of assignments; past and future ones are lines too."""

    id: int
    curator: str
    school: str
    school_slug: str
    terms: Terms
    substitutes: str
    current: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another curator of the same school in the same days."""

    school: str
    curator: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Option:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Orphans:
    """Open schools that nobody looks after today."""

    count: int
    schools: tuple[SchoolLink, ...]


def people(place: Place, *, today: date) -> Page[CuratorRow]:
    """Return a page of the curators this person sees, by name; three statements."""
    member = select(Membership.id).where(
        Membership.user_id == User.id, Membership.role == Role.CURATOR, *_in_office(today)
    )
    fixed = select(Curatorship.id).where(Curatorship.user_id == User.id, *_in_force(today))
    key = (User.name, User.id)
    statement = select(User).where(or_(member.exists(), fixed.exists()), User.disabled_at.is_(None))
    rows, page = _page(statement, key, place, lambda user: (user.name, user.id), (str, int))
    schools = _schools_now([user.id for user in rows], today)
    waiting = _waiting([school_id for links in schools.values() for school_id, _link in links])
    return Page(
        tuple(
            CuratorRow(
                user.id,
                user.name,
                user.post,
                tuple(link for _id, link in schools[user.id]),
                sum(waiting.get(school_id, 0) for school_id, _link in schools[user.id]),
            )
            for user in rows
        ),
        page.after,
        page.before,
    )


def assignments(place: Place, *, today: date, current: bool) -> Page[AssignmentRow]:
    """Return a page of assignments, the latest first; only those in force when `current`. One statement."""
    main, substituted = aliased(Curatorship), aliased(User)
    statement = (
        select(Curatorship, User.name, School.short_name, School.slug, substituted.name)
        .join(User, User.id == Curatorship.user_id)
        .join(School, School.id == Curatorship.school_id)
        .outerjoin(main, main.id == Curatorship.substitutes_id)
        .outerjoin(substituted, substituted.id == main.user_id)
        .where(Curatorship.direction == "")
    )
    if current:
        statement = statement.where(*_in_force(today))
    if len(place.key) != 1 or not _all_of(place.key, (int,)):
        place = Place()
    if place.key:
        bound = place.key[0]
        statement = statement.where(Curatorship.id > bound if place.backwards else Curatorship.id < bound)
    order = Curatorship.id.asc() if place.backwards else Curatorship.id.desc()
    found = [
        _assignment(row, today) for row in session.execute(statement.order_by(order).limit(PAGE_SIZE + 1))
    ]
    return cut(found, place, lambda row: (row.id,))


def orphans(today: date) -> Orphans:
    """Return the open schools without a curator today; two statements."""
    fixed = select(Curatorship.id).where(Curatorship.school_id == School.id, *_in_force(today))
    lonely = (School.closed.is_(False), ~fixed.exists())
    count = session.scalar(select(func.count(School.id)).where(*lonely)) or 0
    rows = session.scalars(
        select(School).where(*lonely).order_by(School.short_name, School.id).limit(ORPHANS_SHOWN)
    )
    return Orphans(count, tuple(SchoolLink(row.slug, row.short_name, "", False) for row in rows))


def curator_options(today: date) -> tuple[Option, ...]:
    """Return the members of the municipality with the role of a curator today."""
    rows = session.execute(
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role == Role.CURATOR, User.disabled_at.is_(None), *_in_office(today))
        .distinct()
        .order_by(User.name, User.id)
    )
    return tuple(Option(*row) for row in rows)


def school_options() -> tuple[Option, ...]:
    rows = session.execute(
        select(School.id, School.short_name)
        .where(School.closed.is_(False))
        .order_by(School.short_name, School.id)
    )
    return tuple(Option(*row) for row in rows)


def assignment(number: int, *, lock: bool = False) -> Curatorship:
    """Return an assignment with its curator and school; raises NotThere."""
    statement = (
        select(Curatorship)
        .where(Curatorship.id == number, Curatorship.direction == "")
        .options(joinedload(Curatorship.user), joinedload(Curatorship.school))
    )
    if lock:
        statement = statement.with_for_update(of=Curatorship).execution_options(populate_existing=True)
    found = session.scalar(statement) if number < LARGEST else None
    if found is None:
        raise NotThere
    return found


def terms_of(row: Curatorship) -> Terms:
    return Terms(row.since, row.until, row.order_number, row.order_date)


def in_days(school_ids: Iterable[int], terms: Terms, *, except_id: int = 0) -> Sequence[Curatorship]:
    """Return the assignments of these schools that share a day with the period, curators and schools loaded."""
    ends = Curatorship.until.is_(None) | (Curatorship.until >= terms.since)
    begins: tuple[ColumnElement[bool], ...] = (Curatorship.since <= terms.until,) if terms.until else ()
    return session.scalars(
        select(Curatorship)
        .where(Curatorship.school_id.in_(list(school_ids)), Curatorship.direction == "", ends, *begins)
        .where(Curatorship.id != except_id)
        .order_by(Curatorship.school_id, Curatorship.since, Curatorship.id)
        .options(joinedload(Curatorship.user), joinedload(Curatorship.school))
    ).all()


def works_at(user_id: int, school_ids: Iterable[int], terms: Terms) -> tuple[str, ...]:
    """Return the names of those of the schools where the person works in the period: a conflict of interest."""
    ends = or_(Membership.until.is_(None), Membership.until >= terms.since)
    begins: tuple[ColumnElement[bool], ...] = (Membership.since <= terms.until,) if terms.until else ()
    return tuple(
        session.scalars(
            select(School.short_name)
            .join(Membership, Membership.school_id == School.id)
            .where(
                Membership.user_id == user_id,
                School.id.in_(list(school_ids)),
                Membership.role.in_(SCHOOL_ROLES),
            )
            .where(ends, *begins)
            .distinct()
            .order_by(School.short_name)
        )
    )


def schools_by_id(school_ids: Iterable[int]) -> Sequence[School]:
    """Return the open schools among these that this person sees."""
    return session.scalars(
        select(School)
        .where(School.id.in_(list(school_ids)), School.closed.is_(False))
        .order_by(School.short_name)
    ).all()


def _in_force(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Curatorship.direction == "",
        Curatorship.since <= today,
        or_(Curatorship.until.is_(None), Curatorship.until >= today),
    )


def _in_office(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Membership.school_id.is_(None),
        Membership.since <= today,
        or_(Membership.until.is_(None), Membership.until >= today),
    )


def _page(
    statement: Any, columns: tuple[Any, ...], place: Place, key: Any, kinds: tuple[type, ...]
) -> tuple[Any, Any]:
    if not _all_of(place.key, kinds):
        place = Place()
    if place.key:
        bound, own = tuple_(*place.key), tuple_(*columns)
        statement = statement.where(own < bound if place.backwards else own > bound)
    order = [column.desc() if place.backwards else column.asc() for column in columns]
    rows = session.scalars(statement.order_by(*order).limit(PAGE_SIZE + 1)).all()
    page = cut(rows, place, key)
    return page.rows, page


def _all_of(key: tuple[Any, ...], kinds: tuple[type, ...]) -> bool:
    """Tell whether a place read from an address belongs to this order; a forged one is the beginning."""
    if len(key) != len(kinds):
        return False
    typed = all(isinstance(part, kind) for part, kind in zip(key, kinds, strict=True))
    return typed and all(0 <= part < LARGEST if isinstance(part, int) else "\x00" not in part for part in key)


def _schools_now(user_ids: Iterable[int], today: date) -> dict[int, list[tuple[int, SchoolLink]]]:
    found: dict[int, list[tuple[int, SchoolLink]]] = defaultdict(list)
    rows = session.execute(
        select(Curatorship, School.slug, School.short_name)
        .join(School, School.id == Curatorship.school_id)
        .where(Curatorship.user_id.in_(list(user_ids)), *_in_force(today))
        .order_by(School.short_name, Curatorship.id)
    )
    for row, slug, name in rows:
        link = SchoolLink(slug, name, row.order_number, row.substitutes_id is not None)
        found[row.user_id].append((row.school_id, link))
    return found


def _waiting(school_ids: Iterable[int]) -> dict[int, int]:
    rows = session.execute(
        select(Package.school_id, func.count(Package.id))
        .where(and_(Package.school_id.in_(list(school_ids)), Package.turn == Turn.CURATOR))
        .group_by(Package.school_id)
    )
    return {school_id: count for school_id, count in rows}


def _assignment(row: Any, today: date) -> AssignmentRow:
    own, curator, school, slug, substituted = row
    current = own.since <= today and (own.until is None or own.until >= today)
    return AssignmentRow(own.id, curator, school, slug, terms_of(own), substituted or "", current)
