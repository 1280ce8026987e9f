"""Which files of two versions belong together, and what is known of their comparison.

Asked with files the person has been given, so each answer is theirs to see."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import exists, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.documents.comparison import Comparison, Figures, figures_from_json, from_json
from webapp.models import Package, PackageFile, Reading, TextComparison, Version, VersionFile
from workflows.reading import ReadingState

EDITION = 1
"""Grows when the comparison gets better: what an earlier edition compared is compared again."""
CHOICES = 50
_REASON = "comparison of files their reader may see"


class Change(StrEnum):
    """What became of a file from one version to the other."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FilePair:
    """A file as it was and as it is; one of them is None when it came or went."""

    change: Change
    before: PackageFile | None
    after: PackageFile | None

    @property
    def file(self) -> PackageFile:
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def is_comparable(self) -> bool:
        """Both files are there, differ, and hold what they held."""
        return self.change is Change.CHANGED and not any(
            one and one.removed_at for one in (self.before, self.after)
        )


@dataclass(frozen=True, slots=True)
class State:
    """How far a comparison is. `is_asked` is False when nobody has asked for it, or by earlier rules only."""

    is_asked: bool
    state: ReadingState
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class Look:
    """Two files, what is known of their reading, and their comparison once it is there."""

    state: State
    before: Reading | None
    after: Reading | None
    comparison: Comparison | None


NOT_ASKED = State(False, ReadingState.WAITING, None)


def newest_two(package_id: int) -> Sequence[Version]:
    """Return the last two frozen versions with their files, newest first."""
    return session.scalars(
        select(Version)
        .where(Version.package_id == package_id)
        .order_by(Version.number.desc())
        .limit(2)
        .options(selectinload(Version.files).joinedload(VersionFile.file))
    ).all()


def pairs(before: Version, after: Version, versions: Collection[Version]) -> tuple[FilePair, ...]:
    """Return the files of both versions side by side: by content, by what replaced what, by place and name."""
    earlier = [line.file for line in before.files]
    replaces = {line.file.id: line.file.replaces_id for version in versions for line in version.files}
    found: list[FilePair] = []
    for line in after.files:
        mate = _mate(line.file, earlier, replaces)
        if mate is not None:
            earlier.remove(mate)
        found.append(_pair(mate, line.file))
    rest = [one for one in found if one.change is Change.NEW]
    for pair in rest:
        mate = _neighbour(pair.file, earlier, [one.file for one in rest])
        if mate is not None:
            earlier.remove(mate)
            found[found.index(pair)] = _pair(mate, pair.file)
    return (*found, *(FilePair(Change.REMOVED, file, None) for file in earlier))


def states(wanted: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], State]:
    """Return how far the comparison of each pair of hashes is, in one statement."""
    key = tuple_(TextComparison.before, TextComparison.after)
    columns = (
        TextComparison.before, TextComparison.after, TextComparison.state, TextComparison.edition,
        TextComparison.figures,
    )  # fmt: skip
    with system_scope(_REASON):
        rows = session.execute(select(*columns).where(key.in_(wanted))).all() if wanted else ()
    return {
        (row.before, row.after): State(
            row.edition >= EDITION,
            row.state,
            figures_from_json(row.figures) if row.state is ReadingState.READY else None,
        )
        for row in rows
    }


def look(before: PackageFile, after: PackageFile) -> Look:
    """Return what is known of two files and of their comparison; two or three statements."""
    if before.removed_at or after.removed_at:
        return Look(NOT_ASKED, None, None, None)
    hashes = (before.sha256, after.sha256)
    with system_scope(_REASON):
        found = {
            one.sha256: one for one in session.scalars(select(Reading).where(Reading.sha256.in_(hashes)))
        }
        state = states([hashes]).get(hashes, NOT_ASKED)
        comparison = _result(*hashes) if state.figures is not None and state.is_asked else None
    return Look(state, found.get(before.sha256), found.get(after.sha256), comparison)


def like(package: Package, file: PackageFile) -> Sequence[PackageFile]:
    """Return files in the same place of packages of the same kind of other schools that the person may see."""
    sent = exists().where(
        VersionFile.file_id == PackageFile.id, VersionFile.version_id == Package.current_version_id
    )
    return session.scalars(
        select(PackageFile)
        .join(Package, Package.id == PackageFile.package_id)
        .where(
            PackageFile.slot == file.slot,
            Package.kind == package.kind,
            Package.school_id != package.school_id,
            PackageFile.removed_at.is_(None),
            sent,
        )
        .options(joinedload(PackageFile.package).joinedload(Package.school))
        .order_by(Package.updated_at.desc(), PackageFile.number)
        .limit(CHOICES)
    ).all()


def files_of(package: Package) -> Sequence[PackageFile]:
    """Return the files of a package that the person may see, as they were last sent."""
    return session.scalars(
        select(PackageFile)
        .join(VersionFile, VersionFile.file_id == PackageFile.id)
        .where(VersionFile.version_id == package.current_version_id, PackageFile.removed_at.is_(None))
        .order_by(VersionFile.position)
    ).all()


def _result(before: str, after: str) -> Comparison | None:
    raw = session.scalar(
        select(TextComparison.result).where(TextComparison.before == before, TextComparison.after == after)
    )
    return from_json(raw) if raw else None


def _pair(before: PackageFile | None, after: PackageFile) -> FilePair:
    if before is None:
        return FilePair(Change.NEW, None, after)
    return FilePair(Change.SAME if before.sha256 == after.sha256 else Change.CHANGED, before, after)


def _mate(
    file: PackageFile, earlier: Sequence[PackageFile], replaces: Mapping[int, int | None]
) -> PackageFile | None:
    """The same file, one of the same content, or the one it replaced, maybe through others."""
    line = set(_line(file.id, replaces))
    return next(
        (one for one in earlier if one.id == file.id),
        next(
            (one for one in earlier if one.sha256 == file.sha256 and one.slot == file.slot),
            next((one for one in earlier if one.id in line), None),
        ),
    )


def _line(file_id: int, replaces: Mapping[int, int | None]) -> Iterator[int]:
    """The files this one replaced, one after the other; each is older than the next."""
    at = replaces.get(file_id)
    while at is not None:
        yield at
        at = replaces.get(at)


def _neighbour(
    file: PackageFile, earlier: Sequence[PackageFile], rest: Sequence[PackageFile]
) -> PackageFile | None:
    """The only other file of the place, else the one of the same name there."""
    there = [one for one in earlier if one.slot == file.slot]
    if len(there) == 1 and sum(one.slot == file.slot for one in rest) == 1:
        return there[0]
    return next((one for one in there if one.name == file.name), None)
