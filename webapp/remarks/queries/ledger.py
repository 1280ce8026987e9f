"""The ledger of remarks, of a package and of a school: filtered rows with their history, and what may be asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, bindparam, func, literal, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webapp.database import UtcDateTime, kept, session
from webapp.errors import NotThere
from webapp.models import AnswerDraft, Package, PackageFile, Remark, School, Stage, Version, VersionFile
from webapp.paging import PAGE_SIZE, START, Page, Place, cut, read_place
from webapp.remarks.queries.filters import CRITERIA, Asked, Filters, asked
from workflows.vocabulary import RemarkKind, RemarkOrigin, RemarkState, State

EXPORT_LIMIT = 20_000
NO_TERM = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A remark with what it is about; its file and its changes are loaded."""

    remark: Remark
    package: str
    kind: str
    package_state: State
    school: str
    stage: str
    version: int


@dataclass(frozen=True, slots=True)
class Facet:
    """So many remarks alike in all that a ledger may be filtered by."""

    state: RemarkState
    kind: RemarkKind
    origin: RemarkOrigin
    author: str
    round: int
    file: str | None
    package: str
    stage: str
    stage_title: str
    published: bool
    count: int


class Sort(StrEnum):
    """The orders of a school's ledger."""

    DUE = "due"
    PACKAGE = "package"
    CREATED = "created"


@dataclass(frozen=True, slots=True)
class Order:
    sort: Sort = Sort.DUE
    descending: bool = False

    @property
    def code(self) -> str:
        return f"{'-' if self.descending else ''}{self.sort}"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a school's ledger, and how many remarks the conditions name in all."""

    page: Page[LedgerRow]
    count: int


_term = func.coalesce(Remark.due_on, literal(NO_TERM, Date()))
_KEYS: Mapping[Sort, tuple[Any, Any]] = MappingProxyType(
    {
        Sort.DUE: (_term, Remark.id),
        Sort.PACKAGE: (Package.id, Remark.number),
        Sort.CREATED: (Remark.created_at, Remark.id),
    }
)
_SHAPES: Mapping[Sort, tuple[type, ...]] = MappingProxyType(
    {Sort.DUE: (str, int), Sort.PACKAGE: (int, int), Sort.CREATED: (datetime, int)}
)
_TYPES: Mapping[Sort, Any] = MappingProxyType(
    {Sort.DUE: Date(), Sort.PACKAGE: Integer(), Sort.CREATED: UtcDateTime()}
)


def of_package(package: Package, filters: Filters, today: date) -> tuple[LedgerRow, ...]:
    """Return the remarks of a package that the conditions name, by number; two statements."""
    conditions = asked(filters, today)
    values = {**_values(conditions), "owner": package.id}
    return _rows_of(session.execute(_package(frozenset(conditions)), values))


def of_school(school_id: int, filters: Filters, order: Order, *, place: Place, today: date) -> Found:
    """Return a page of the remarks of a school, and how many there are; three statements."""
    conditions = asked(filters, today)
    values = {**_values(conditions), "owner": school_id}
    here = {**values, "most": PAGE_SIZE + 1, **_key_values(order, place)}
    side = ("before" if place.backwards else "after") if place.key else ""
    rows = _rows_of(session.execute(_school_page(frozenset(conditions), order, side), here))
    page = cut(rows, place, lambda row: _key(order, row))
    return Found(page, session.execute(_count(frozenset(conditions)), values).scalar_one())


def all_of_school(school_id: int, filters: Filters, order: Order, *, today: date) -> tuple[LedgerRow, ...]:
    """Return every remark of a school that the conditions name, for a table file; bounded, two statements."""
    conditions = asked(filters, today)
    values = {**_values(conditions), "owner": school_id, "most": EXPORT_LIMIT}
    return _rows_of(session.execute(_school_page(frozenset(conditions), order, ""), values))


def place_of(after: str, before: str, order: Order) -> Place:
    """Return the place an address names in this order; an unreadable one is the beginning."""
    place = read_place(after, before, _SHAPES[order.sort])
    if order.sort is not Sort.DUE or not place.key:
        return place
    try:
        return Place((date.fromisoformat(place.key[0]), place.key[1]), place.backwards)
    except ValueError:
        return START


def facets_of_package(package: Package) -> tuple[Facet, ...]:
    """Return what the ledger of a package holds, whatever is asked of it now; one statement."""
    return tuple(_facets(_PACKAGE_FACETS, package.id))


def facets_of_school(school_id: int) -> tuple[Facet, ...]:
    """Return what the ledger of a school holds, whatever is asked of it now; one statement."""
    return tuple(_facets(_SCHOOL_FACETS, school_id))


def drafts_of(package: Package, user_id: int) -> Mapping[int, AnswerDraft]:
    """Return the answers a person is typing, by the remark."""
    found = session.scalars(_DRAFTS, {"package": package.id, "user": user_id})
    return {draft.remark_id: draft for draft in found}


