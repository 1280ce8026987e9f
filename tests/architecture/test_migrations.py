"""The migrations make what the models say, on both databases, and go up and down with data in the tables."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, inspect, select, text

from tests import world
from tests.conftest import settings_for
from tests.webapp.access import estate
from webapp import create_app
from webapp.database import Base, db, session

ROOT = Path(__file__).resolve().parents[2]
DATABASES = ("sqlite", "postgresql")


@pytest.fixture(params=DATABASES)
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application over a database without a single table."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
    else:
        url = request.getfixturevalue("postgres_database")
    app = create_app(settings_for(url, tmp_path))
    with app.app_context():
        yield app
        session.remove()
        db.engine.dispose()


def revisions() -> list[str]:
    """All revisions, the first one first."""
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


def test_the_migrations_are_one_line_of_numbered_files() -> None:
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    assert len(scripts.get_heads()) == 1
    files = sorted(path.name for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert [name.split("_")[0] for name in files] == revisions()


def test_a_migration_never_imports_the_product() -> None:
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        source = path.read_text("utf-8")
        assert (
            "import webapp" not in source and "from webapp" not in source and "from workflows" not in source
        )


def test_an_empty_database_is_brought_to_what_the_models_say(empty_app: Flask) -> None:
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours})
        differences = compare_metadata(context, Base.metadata)
    assert not differences, differences[:5]


def test_every_constraint_and_index_has_the_name_the_models_give(empty_app: Flask) -> None:
    upgrade()
    tables = inspect(db.engine)
    for table in Base.metadata.sorted_tables:
        made = {index["name"] for index in tables.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= made, table.name
        assert tables.get_pk_constraint(table.name)["name"] == table.primary_key.name
        assert {one["name"] for one in tables.get_foreign_keys(table.name)} == {
            key.name for key in table.foreign_key_constraints
        }


def test_going_up_again_changes_nothing(empty_app: Flask) -> None:
    upgrade()
    before = _schema()
    upgrade()
    assert _schema() == before


def test_each_migration_goes_down_and_up_with_data_in_the_tables(empty_app: Flask) -> None:
    upgrade()
    estate.build(world.build())
    session.remove()
    before, schema = _contents(), _schema()
    assert sum(len(rows) for rows in before.values()) > 200
    for place in range(len(revisions()) - 1, 0, -1):
        downgrade(revision=revisions()[place - 1])
    lasting = set(inspect(db.engine).get_table_names())
    upgrade()
    after = _contents()
    assert _schema() == schema
    assert {name: len(rows) for name, rows in after.items() if name in lasting} == {
        name: len(rows) for name, rows in before.items() if name in lasting
    }, "what a table of the first migration holds outlives the way down"
    _sound()


def test_the_way_down_ends_with_nothing(empty_app: Flask) -> None:
    upgrade()
    estate.build(world.build())
    session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert _tables() == {"alembic_version", *Base.metadata.tables}


def _ours(_object: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    return not (kind == "table" and name == "alembic_version") and not _of_the_index(name)


def _of_the_index(name: str) -> bool:
    """The full-text index is no table of the product: the database keeps it after the rows."""
    return name.startswith("fts")


def _tables() -> set[str]:
    return {name for name in inspect(db.engine).get_table_names() if not _of_the_index(name)}


def _schema() -> dict[str, list[str]]:
    tables = inspect(db.engine)
    return {
        name: sorted(
            f"{column['name']} {column['type']} {column['nullable']}" for column in tables.get_columns(name)
        )
        for name in sorted(tables.get_table_names())
    }


def _contents() -> dict[str, list[Any]]:
    with db.engine.connect() as connection:
        return {table.name: list(connection.execute(select(table))) for table in Base.metadata.sorted_tables}


def _sound() -> None:
    """No row points nowhere."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert _broken(connection) == []


def _broken(connection: Connection) -> list[Any]:
    return list(connection.execute(text("PRAGMA foreign_key_check")))
