"""The register of schools: a filtered page in a constant number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select, tuple_

from webapp.database import session
from webapp.models import Curatorship, Package, Participation, Programme, School, User
from webapp.paging import PAGE_SIZE, Page, Place, cut
from webapp.schools.queries.statuses import COLUMNS, Status, held, in_force
from workflows.search_keys import variants
from workflows.vocabulary import Labelled, State

EXPORT_LIMIT = 5000
LARGEST_ID = 2**31
NO_CURATOR = "none"


class Sort(Labelled):
    NAME = "name", "Школа"
    LOCALITY = "locality", "Населённый пункт"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the register asks for; an empty value asks nothing."""

    q: str = ""
    programme: str = ""
    status: str = ""
    curator: str = ""
    closed: bool = False
    sort: Sort = Sort.NAME
    descending: bool = False

    @property
    def active(self) -> bool:
        return any((self.q, self.programme, self.status, self.curator, self.closed))


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
    conditions = _conditions(filters, today)
    columns = _columns(filters.sort)
    place = place if _fits(place, columns) else Place()
    backwards = filters.descending != place.backwards
    statement = select(School).where(*conditions)
    if place.key:
        key, bound = tuple_(*columns), tuple_(*place.key)
        statement = statement.where(key < bound if backwards else key > bound)
    order = [column.desc() if backwards else column.asc() for column in columns]
    schools = session.scalars(statement.order_by(*order).limit(PAGE_SIZE + 1)).all()
    page = cut(schools, place, lambda school: [getattr(school, column.key) for column in columns])
    count = session.scalar(select(func.count(School.id)).where(*conditions)) or 0
    return Found(Page(_rows(page.rows, today), page.after, page.before), count)


def export(filters: Filters, *, today: date) -> tuple[SchoolRow, ...]:
    """Return every line the filters name, for a table file; bounded."""
    statement = select(School).where(*_conditions(filters, today)).order_by(School.short_name, School.id)
    return _rows(session.scalars(statement.limit(EXPORT_LIMIT)).all(), today)


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


def _columns(sort: Sort) -> tuple[Any, ...]:
    if sort is Sort.LOCALITY:
        return School.locality, School.short_name, School.id
    return School.short_name, School.id


def _fits(place: Place, columns: Sequence[Any]) -> bool:
    """Tell whether a place read from an address belongs to this order; a forged one is the beginning."""
    if len(place.key) != len(columns):
        return False
    *words, last = place.key
    wordy = all(isinstance(word, str) and "\x00" not in word for word in words)
    return wordy and isinstance(last, int) and 0 <= last < LARGEST_ID


def _conditions(filters: Filters, today: date) -> tuple[ColumnElement[bool], ...]:
    found: list[ColumnElement[bool]] = [School.closed.is_(filters.closed)]
    if filters.q:
        keys = variants(filters.q)
        found.append(or_(false(), *(School.search_key.contains(key, autoescape=True) for key in keys)))
    if filters.programme:
        taking_part = (
            select(Participation.id)
            .join(Programme, Programme.id == Participation.programme_id)
            .where(Participation.school_id == School.id, Participation.left_on.is_(None))
            .where(Programme.code == filters.programme)
        )
        found.append(taking_part.exists())
    if filters.status in set(Status):
        found.append(COLUMNS[Status(filters.status)].is_(True))
    if filters.curator:
        found.append(_looked_after(filters.curator, today))
    return tuple(found)


def _looked_after(curator: str, today: date) -> ColumnElement[bool]:
    fixed = select(Curatorship.id).where(Curatorship.school_id == School.id, *in_force(today))
    if curator == NO_CURATOR:
        return ~fixed.exists()
    number = int(curator) if curator.isdecimal() and len(curator) < len(str(LARGEST_ID)) else 0
    return fixed.where(Curatorship.user_id == number).exists()


def _rows(schools: Iterable[School], today: date) -> tuple[SchoolRow, ...]:
    found = list(schools)
    ids = [school.id for school in found]
    programmes, curators, packages = _programmes(ids), _curators(ids, today), _packages(ids)
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


def _curators(ids: Sequence[int], today: date) -> dict[int, list[str]]:
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
