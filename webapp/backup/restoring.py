"""Putting a copy back into an empty installation: contents first, then all rows in one transaction, then the keys."""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import Connection, Table, delete, func, insert, select, text
from sqlalchemy.schema import AddConstraint, DropConstraint

from webapp import journal
from webapp.access.actor import system_scope
from webapp.backup import carrying, keys
from webapp.backup.archive import BadArchive, Manifest, contents, opened, read_manifest, read_table
from webapp.backup.quieting import quiet
from webapp.database import db, session, transaction
from webapp.errors import Invalid
from webapp.filestore import settings, storage
from webapp.models import JournalEntry, Municipality, StoredFile, User

SOMETHING = (User, Municipality, JournalEntry, StoredFile)
"""An installation where none of these has a row is empty; migrations bring rows of their own."""
NO_LIMIT = 2**63 - 1


class NotEmpty(Invalid):
    """A copy is put back into an empty installation only: what stands in another would be lost."""


def restore(path: Path) -> Manifest:
    """Put everything of a copy back and return what it held.

    Sessions and one-time links end, letters that waited are not sent, uploads that were under way are forgotten.
    Nothing of the rows is kept unless all of it is; contents put back before are found again by the next try.
    Raises BadArchive, NotEmpty."""
    with system_scope("восстановление из копии"), opened(path) as archive:
        manifest = read_manifest(archive)
        _require_our_schema(manifest)
        upgrade()
        _require_empty()
        for sha256, source in contents(archive):
            _keep(sha256, source)
        _put_rows(archive, manifest)
        for name in manifest.keys:
            keys.put_back(settings().data_dir, name, archive.read(f"keys/{name}"))
    _go_on_with_the_old_keys(manifest.keys)
    with system_scope("восстановление из копии"), transaction():
        journal.record(
            "backup.restored",
            kind="backup",
            object_id=path.name,
            made_at=manifest.made_at,
            rows=manifest.rows,
        )
    return manifest


def _require_our_schema(manifest: Manifest) -> None:
    config: Config = current_app.extensions["migrate"].migrate.get_config()
    own = ScriptDirectory.from_config(config).get_current_head()
    if manifest.schema != own:
        raise BadArchive(
            f"Копия сделана для схемы {manifest.schema or 'без номера'}, а эта версия системы знает {own}. "
            "Восстановите её той версией, которой она сделана, затем обновите систему."
        )


def _require_empty() -> None:
    if any(session.scalar(select(model).limit(1)) is not None for model in SOMETHING):
        raise NotEmpty(
            "В этой установке уже есть данные: восстановление заменило бы их. Укажите пустой каталог данных (DATA_DIR) "
            "или пустую базу (DATABASE_URL)."
        )
    session.rollback()


def _keep(sha256: str, source: Any) -> None:
    received = storage().receive(source, limit=NO_LIMIT)
    if received.sha256 != sha256:
        storage().discard(received)
        raise BadArchive(f"Содержимое {sha256} в копии повреждено. Возьмите другую копию.")
    storage().keep(received)


def _put_rows(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    with _without_references() as connection:
        for table in carrying.tables():
            connection.execute(delete(table))
        for table in carrying.tables():
            if table.name in manifest.tables:
                _fill(connection, table, read_table(archive, manifest, table.name))
        quiet(connection)


def _fill(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    target, given = carrying.target(table), iter(rows)
    while portion := [carrying.values(table, row) for row in islice(given, carrying.BATCH)]:
        connection.execute(insert(target), portion)
    if connection.dialect.name == "postgresql" and table.autoincrement_column is not None:
        key = table.autoincrement_column
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        last = select(func.max(key)).scalar_subquery()
        connection.execute(select(func.setval(sequence, last)).where(last.is_not(None)))


@contextmanager
def _without_references() -> Iterator[Connection]:
    """One transaction in which rows come in any order; references are looked at before it commits."""
    session.remove()
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            with _committed(connection):
                yield connection
                _require_sound(connection.exec_driver_sql("PRAGMA foreign_key_check").first())
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            return
        connection.execution_options(isolation_level="READ COMMITTED")
        references = [one for table in carrying.tables() for one in table.foreign_key_constraints]
        with connection.begin():
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            for one in references:
                connection.execute(DropConstraint(one))
            yield connection
            for one in references:
                connection.execute(AddConstraint(one, isolate_from_table=False))


@contextmanager
def _committed(connection: Connection) -> Iterator[None]:
    connection.execute(text("BEGIN IMMEDIATE"))
    try:
        yield
    except BaseException:
        connection.execute(text("ROLLBACK"))
        raise
    connection.execute(text("COMMIT"))


def _require_sound(broken: Any) -> None:
    if broken is not None:
        raise BadArchive("Строки копии ссылаются на то, чего в ней нет. Возьмите другую копию.")


def _go_on_with_the_old_keys(names: tuple[str, ...]) -> None:
    """What this command writes yet belongs to the journal that was put back."""
    changed: dict[str, Any] = {
        field: (settings().data_dir / name).read_text(encoding="ascii").strip()
        for name, field in keys.SETTINGS.items()
        if name in names and hasattr(settings(), field)
    }
    current_app.extensions["settings"] = replace(settings(), **changed)
