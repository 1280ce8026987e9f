"""The store against the database, both ways; files against versions."""

from collections.abc import Iterator

from sqlalchemy import exists, select, union

from webapp.database import now, release, session
from webapp.filestore import storage
from webapp.invariants.violation import Violation
from webapp.models import PackageFile, ReportFile, StoredFile, Version, VersionFile
from webapp.storage import MissingFile
from webapp.upkeep import UNCLAIMED_AGE

OVERDUE = 2 * UNCLAIMED_AGE
"""Housekeeping collects what nobody has claimed for a day; what still lies there now, it does not."""


def rows_without_bytes() -> Iterator[Violation]:
    """Files that the database promises and the store does not have, or has in another size."""
    store = storage()
    for sha256, size in _promised():
        if not store.exists(sha256):
            yield Violation(
                f"file {sha256}", "В хранилище нет содержимого: восстановите его из резервной копии."
            )
        elif store.size(sha256) != size:
            yield Violation(
                f"file {sha256}", f"Размер в хранилище {store.size(sha256)}, а должен быть {size}."
            )


def bytes_without_row() -> Iterator[Violation]:
    """Files in the store, long overdue for collection, about which the database knows nothing or which it erased."""
    kept = tuple(storage().kept_before(now() - OVERDUE))
    known = {sha256 for sha256, _size in _promised()}
    for sha256 in kept:
        if sha256 not in known:
            yield Violation(f"file {sha256}", "Содержимое ни к чему не относится.")


def damaged() -> Iterator[Violation]:
    """Files whose bytes no longer have their hash (RL-12). Reads everything."""
    store = storage()
    for sha256, _size in _promised():
        try:
            whole = store.verify(sha256)
        except MissingFile:
            continue
        if not whole:
            yield Violation(
                f"file {sha256}", "Содержимое изменено или повреждено: восстановите из резервной копии."
            )


def foreign_version_files() -> Iterator[Violation]:
    rows = session.execute(
        select(VersionFile.id, Version.package_id, PackageFile.package_id)
        .join(Version, Version.id == VersionFile.version_id)
        .join(PackageFile, PackageFile.id == VersionFile.file_id)
        .where(
            (Version.package_id != PackageFile.package_id) | (VersionFile.package_id != Version.package_id)
        )
    )
    for row_id, version_package, file_package in rows:
        text = f"Редакция пакета {version_package}, а файл пакета {file_package}."
        yield Violation(f"version_file {row_id}", text)


def empty_versions() -> Iterator[Violation]:
    filled = exists().where(VersionFile.version_id == Version.id)
    for version_id in session.scalars(select(Version.id).where(~filled).order_by(Version.id)):
        yield Violation(f"version {version_id}", "В направленной редакции нет файлов.")


def _promised() -> list[tuple[str, int]]:
    """Return hash and size of every file that must be in the store."""
    statement = union(
        select(StoredFile.sha256, StoredFile.size).where(StoredFile.removed_at.is_(None)),
        select(ReportFile.sha256, ReportFile.size),
    )
    rows = [(str(sha256), int(size)) for sha256, size in session.execute(statement)]
    release()
    return rows
