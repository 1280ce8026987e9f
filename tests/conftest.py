"""Fixtures every suite shares: the application on both databases, people signed in, a clean world each time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, text

import config
from tests import pages, world
from tests.world import World
from webapp import create_app
from webapp.access.actor import start_acting, system_scope
from webapp.calendars import queries as calendars
from webapp.database import Base, db, session

pytest_plugins = (
    "tests.services.postgres",
    "tests.services.valkey",
    "tests.services.chromium",
    "tests.services.crew",
    "tests.services.clamd",
)

DATABASES = ("sqlite", "postgresql")
RESTART_NUMBERS = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL
"""


@pytest.fixture(scope="session", params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.sqlite3'}"
    server = request.getfixturevalue("postgres_server")
    return str(server.create_database())


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> config.Settings:
    return settings_for(database_url, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def the_app(settings: config.Settings) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context(), system_scope("test schema"):
        db.metadatas[None] = Base.metadata
        Base.metadata.create_all(db.engine)
        session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(the_app: Flask) -> Iterator[Flask]:
    """The application over an empty database, inside its context, where nobody acts yet."""
    with the_app.app_context():
        start_acting(None)
        _empty()
        _read_calendars()
        yield the_app
        session.rollback()
        session.remove()


@pytest.fixture
def town(app: Flask) -> World:
    """Two municipalities with schools, people in every role, a programme and an open stage."""
    return world.build()


@pytest.fixture
def sign_in(app: Flask, town: World) -> pages.SignIn:
    return pages.SignIn(app)


@pytest.fixture
def as_school(sign_in: pages.SignIn, town: World) -> pages.Browser:
    return sign_in(town.school_1.coordinator)


@pytest.fixture
def as_head(sign_in: pages.SignIn, town: World) -> pages.Browser:
    return sign_in(town.school_1.head)


@pytest.fixture
def as_curator(sign_in: pages.SignIn, town: World) -> pages.Browser:
    return sign_in(town.curator)


@pytest.fixture
def as_expert(sign_in: pages.SignIn, town: World) -> pages.Browser:
    return sign_in(town.expert)


@pytest.fixture
def as_coordinator(sign_in: pages.SignIn, town: World) -> pages.Browser:
    return sign_in(town.coordinator)


@pytest.fixture
def as_admin(sign_in: pages.SignIn, town: World) -> pages.Browser:
    return sign_in(town.admin)


@pytest.fixture
def as_foreign_coordinator(sign_in: pages.SignIn, town: World) -> pages.Browser:
    return sign_in(town.foreign_coordinator)


def settings_for(database_url: str, data: Path, **changes: object) -> config.Settings:
    """Return settings of a throw-away installation."""
    values: dict[str, object] = {
        "data_dir": data,
        "database_url": config._database_url(database_url, data),
        "redis_url": "",
        "storage_url": str(data / "store"),
        "mail_url": f"file://{data / 'mail'}",
        "secret_key": "test-secret-" * 4,
        "journal_key": "test-journal-" * 4,
        "base_url": "http://127.0.0.1:8000",
        "trusted_hosts": ("127.0.0.1", "localhost"),
        "demo": True,
        "throttle": True,
        "free_space_floor": 0,
    }
    values.update(changes)
    return config.Settings(**values)  # type: ignore[arg-type]


def _read_calendars() -> None:
    """As in a process that has been at work for a while: no page of a test pays for it."""
    calendars.forget()
    with system_scope("test"):
        calendars.calendars()


def _empty() -> None:
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            _empty_postgresql(connection)
            return
        connection.execute(text("PRAGMA foreign_keys=OFF"))
        connection.execute(text("BEGIN IMMEDIATE"))
        for table in Base.metadata.sorted_tables:
            connection.execute(table.delete())
        connection.execute(text("COMMIT"))
        connection.execute(text("PRAGMA foreign_keys=ON"))


def _empty_postgresql(connection: Connection) -> None:
    """Only tables with rows, all in one statement (keys are looked at after it); TRUNCATE takes fifty times as long."""
    rows = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in Base.metadata.tables)
    if full := connection.scalars(text(" UNION ALL ".join(rows))).all():
        deletions = (f'd{number} AS (DELETE FROM "{name}")' for number, name in enumerate(full))
        connection.execute(text(f"WITH {', '.join(deletions)} SELECT"))
    connection.execute(text(RESTART_NUMBERS))
