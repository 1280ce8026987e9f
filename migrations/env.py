"""Runs migrations: on SQLite with foreign keys off, checked before the commit (a batch would cascade, M9)."""

import logging
from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app
from sqlalchemy import Connection

from webapp.access.actor import system_scope
from webapp.database import UtcDateTime
from webapp.models.columns import ComposedSheet

log = logging.getLogger("alembic.env")
db: Any = current_app.extensions["migrate"].db


class BrokenReferences(RuntimeError):
    """A migration left rows that point nowhere; nothing was committed."""


def run_offline() -> None:
    context.configure(
        url=str(db.engine.url), target_metadata=db.metadata, literal_binds=True, render_as_batch=True
    )
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    arguments = dict(current_app.extensions["migrate"].configure_args)
    arguments.setdefault("process_revision_directives", _no_empty_revisions)
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execution_options(isolation_level="READ COMMITTED")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            transaction_per_migration=False,
            transactional_ddl=True,
            include_object=_ours,
            render_item=_plain_types,
            **arguments,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite:
                _check_references(connection)
        connection.commit()
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise BrokenReferences(f"{len(broken)} rows point nowhere, first: {broken[0]}")


def _ours(_object: Any, name: str | None, kind: str, _reflected: bool, _compare: Any) -> bool:
    """The full-text index is the database's own affair: whatever begins with `fts` (`webapp.models.search`)."""
    return name is None or not name.startswith(("sqlite_", "fts") if kind == "table" else "fts")


def _plain_types(kind: str, value: Any, _autogen: Any) -> str | bool:
    """Write our own types as the database's, so that a migration never imports the product."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, ComposedSheet):
        return "sa.Text()"
    if kind == "type" and isinstance(value, sa.JSON):
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    return False


def _no_empty_revisions(_context: Any, _revision: Any, directives: list[Any]) -> None:
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


with system_scope("migration"):
    if context.is_offline_mode():
        run_offline()
    else:
        run_online()
