"""The migrated database adds entries of the journal and refuses everything else (AU-03)."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, ProgrammingError

from tests import pages, world
from tests.conftest import DATABASES, settings_for
from tests.world import World
from webapp import create_app, journal
from webapp.access.actor import acting_as, start_acting, system_scope
from webapp.database import db, session, transaction

ROLES = Path(__file__).resolve().parents[3] / "deploy" / "roles.sql"
CHANGES = (
    "UPDATE journal_entry SET actor_name = 'Другой' WHERE id = 1",
    "UPDATE journal_entry SET id = 1000 WHERE id = 1",
    "DELETE FROM journal_entry WHERE id = 3",
    "DELETE FROM journal_entry",
    "DELETE FROM journal_head",
    "UPDATE journal_head SET count = 1",
    "UPDATE journal_head SET digest = ''",
)
OF_SQLITE = (
    "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry WHERE id = 1",
    "INSERT OR REPLACE INTO journal_head SELECT * FROM journal_head",
    "UPDATE OR REPLACE journal_entry SET id = 2 WHERE id = 1",
)
OF_POSTGRESQL = (
    "TRUNCATE journal_entry",
    "TRUNCATE journal_head",
    "UPDATE journal_entry SET details = '{}'",
    "INSERT INTO journal_entry SELECT * FROM journal_entry WHERE id = 1"
    " ON CONFLICT (id) DO UPDATE SET actor_name = 'Другой'",
)
BY_THE_OWNER_ONLY = (
    "ALTER TABLE journal_entry DISABLE TRIGGER ALL",
    "DROP TRIGGER tr_journal_entry_change ON journal_entry",
    "DROP FUNCTION journal_is_append_only() CASCADE",
    "DROP TABLE journal_entry",
    "SET session_replication_role = replica",
    "UPDATE alembic_version SET version_num = '0001'",
)


@pytest.fixture(params=DATABASES)
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An installation whose schema the migrations made, with three entries of the journal."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
    else:
        url = request.getfixturevalue("postgres_database")
    app = create_app(settings_for(url, tmp_path))
    with app.app_context():
        start_acting(None)
        upgrade()
        with system_scope("test"):
            for number in range(3):
                write(number)
        yield app
        session.remove()
        db.engine.dispose()


def write(number: int) -> None:
    with transaction():
        journal.record("test.act", kind="package", object_id=number)


def attempt(statement: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(statement))


def test_the_database_refuses_to_change_what_was_written(migrated: Flask) -> None:
    more = OF_SQLITE if db.engine.dialect.name == "sqlite" else OF_POSTGRESQL
    for statement in CHANGES + more:
        with pytest.raises(DBAPIError, match="append-only"):
            attempt(statement)
    with system_scope("test"):
        write(4)
        found = journal.verify()
    assert (found.faults, found.head.count) == ((), 4)


def test_the_owner_erases_a_person_and_the_protection_stands_again(migrated: Flask) -> None:
    with system_scope("test"):
        with transaction():
            journal.record("test.act", kind="user", object_id=7, after={"name": "Прежняя Анна Петровна"})
        with transaction():
            assert journal.erase_person(7, ("Прежняя Анна Петровна",), known_as="Удалённый") == 1
        found = journal.verify()
        assert (found.faults, found.erased, found.head.count) == ((), 1, 4)
    more = OF_SQLITE if db.engine.dialect.name == "sqlite" else OF_POSTGRESQL
    for statement in CHANGES + more:
        with pytest.raises(DBAPIError, match="append-only"):
            attempt(statement)


@pytest.fixture
def lesser(postgres_database: str, tmp_path: Path) -> Iterator[tuple[Flask, World]]:
    """The product under the role of `deploy/roles.sql`, over a database that another role owns."""
    name = f"app_{uuid.uuid4().hex[:12]}"
    owner = create_app(settings_for(postgres_database, tmp_path))
    with owner.app_context():
        start_acting(None)
        upgrade()
        _prepare(name)
        town = world.build()
        session.remove()
        db.engine.dispose()
    url = make_url(postgres_database).set(username=name).render_as_string(hide_password=False)
    app = create_app(settings_for(url, tmp_path))
    with app.app_context():
        start_acting(None)
        yield app, town
        session.remove()
        db.engine.dispose()
    _forget(postgres_database, name)


def _prepare(name: str) -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
        raw.execute(ROLES.read_text("utf-8").replace("ekspertiza_app", name))
        raw.execute(ROLES.read_text("utf-8").replace("ekspertiza_app", name))
        raw.execute("CREATE TABLE of_a_later_version (id serial PRIMARY KEY)")


def _forget(url: str, name: str) -> None:
    with create_engine(url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f'DROP OWNED BY "{name}"'))
        connection.execute(text(f'DROP ROLE "{name}"'))
    connection.engine.dispose()


def test_the_role_of_the_running_system_works_and_has_no_way_to_the_written_journal(
    lesser: tuple[Flask, World],
) -> None:
    app, town = lesser
    browser = pages.SignIn(app)(town.coordinator)
    browser.get("/packages")
    with acting_as(town.curator):
        write(1)
    before, run = journal.head().count, app.test_cli_runner()
    told = run.invoke(args=["user", "disable", town.curator.email])
    assert told.exit_code == 0, told.output
    assert journal.head().count == before + 1
    for statement in (*CHANGES[:5], *OF_POSTGRESQL, *BY_THE_OWNER_ONLY):
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            attempt(statement)
    for statement in CHANGES[5:]:
        with pytest.raises(DBAPIError, match="append-only"):
            attempt(statement)
    attempt("INSERT INTO of_a_later_version DEFAULT VALUES")
    assert run.invoke(args=["journal", "verify"]).exit_code == 0
    refused = run.invoke(args=["journal", "erase", town.curator.email, "--basis", "Заявление"])
    assert refused.exit_code != 0 and "владелец таблиц" in refused.output
    assert run.invoke(args=["journal", "verify"]).exit_code == 0
    assert run.invoke(args=["doctor"]).exit_code == 0
