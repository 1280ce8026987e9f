"""What a query finds among what the person may see: keys in their order, one statement for each kind of thing.

The index names candidates, the scope of the person decides about the things themselves, both in one statement: what
is not theirs is neither counted nor ordered nor told of. The order is ours on both databases: what the name says
before what the text says, newer before older."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Integer, Select, String, bindparam, func, literal, or_, select, union_all

from webapp.access.actor import Actor, system_scope
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
    TextWords,
)
from webapp.search.queries.fulltext import ASKED, asked, dialect, loosely, matching, said_in, says
from workflows.search import Query, other_layouts, parse
from workflows.search_keys import fold
from workflows.vocabulary import Labelled

MOST = 500
"""Hits of a kind are counted and listed no further."""
RARE = 2000
"""Words that stand in so many stretches of texts at most are rare."""
SHORTEST_KEY = 3
NO_KEY = "-"
"""In no folded name: a letter or two stand in all of them."""


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
    key = fold(query.typed)
    values = _values(query) | {"key": key if len(key) >= SHORTEST_KEY else NO_KEY}
    rows = session.execute(_school_statement(dialect()), values).all()
    ordered = sorted(rows, key=lambda row: (not row.named, fold(row.short_name), row.id))
    return tuple(row.id for row in ordered)


def _packages(query: Query) -> tuple[int, ...]:
    number = query.typed.strip()
    values = _values(query) | {"number": number, "lower": number.lower()}
    return tuple(session.scalars(_package_statement(dialect()), values))


def _texts(query: Query) -> tuple[int, ...]:
    values = _values(query)
    loose = {ASKED: loosely(query, dialect()), "most": RARE + 1}
    with system_scope("how common words are chooses the way to look; nobody is told"):
        common = (session.scalar(_frequency(dialect()), loose) or 0) > RARE
    return tuple(session.scalars(_text_statement(dialect(), common=common), values))


def _remarks(query: Query) -> tuple[int, ...]:
    return tuple(session.scalars(_remark_statement(dialect()), _values(query)))


_FINDERS = MappingProxyType(
    {Kind.SCHOOLS: _schools, Kind.PACKAGES: _packages, Kind.TEXTS: _texts, Kind.REMARKS: _remarks}
)


def _values(query: Query) -> dict[str, str | int]:
    return {ASKED: asked(query, dialect()), "most": MOST + 1}


_most = bindparam("most", type_=Integer())


@cache
def _school_statement(dialect: str) -> Select[int, str, bool]:
    named = School.search_key.contains(bindparam("key", type_=String()))
    listed = School.id.in_(matching(SchoolWords, dialect))
    return kept(
        select(School.id, School.short_name, named.label("named"))
        .where(or_(named, listed))
        .order_by(School.id)
        .limit(_most)
    )


@cache
def _package_statement(dialect: str) -> Select[int]:
    numbers = (bindparam("number", type_=String()), bindparam("lower", type_=String()))
    direct = select(Package.id).where(Package.number.in_(numbers))
    listed = select(Package.id).where(Package.id.in_(matching(PackageWords, dialect)))
    return _in_order(_newest(direct, Package.id), _newest(listed, Package.id))


@cache
def _frequency(dialect: str) -> Select[int]:
    return kept(select(func.count()).select_from(matching(TextWords, dialect).limit(_most).subquery()))


@cache
def _text_statement(dialect: str, *, common: bool) -> Select[int]:
    """Words few texts hold are looked up and their files narrowed; common ones are looked for in the newest files."""
    files = select(PackageFile.id).join(Package, Package.id == PackageFile.package_id)
    named = files.where(PackageFile.id.in_(matching(FileWords, dialect)))
    saying = files.where(
        PackageFile.removed_at.is_(None),
        says(PackageFile.sha256, dialect) if common else said_in(PackageFile.sha256, dialect),
    )
    return _in_order(_newest(named, PackageFile.id), _newest(saying, PackageFile.id))


@cache
def _remark_statement(dialect: str) -> Select[int]:
    remarks = select(Remark.id).join(Package, Package.id == Remark.package_id)
    return kept(_newest(remarks.where(Remark.id.in_(matching(RemarkWords, dialect))), Remark.id))


def _newest(statement: Select[int], key: Any) -> Select[int]:
    return statement.order_by(key.desc()).limit(_most)


def _in_order(*parts: Select[int]) -> Select[int]:
    """Return the keys of the parts one after the other, each once: where it comes first."""
    ranked = [
        select(part.c.id, literal(rank).label("rank"))
        for rank, part in enumerate(statement.subquery() for statement in parts)
    ]
    every = union_all(*ranked).subquery()
    return kept(
        select(every.c.id)
        .group_by(every.c.id)
        .order_by(func.min(every.c.rank), every.c.id.desc())
        .limit(_most)
    )
