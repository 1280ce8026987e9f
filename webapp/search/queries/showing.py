"""What is shown of the things found: read by their keys under the scope of the person, in the order asked for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Integer, Label, Select, String, and_, bindparam, case, exists, func, select

from webapp.access.actor import system_scope
from webapp.database import kept, session
from webapp.models import (
    LeafText,
    Package,
    PackageFile,
    Remark,
    School,
    Stage,
    TextWords,
    VersionFile,
)
from webapp.search.queries.fulltext import ASKED, asked, dialect, matching
from workflows.search import Query
from workflows.vocabulary import RemarkState, State

_REASON = "what a file its reader may see says about a query"


@dataclass(frozen=True, slots=True)
class SchoolFound:
    id: int
    slug: str
    short_name: str
    name: str
    locality: str
    director: str
    closed: bool


@dataclass(frozen=True, slots=True)
class PackageFound:
    id: int
    number: str
    kind: str
    state: State
    stage: str
    school: str


@dataclass(frozen=True, slots=True)
class Place:
    """The first stretch of a file that matches: its words, and where in the file they stand.

    `leaves` are all the pages that match; `blocks` are pairs of a block's number and where it begins in the words."""

    leaf: int
    text: str
    blocks: tuple[tuple[int, int], ...]
    leaves: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FileFound:
    id: int
    number: int
    name: str
    kind: str
    sha256: str
    package: str
    school: str
    earlier: bool
    """It is not in the version on the table, nor in a draft."""
    place: Place | None
    """None when only the name matches."""


@dataclass(frozen=True, slots=True)
class RemarkFound:
    id: int
    number: int
    text: str
    answer: str
    resolution: str
    state: RemarkState
    unsent: bool
    package: str
    school: str


def schools(keys: Sequence[int]) -> tuple[SchoolFound, ...]:
    return _ordered(keys, [SchoolFound(*row) for row in session.execute(_SCHOOLS, {"keys": list(keys)})])


def packages(keys: Sequence[int]) -> tuple[PackageFound, ...]:
    return _ordered(keys, [PackageFound(*row) for row in session.execute(_PACKAGES, {"keys": list(keys)})])


def remarks(keys: Sequence[int]) -> tuple[RemarkFound, ...]:
    return _ordered(keys, [RemarkFound(*row) for row in session.execute(_REMARKS, {"keys": list(keys)})])


def files(keys: Sequence[int], query: Query) -> tuple[FileFound, ...]:
    """Return the files with the first place in each that matches; three statements."""
    rows = session.execute(_FILES, {"keys": list(keys)}).all()
    places = _places({row.sha256 for row in rows}, query)
    return _ordered(keys, [FileFound(*row, places.get(row.sha256)) for row in rows])


def _places(hashes: set[str], query: Query) -> dict[str, Place]:
    if not hashes:
        return {}
    with system_scope(_REASON):
        values = {"hashes": sorted(hashes), ASKED: asked(query, dialect())}
        firsts: dict[str, int] = {}
        leaves: dict[str, dict[int, None]] = defaultdict(dict)
        for key, sha256, leaf in session.execute(_stretches(dialect()), values):
            firsts.setdefault(sha256, key)
            leaves[sha256][leaf] = None
        rows = session.execute(_WORDS, {"keys": list(firsts.values())}).all()
    return {
        row.sha256: Place(
            row.leaf, row.words, tuple((n, at) for n, at in row.blocks), tuple(leaves[row.sha256])
        )
        for row in rows
    }


def _ordered(keys: Sequence[int], rows: list[Any]) -> tuple[Any, ...]:
    """Return the rows in the order of their keys; one that is gone since is left out."""
    by_key = {row.id: row for row in rows}
    return tuple(by_key[key] for key in keys if key in by_key)


_keys = bindparam("keys", type_=Integer(), expanding=True)
_SCHOOLS = kept(
    select(
        School.id,
        School.slug,
        School.short_name,
        School.name,
        School.locality,
        School.director,
        School.closed,
    ).where(School.id.in_(_keys))
)
_PACKAGES = kept(
    select(Package.id, Package.number, Package.kind, Package.state, Stage.title, School.short_name)
    .join(Stage, Stage.id == Package.stage_id)
    .join(School, School.id == Package.school_id)
    .where(Package.id.in_(_keys))
)
_on_the_table = exists().where(
    VersionFile.file_id == PackageFile.id, VersionFile.version_id == Package.current_version_id
)
_there: Label[str] = case((PackageFile.removed_at.is_(None), PackageFile.sha256), else_="").label("sha256")
"""Another school may keep the bytes of a removed content: its words are not this file's any more."""
_FILES = kept(
    select(
        PackageFile.id, PackageFile.number, PackageFile.name, PackageFile.kind, _there,
        Package.number.label("package"), School.short_name,
        and_(~_on_the_table, PackageFile.in_draft.is_(False)).label("earlier"),
    )
    .join(Package, Package.id == PackageFile.package_id)
    .join(School, School.id == Package.school_id)
    .where(PackageFile.id.in_(_keys))
)  # fmt: skip
_REMARKS = kept(
    select(
        Remark.id, Remark.number, Remark.text, Remark.answer, Remark.resolution, Remark.state,
        Remark.published_at.is_(None), Package.number.label("package"), School.short_name,
    )
    .join(Package, Package.id == Remark.package_id)
    .join(School, School.id == Package.school_id)
    .where(Remark.id.in_(_keys))
)  # fmt: skip
_WORDS = kept(
    select(
        TextWords.sha256,
        TextWords.leaf,
        TextWords.blocks,
        func.substr(LeafText.text, TextWords.start + 1, TextWords.length).label("words"),
    )
    .join(LeafText, and_(LeafText.sha256 == TextWords.sha256, LeafText.number == TextWords.leaf))
    .where(TextWords.id.in_(_keys))
)


@cache
def _stretches(dialect: str) -> Select[int, str, int]:
    hashes = bindparam("hashes", type_=String(), expanding=True)
    return kept(
        select(TextWords.id, TextWords.sha256, TextWords.leaf)
        .where(TextWords.sha256.in_(hashes), TextWords.id.in_(matching(TextWords, dialect)))
        .order_by(TextWords.sha256, TextWords.leaf, TextWords.start)
    )
