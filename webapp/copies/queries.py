"""Which sent documents of the municipality share text with a package's files, and the passages of two of them.

Of a document this person may not read it is told that it is there, of which kind and how much is shared: no more."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import CommonMark, Package, PackageFile, TextMark, TextSketch, Version, VersionFile
from webapp.reading import queries as readings
from workflows.near_copies import Sharing, read, sharing

LEAST_MARKS = 5
"""Some eighty words: what shares fewer is no near copy, however short it is."""
CANDIDATES = 200
_REASON = "near copies among documents of all schools of the municipality"


class Relation(StrEnum):
    """Whose the other document is."""

    OTHER_SCHOOL = "other_school"
    EARLIER = "earlier"
    """An earlier version of the same document of the same school: no finding."""
    SAME_SCHOOL = "same_school"
    """Another document of the same school: no finding either."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two documents that share text. `other` is None when this person may not read it.

    `share` and `back` are about how many per cent of the file's, of the other's own text the other has."""

    file: PackageFile
    share: int
    back: int
    relation: Relation
    kind: str
    version: int
    is_same_file: bool
    other: PackageFile | None


@dataclass(frozen=True, slots=True)
class Found:
    """`unsketched` are numbers of files that were not compared with anything yet, or cannot be.

    `within` are numbers of two of the files themselves → about how many per cent of one of them the other has."""

    likenesses: tuple[Likeness, ...]
    unsketched: frozenset[int]
    within: Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Laid:
    """Two documents laid side by side; the places are (leaf, block) of each text a slice names."""

    sharing: Sharing
    first: tuple[tuple[int, int], ...]
    second: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A file as it was sent: by whom, in which package, in which newest version."""

    file_id: int
    sha256: str
    package_id: int
    school_id: int
    kind: str
    version_id: int
    version: int


_Pair = tuple[PackageFile, _Placed, int, int]
"""A file, another document, and the shares of both in per cent."""


def found(package: Package, files: Sequence[PackageFile]) -> Found:
    """Return what shares text with these files of a package, most first, as the municipality's threshold says.

    Four statements whatever the number of files. A file whose content was removed is like nothing."""
    files = [file for file in files if file.removed_at is None]
    hashes = {file.sha256 for file in files}
    with system_scope(_REASON):
        shared = _shared(package, hashes)
        sizes = _sizes(package, hashes, {text for _, text in shared})
        sketched = {text: sha256 for text, (sha256, _) in sizes.items()}
        of_hash = {sha256: size for sha256, size in sizes.values()}
        placed = _placed(package, {file.id for file in files}, {*hashes, *sketched.values()})
    shares = {(sha256, sketched[text]): count for (sha256, text), count in shared.items()}
    pairs = [
        (file, one, *_per_cent(shares, of_hash, file.sha256, one.sha256))
        for file in files
        for one in placed
        if file.sha256 == one.sha256 or (file.sha256, one.sha256) in shares
    ]
    near = _best(package, [pair for pair in pairs if max(pair[2:]) >= package.municipality.copy_threshold])
    visible = _visible({one.file_id for _, one, _, _ in near})
    return Found(
        tuple(_likeness(package, pair, visible.get(pair[1].file_id)) for pair in near),
        frozenset(file.number for file in files if file.sha256 not in of_hash),
        dict(_within(package, files, shares, of_hash)),
    )


def laid(municipality_id: int, first: PackageFile, second: PackageFile) -> Laid | None:
    """Return the passages of two files this person may see; None while either has no text that was read."""
    contents = [readings.content(file) for file in (first, second)]
    if not all(content is not None and content.text.strip() for content in contents):
        return None
    common = _common_of(municipality_id, {first.sha256, second.sha256})
    placed = [list(content.placed) for content in contents if content is not None]
    texts = [read((block.words for _, _, block in blocks), common) for blocks in placed]
    places = [tuple((leaf, position) for leaf, position, _ in blocks) for blocks in placed]
    return Laid(sharing(*texts), *places)


def _shared(package: Package, hashes: Collection[str]) -> Mapping[tuple[str, int], int]:
    """Return hash of a file, text that shares with it → how many marks, those of common text left out."""
    mine, theirs = aliased(TextMark), aliased(TextMark)
    count = func.count(theirs.mark.distinct())
    same_mark = and_(
        theirs.municipality_id == mine.municipality_id,
        theirs.mark == mine.mark,
        theirs.text_id != mine.text_id,
    )
    statement = (
        select(TextSketch.sha256, theirs.text_id, count)
        .join(mine, mine.text_id == TextSketch.id)
        .join(theirs, same_mark)
        .where(
            TextSketch.sha256.in_(hashes),
            mine.municipality_id == package.municipality_id,
            mine.school_id == package.school_id,
            ~_is_common(mine),
        )
        .group_by(TextSketch.sha256, theirs.text_id)
        .having(count >= LEAST_MARKS)
        .order_by(count.desc())
        .limit(CANDIDATES)
    )
    return {(sha256, text): shared for sha256, text, shared in session.execute(statement)}