def one(package: Package, number: int) -> Remark:
    """Return one remark; raises NotThere."""
    found = session.scalar(
        select(Remark)
        .where(Remark.package_id == package.id, Remark.number == number)
        .options(joinedload(Remark.file))
    )
    if found is None:
        raise NotThere
    return found


def row_of(package: Package, number: int) -> LedgerRow:
    """Return one remark as its row of the ledger; raises NotThere."""
    found = _rows_of(session.execute(_ROW, {"owner": package.id, "number": number}))
    if not found:
        raise NotThere
    return found[0]


def files_to_name(package: Package) -> Sequence[PackageFile]:
    """Return the files of the current version a remark may be tied to."""
    return session.scalars(
        select(PackageFile)
        .join(VersionFile, VersionFile.file_id == PackageFile.id)
        .where(VersionFile.version_id == package.current_version_id)
        .order_by(VersionFile.position)
    ).all()


def _values(conditions: Asked) -> dict[str, object]:
    return {name: value for parameters in conditions.values() for name, value in parameters.items()}


def _key_values(order: Order, place: Place) -> dict[str, object]:
    return {"key": place.key[0], "second": place.key[1]} if place.key else {}


def _key(order: Order, row: LedgerRow) -> tuple[Any, int]:
    remark = row.remark
    if order.sort is Sort.DUE:
        return (remark.due_on or NO_TERM).isoformat(), remark.id
    if order.sort is Sort.PACKAGE:
        return remark.package_id, remark.number
    return remark.created_at, remark.id


def _rows_of(result: Any) -> tuple[LedgerRow, ...]:
    return tuple(LedgerRow(*row) for row in result.unique())


def _facets(statement: Select[*tuple[Any, ...]], owner: int) -> Iterator[Facet]:
    for row in session.execute(statement, {"owner": owner}):
        yield Facet(*row)


_owner = bindparam("owner", type_=Integer())


def _joined(columns: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        columns.select_from(Remark)
        .join(Package, Package.id == Remark.package_id)
        .join(School, School.id == Package.school_id)
        .join(Stage, Stage.id == Package.stage_id)
        .outerjoin(PackageFile, PackageFile.id == Remark.file_id)
    )


def _rows(conditions: frozenset[str]) -> Select[*tuple[Any, ...]]:
    columns = select(
        Remark, Package.number, Package.kind, Package.state, School.short_name, Stage.title, Version.number
    )
    return (
        _joined(columns)
        .join(Version, Version.id == Remark.version_id)
        .where(*(CRITERIA[name] for name in sorted(conditions)))
        .options(contains_eager(Remark.file), selectinload(Remark.changes))
        .execution_options(populate_existing=True)
    )


@cache
def _package(conditions: frozenset[str]) -> Select[*tuple[Any, ...]]:
    return kept(_rows(conditions).where(Remark.package_id == _owner).order_by(Remark.number))


@cache
def _school_page(conditions: frozenset[str], order: Order, side: str) -> Select[*tuple[Any, ...]]:
    first, second = _KEYS[order.sort]
    statement = _rows(conditions).where(Package.school_id == _owner)
    downwards = order.descending is (side != "before")
    if side:
        bound = tuple_(bindparam("key", type_=_TYPES[order.sort]), bindparam("second", type_=Integer()))
        key = tuple_(first, second)
        statement = statement.where(key < bound if downwards else key > bound)
    ways = (first.desc(), second.desc()) if downwards else (first.asc(), second.asc())
    return kept(statement.order_by(*ways).limit(bindparam("most", type_=Integer())))


@cache
def _count(conditions: frozenset[str]) -> Select[*tuple[Any, ...]]:
    counted = _joined(select(func.count(Remark.id))).where(Package.school_id == _owner)
    return kept(counted.where(*(CRITERIA[name] for name in sorted(conditions))))


def _facets_about(owner: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    alike = (
        Remark.state, Remark.kind, Remark.origin, Remark.author_name, Remark.round, PackageFile.name,
        Package.number, Stage.slug, Stage.title, Remark.published_at.is_not(None),
    )  # fmt: skip
    return kept(_joined(select(*alike, func.count(Remark.id))).where(owner).group_by(*alike))


_PACKAGE_FACETS = _facets_about(Remark.package_id == _owner)
_SCHOOL_FACETS = _facets_about(Package.school_id == _owner)
_ROW = kept(
    _rows(frozenset()).where(
        Remark.package_id == _owner, Remark.number == bindparam("number", type_=Integer())
    )
)
_DRAFTS = kept(
    select(AnswerDraft).where(
        AnswerDraft.package_id == bindparam("package", type_=Integer()),
        AnswerDraft.user_id == bindparam("user", type_=Integer()),
    )
)
