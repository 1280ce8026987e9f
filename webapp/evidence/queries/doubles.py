"""One document used twice: for two measures of a package, or in another package, as far as the person may see it.

The same bytes are told to everybody who sees both, near copies to those who may read of copies."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from webapp.access.actor import system_scope
from webapp.copies import queries as copies
from webapp.copies.queries import Relation
from webapp.database import session
from webapp.models import Package, PackageFile, VersionFile
from workflows.evidence import Row
from workflows.kinds import KINDS

EVIDENCE = tuple(kind.code for kind in KINDS.values() if kind.evidence_stage)
MOST = 200
ALIKE = 90
"""Per cent from which two papers of one school are one paper: reports on one form share most of their words."""


@dataclass(frozen=True, slots=True)
class Double:
    """Where else the bytes of a file are used: at another measure, or as a file of another package."""

    measure: str = ""
    """Key of the other measure of this package."""
    other: PackageFile | None = None
    """A file of another package, with its package and school."""
    foreign: bool = False
    """A school whose packages the person does not see has sent it."""
    share: int = 0
    """About how many per cent of the file a near copy has; 0 for the same bytes."""


Doubles = Mapping[tuple[str, int], tuple[Double, ...]]
"""Measure and number of the file → where else it is used."""


def doubles(
    package: Package, rows: Sequence[Row], files: Mapping[int, PackageFile], *, judges: bool
) -> Doubles:
    """Return what is used twice; two statements, seven for those who judge.

    They learn of schools they do not see, without a name, and of near copies."""
    elsewhere = _elsewhere(package, {file.sha256 for file in files.values()}, judges=judges)
    near = _near(package, rows, files) if judges else {}
    at: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for cell in row.cells:
            at[files[cell.file].sha256].append(row.measure.key)
    found = {}
    for row in rows:
        for cell in row.cells:
            sha256 = files[cell.file].sha256
            others = dict.fromkeys(key for key in at[sha256] if key != row.measure.key)
            same = (*(Double(measure=key) for key in others), *elsewhere.get(sha256, ()))
            twice = (*same, *near.get((row.measure.key, cell.file), ()))
            if twice:
                found[row.measure.key, cell.file] = twice
    return found


def _near(package: Package, rows: Sequence[Row], files: Mapping[int, PackageFile]) -> Doubles:
    """Return near copies: among documents of other measures, then among those of other packages."""
    found = copies.found(package, list(files.values()))
    tied = [(row.measure.key, cell.file) for row in rows for cell in row.cells]
    beyond: dict[int, list[Double]] = defaultdict(list)
    for one in found.likenesses:
        share = max(one.share, one.back)
        foreign = one.relation is Relation.OTHER_SCHOOL
        if not one.is_same_file and (foreign or (one.kind in EVIDENCE and share >= ALIKE)):
            beyond[one.file.number].append(Double(other=one.other, foreign=one.other is None, share=share))
    return {
        (key, file): (
            *(
                Double(measure=other_key, share=found.within[file, other])
                for other_key, other in tied
                if other_key != key and found.within.get((file, other), 0) >= ALIKE
            ),
            *beyond[file],
        )
        for key, file in tied
    }


def _elsewhere(package: Package, hashes: Collection[str], *, judges: bool) -> Mapping[str, Sequence[Double]]:
    found: dict[str, dict[int, Double]] = defaultdict(dict)
    named = set()
    for other in _others(package, hashes):
        found[other.sha256].setdefault(other.package_id, Double(other=other))
        if other.package.school_id != package.school_id:
            named.add(other.sha256)
    for sha256 in set(_foreign(package, hashes) if judges else ()) - named:
        found[sha256][0] = Double(foreign=True)
    return {sha256: tuple(doubles.values()) for sha256, doubles in found.items()}


def _foreign(package: Package, hashes: Collection[str]) -> Sequence[str]:
    """Return those of the hashes that other schools of the municipality have sent."""
    if not hashes:
        return ()
    sent = select(VersionFile.id).where(VersionFile.file_id == PackageFile.id)
    with system_scope("the same file in other schools of the municipality: that it is there, not where"):
        return session.scalars(
            select(PackageFile.sha256)
            .join(Package, Package.id == PackageFile.package_id)
            .where(PackageFile.sha256.in_(hashes), PackageFile.removed_at.is_(None), sent.exists())
            .where(Package.municipality_id == package.municipality_id, Package.school_id != package.school_id)
            .distinct()
        ).all()


def _others(package: Package, hashes: Collection[str]) -> Iterator[PackageFile]:
    """Files with these bytes in packages of other schools, and in other packages of evidence of this one."""
    if not hashes:
        return
    yield from session.scalars(
        select(PackageFile)
        .join(Package, Package.id == PackageFile.package_id)
        .where(PackageFile.sha256.in_(hashes), PackageFile.removed_at.is_(None), Package.id != package.id)
        .where(or_(Package.school_id != package.school_id, Package.kind.in_(EVIDENCE)))
        .order_by(PackageFile.id)
        .limit(MOST)
        .options(contains_eager(PackageFile.package).options(joinedload(Package.school)))
    )