def _sizes(
    package: Package, hashes: Collection[str], texts: Collection[int]
) -> Mapping[int, tuple[str, int]]:
    """Return sketch → its hash and how many marks of its own it has in this municipality."""
    own = and_(
        TextMark.text_id == TextSketch.id,
        TextMark.municipality_id == package.municipality_id,
        ~_is_common(TextMark),
    )
    statement = (
        select(TextSketch.id, TextSketch.sha256, func.count(TextMark.mark.distinct()))
        .outerjoin(TextMark, own)
        .where(or_(TextSketch.sha256.in_(hashes), TextSketch.id.in_(texts)))
        .group_by(TextSketch.id, TextSketch.sha256)
    )
    return {text: (sha256, size) for text, sha256, size in session.execute(statement)}


def _is_common(marked: Any) -> ColumnElement[bool]:
    return exists().where(
        CommonMark.municipality_id == marked.municipality_id, CommonMark.mark == marked.mark
    )


def _common_of(municipality_id: int, hashes: Collection[str]) -> frozenset[int]:
    """Return which marks of these texts are common in the municipality."""
    theirs = (
        select(TextMark.mark)
        .join(TextSketch, TextSketch.id == TextMark.text_id)
        .where(TextSketch.sha256.in_(hashes), TextMark.municipality_id == municipality_id)
    )
    wanted = select(CommonMark.mark).where(
        CommonMark.municipality_id == municipality_id, CommonMark.mark.in_(theirs)
    )
    with system_scope(_REASON):
        return frozenset(session.scalars(wanted))


def _placed(package: Package, besides: Collection[int], hashes: Collection[str]) -> Sequence[_Placed]:
    """Return the sent files of the municipality with this content, each in its newest version."""
    statement = (
        select(
            PackageFile.id, PackageFile.sha256, Package.id, Package.school_id, Package.kind,
            func.max(Version.id), func.max(Version.number),
        )
        .join(Package, Package.id == PackageFile.package_id)
        .join(VersionFile, VersionFile.file_id == PackageFile.id)
        .join(Version, Version.id == VersionFile.version_id)
        .where(
            Package.municipality_id == package.municipality_id,
            PackageFile.sha256.in_(hashes),
            PackageFile.removed_at.is_(None),
            PackageFile.id.not_in(besides),
        )
        .group_by(PackageFile.id, PackageFile.sha256, Package.id, Package.school_id, Package.kind)
    )  # fmt: skip
    return [_Placed(*row) for row in session.execute(statement)]


def _within(
    package: Package,
    files: Sequence[PackageFile],
    shares: Mapping[tuple[str, str], int],
    sizes: Mapping[str, int],
) -> Iterator[tuple[tuple[int, int], int]]:
    for file, other in permutations(files, 2):
        if (file.sha256, other.sha256) in shares:
            both = _per_cent(shares, sizes, file.sha256, other.sha256)
            if max(both) >= package.municipality.copy_threshold:
                yield (file.number, other.number), max(both)


def _per_cent(
    shared: Mapping[tuple[str, str], int], sizes: Mapping[str, int], first: str, second: str
) -> tuple[int, int]:
    """Return the shares of the one's and of the other's own text; the same bytes share everything."""
    if first == second:
        return 100, 100
    share, back = (round(shared[first, second] * 100 / max(sizes[one], 1)) for one in (first, second))
    return min(share, 100), min(back, 100)


def _visible(ids: Collection[int]) -> Mapping[int, PackageFile]:
    """Return those of these files that the person acting may read, with whose they are."""
    with_package = joinedload(PackageFile.package)
    statement = (
        select(PackageFile)
        .where(PackageFile.id.in_(ids))
        .options(with_package.joinedload(Package.school), with_package.joinedload(Package.programme))
    )
    return {file.id: file for file in session.scalars(statement)} if ids else {}


def _best(package: Package, pairs: Sequence[_Pair]) -> Sequence[_Pair]:
    """Return of each other package the version a file shares most with, the newest of equals; most first."""
    found: dict[tuple[int, int, Relation], _Pair] = {}
    for pair in sorted(pairs, key=lambda pair: (pair[0].number, -max(pair[2:]), -pair[1].version)):
        found.setdefault((pair[0].id, pair[1].package_id, _relation(package, pair[1])), pair)
    return tuple(found.values())


def _likeness(package: Package, pair: _Pair, other: PackageFile | None) -> Likeness:
    file, one, share, back = pair
    return Likeness(
        file, share, back, _relation(package, one), one.kind, one.version, file.sha256 == one.sha256, other
    )


def _relation(package: Package, one: _Placed) -> Relation:
    if one.school_id != package.school_id:
        return Relation.OTHER_SCHOOL
    here = one.package_id == package.id
    is_earlier = one.version_id != package.current_version_id if here else one.kind == package.kind
    return Relation.EARLIER if is_earlier else Relation.SAME_SCHOOL
