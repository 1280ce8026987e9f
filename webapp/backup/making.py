"""Making a copy while the system works: the rows of one instant first, then the contents they name."""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from alembic.migration import MigrationContext
from sqlalchemy import select

from webapp import journal
from webapp.access.actor import system_scope
from webapp.backup import carrying
from webapp.backup.archive import FORMAT, Manifest, write_file, write_manifest, write_table
from webapp.backup.keys import kept_keys
from webapp.database import now, release, session, snapshot, transaction
from webapp.errors import Invalid
from webapp.filestore import settings, storage
from webapp.models import StoredFile
from webapp.storage import MissingFile


def create(path: Path, *, with_keys: bool = True) -> Manifest:
    """Write a copy of everything to a new file, readable by its owner only, and return what is in it.

    Whatever was acknowledged before the call is there (RL-15). The file gets its name when it is whole; Invalid when
    there is one of that name, or the place cannot be written."""
    with system_scope("резервная копия"), _whole_or_nothing(path) as target:
        with zipfile.ZipFile(target, "w", allowZip64=True) as archive:
            manifest = _fill(archive, with_keys=with_keys)
        target.flush()
        os.fsync(target.fileno())
    with system_scope("резервная копия"), transaction():
        journal.record(
            "backup.created", kind="backup", object_id=path.name, rows=manifest.rows, files=manifest.files
        )
    return manifest


def _fill(archive: zipfile.ZipFile, *, with_keys: bool) -> Manifest:
    counts, digests = {}, {}
    began = now()
    with snapshot() as reading:
        schema = MigrationContext.configure(reading.connection()).get_current_revision() or ""
        for table in carrying.tables():
            rows = carrying.rows(reading, table)
            counts[table.name], digests[table.name] = write_table(archive, table.name, rows)
        named = reading.scalars(
            select(StoredFile.sha256).where(StoredFile.removed_at.is_(None)).order_by(StoredFile.sha256)
        ).all()
    release()
    missing = tuple(sha256 for sha256 in named if not _keep(archive, sha256))
    keys = kept_keys(settings().data_dir) if with_keys else ()
    for name in keys:
        with (settings().data_dir / name).open("rb") as source:
            write_file(archive, f"keys/{name}", source)
    manifest = Manifest(
        FORMAT,
        began.isoformat(),
        settings().product_name,
        session.get_bind().dialect.name,
        schema,
        counts,
        digests,
        len(named) - len(missing),
        missing,
        keys,
    )
    write_manifest(archive, manifest)
    return manifest


def _keep(archive: zipfile.ZipFile, sha256: str) -> bool:
    """Write one content; False when the storage does not have it (removed meanwhile, or lost)."""
    try:
        source = storage().open(sha256)
    except MissingFile:
        return False
    with source:
        write_file(archive, f"files/{sha256}", source)
    return True


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[IO[bytes]]:
    if path.exists():
        raise Invalid(f"Файл {path} уже есть. Укажите другое имя: копии не перезаписываются.")
    part = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise Invalid(f"В {path.parent} нельзя записать ({error.strerror}). Укажите другое место.") from error
    try:
        with os.fdopen(descriptor, "w+b") as target:
            yield target
        os.link(part, path)  # never over a file that has appeared meanwhile
    except FileExistsError:
        raise Invalid(f"Файл {path} уже есть. Укажите другое имя: копии не перезаписываются.") from None
    finally:
        part.unlink(missing_ok=True)
