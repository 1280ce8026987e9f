"""The register of schools: a filtered page in a constant number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from webapp.database import session
from webapp.models import Curatorship, Package, Participation, Programme, School, User
from webapp.paging import Page, Place, cut
from webapp.schools.queries.listing import Filters, conditions, fitting, in_order, order_of
from webapp.schools.queries.statuses import Status, held, in_force
from workflows.vocabulary import State

EXPORT_LIMIT = 5000
LOCALITIES_LIMIT = 500


@dataclass(frozen=True, slots=True)
class StateCount:
    state: State
    count: int


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A line of the register."""

    id: int
    slug: str
    short_name: str
    name: str
    locality: str
    pupils: int | None
    teachers: int | None
    director: str
    statuses: tuple[Status, ...]
    programmes: tuple[str, ...]
    curators: tuple[str, ...]
    packages: tuple[StateCount, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the register and how many schools the filters name in all."""

    page: Page[SchoolRow]
    count: int


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what the address or the form carries, and what a person reads."""

    value: str
    label: str


def register(filters: Filters, place: Place, *, today: date) -> Found:
    """Return a page of the schools this person sees; five statements whatever the number of schools."""
    named = conditions(filters, today)
    place = fitting(place, filters)
    schools = session.scalars(in_order(select(School).where(*named), filters, place)).all()
    page = cut(schools, place, lambda school: [getattr(school, column.key) for column in order_of(filters)])
    count = session.scalar(select(func.count(School.id)).where(*named)) or 0
    return Found(Page(_rows(page.rows, today), page.after, page.before), count)


def export(filters: Filters, *, today: date) -> tuple[SchoolRow, ...]:
    """Return every line the filters name, for a table file; bounded."""
    statement = select(School).where(*conditions(filters, today)).order_by(School.short_name, School.id)
    return _rows(session.scalars(statement.limit(EXPORT_LIMIT)).all(), today)


def locality_options() -> tuple[str, ...]:
    """Return the places where schools stand, to filter by."""
    places = select(School.locality).where(School.locality != "").distinct().order_by(School.locality)
    return tuple(session.scalars(places.limit(LOCALITIES_LIMIT)))


def programme_options() -> tuple[Option, ...]:
    """Return the programmes to filter by, the current ones first."""
    rows = session.scalars(
        select(Programme).order_by(Programme.archived, Programme.year.desc(), Programme.id)
    )
    return tuple(Option(row.code, f"{row.short_title}, {row.year}") for row in rows)


def curator_options(today: date) -> tuple[Option, ...]:
    """Return the people who look after at least one school today."""
    fixed = select(Curatorship.id).where(Curatorship.user_id == User.id, *in_force(today))
    rows = session.execute(select(User.id, User.name).where(fixed.exists()).order_by(User.name, User.id))
    return tuple(Option(str(row.id), row.name) for row in rows)


def _rows(schools: Iterable[School], today: date) -> tuple[SchoolRow, ...]:
    found = list(schools)
    ids = [school.id for school in found]
    programmes, curators, packages = _programmes(ids), curators_of(ids, today), _packages(ids)
    return tuple(
        SchoolRow(
            id=s.id,
            slug=s.slug,
            short_name=s.short_name,
            name=s.name,
            locality=s.locality,
            pupils=s.pupils,
            teachers=s.teachers,
            director=s.director,
            statuses=held(s),
            programmes=tuple(programmes[s.id]),
            curators=tuple(curators[s.id]),
            packages=tuple(packages[s.id]),
            closed=s.closed,
        )
        for s in found
    )


def _programmes(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(Participation.school_id, Programme.short_title, Programme.year)
        .join(Programme, Programme.id == Participation.programme_id)
        .where(
            Participation.school_id.in_(ids), Participation.left_on.is_(None), Programme.archived.is_(False)
        )
        .order_by(Programme.year.desc(), Programme.id)
    )
    for school_id, title, year in rows:
        found[school_id].append(f"{title}, {year}")
    return found


def curators_of(ids: Sequence[int], today: date) -> dict[int, list[str]]:
    """Return the names of those who look after each of the schools today."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(Curatorship.school_id, User.name)
        .join(User, User.id == Curatorship.user_id)
        .where(Curatorship.school_id.in_(ids), *in_force(today))
        .order_by(Curatorship.substitutes_id.is_not(None), Curatorship.since, Curatorship.id)
    )
    for school_id, name in rows:
        found[school_id].append(name)
    return found


def _packages(ids: Sequence[int]) -> dict[int, list[StateCount]]:
    found: dict[int, list[StateCount]] = defaultdict(list)
    rows = session.execute(
        select(Package.school_id, Package.state, func.count(Package.id))
        .where(Package.school_id.in_(ids))
        .group_by(Package.school_id, Package.state)
    ).all()
    order = list(State)
    for school_id, state, count in sorted(rows, key=lambda row: order.index(row[1])):
        found[school_id].append(StateCount(state, count))
    return found
