"""What a query finds among what the person may see: keys in their order, one statement for each kind of thing.

The index names candidates, the scope of the person decides about the things themselves, both in one statement: what
is not theirs is neither counted nor ordered nor told of. The order is ours on both databases: what the name says
before what the text says, newer before older."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from sqlalchemy import Select, String, bindparam, func, literal, or_, select, union_all

from webapp.access.actor import Actor
from webapp.access.permissions import Permission, may
from webapp.database import kept, session
from webapp.models import (
    FileWords,
    Package,
    PackageFile,
    PackageWords,
    Remark,
    RemarkWords,
    School,
    SchoolWords,
)
from webapp.search.queries.fulltext import ASKED, asked, dialect, matching, matching_hashes
from workflows.search import Query, other_layouts, parse
from workflows.search_keys import fold
from workflows.vocabulary import Labelled

MOST = 500
"""Hits of a kind are counted and listed no further."""


class Kind(Labelled):
    """What can be found, in the order of the page."""

    SCHOOLS = "schools", "Школы"
    PACKAGES = "packages", "Пакеты"
    TEXTS = "texts", "Тексты документов"
    REMARKS = "remarks", "Замечания"


PERMISSION: Mapping[Kind, Permission] = MappingProxyType(
    {
        Kind.SCHOOLS: Permission.READ_SCHOOLS,
        Kind.PACKAGES: Permission.READ_PACKAGES,
        Kind.TEXTS: Permission.READ_PACKAGES,
        Kind.REMARKS: Permission.READ_PACKAGES,
    }
)
"""Without its page a thing is not worth finding."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Keys of what was found, by kind; kinds the person has no pages of are left out."""

    keys: Mapping[Kind, tuple[int, ...]]

    def __bool__(self) -> bool:
        return any(self.keys.values())


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found; `meant` when nothing was found as typed, but in the other keyboard layout."""

    query: Query
    findings: Findings
    meant: bool = False


def kinds_for(actor: Actor) -> tuple[Kind, ...]:
    return tuple(kind for kind in Kind if may(actor.role, PERMISSION[kind]))


def answer(typed: str, actor: Actor) -> Answer:
    """Return what the person is shown for what was typed, as it stands or as the same keys would have typed it."""
    query = parse(typed)
    findings = find(query, actor)
    if not findings:
        for other in map(parse, other_layouts(typed)):
            if instead := find(other, actor):
                return Answer(other, instead, meant=True)
    return Answer(query, findings)


def find(query: Query, actor: Actor) -> Findings:
    """Return what a query finds for the person; one statement for each kind of thing."""
    kinds = kinds_for(actor)
    return Findings({kind: _FINDERS[kind](query) if query else () for kind in kinds})


def _schools(query: Query) -> tuple[int, ...]:
    """Names that hold what was typed in one piece come first; then by name."""
    values = _values(query) | {"key": fold(query.typed)}
    rows = session.execute(_school_statement(dialect()), values).all()
    ordered = sorted(rows, key=lambda row: (not row.named, fold(row.short_name), row.id))
    return tuple(row.id for row in ordered)


def _packages(query: Query) -> tuple[int, ...]:
    number = query.typed.strip()
    values = _values(query) | {"number": number, "lower": number.lower()}
    return tuple(session.scalars(_package_statement(dialect()), values))


def _texts(query: Query) -> tuple[int, ...]:
    return tuple(session.scalars(_text_statement(dialect()), _values(query)))


def _remarks(query: Query) -> tuple[int, ...]:
    return tuple(session.scalars(_remark_statement(dialect()), _values(query)))


_FINDERS = MappingProxyType(
    {Kind.SCHOOLS: _schools, Kind.PACKAGES: _packages, Kind.TEXTS: _texts, Kind.REMARKS: _remarks}
)


def _values(query: Query) -> dict[str, str]:
    return {ASKED: asked(query, dialect())}


@cache
def _school_statement(dialect: str) -> Select[int, str, bool]:
    named = School.search_key.contains(bindparam("key", type_=String()))
    listed = School.id.in_(matching(SchoolWords, dialect))
    return kept(
        select(School.id, School.short_name, named.label("named"))
        .where(or_(named, listed))
        .order_by(School.id)
        .limit(MOST + 1)
    )


@cache
def _package_statement(dialect: str) -> Select[int]:
    numbers = (bindparam("number", type_=String()), bindparam("lower", type_=String()))
    direct = select(Package.id, literal(0).label("rank")).where(Package.number.in_(numbers))
    listed = select(Package.id, literal(1)).where(Package.id.in_(matching(PackageWords, dialect)))
    return _in_order(direct, listed)


@cache
def _text_statement(dialect: str) -> Select[int]:
    files = select(PackageFile.id).join(Package, Package.id == PackageFile.package_id)
    named = files.add_columns(literal(0).label("rank")).where(
        PackageFile.id.in_(matching(FileWords, dialect))
    )
    saying = files.add_columns(literal(1)).where(PackageFile.sha256.in_(matching_hashes(dialect)))
    return _in_order(named, saying)


@cache
def _remark_statement(dialect: str) -> Select[int]:
    return kept(
        select(Remark.id)
        .join(Package, Package.id == Remark.package_id)
        .where(Remark.id.in_(matching(RemarkWords, dialect)))
        .order_by(Remark.id.desc())
        .limit(MOST + 1)
    )


def _in_order(first: Select[int, int], then: Select[int, int]) -> Select[int]:
    both = union_all(first, then).subquery()
    rank = func.min(both.c.rank)
    return kept(select(both.c.id).group_by(both.c.id).order_by(rank, both.c.id.desc()).limit(MOST + 1))
