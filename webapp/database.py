"""The database of a request or a task: one session, reads freely, writes only inside `transaction()`."""

import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Executable, MetaData, Table, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session, registry, scoped_session
from sqlalchemy.types import TypeDecorator

Kept = TypeVar("Kept")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE_PRAGMAS = (
    "journal_mode=wal",
    "synchronous=full",  # NORMAL may lose acknowledged commits when the power fails (RL-01)
    "foreign_keys=on",
    "busy_timeout=5000",
    "cache_size=-20000",
    "temp_store=memory",
)

IDLE_LIMIT = "60s"
"""How long a process may hold a transaction on PostgreSQL and say nothing. Stopped or cut off in the middle of one,
it would keep its rows locked from everybody; then the server takes them back, and its work is undone."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant on every database; SQLite alone would hand back naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table of the product."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES), type_annotation_map={datetime: UtcDateTime}
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
session: scoped_session[Session] = db.session  # type: ignore[assignment]


class WriteUnderSafeMethod(RuntimeError):
    """A GET tried to write. Reading a page must change nothing (SE-06)."""


class WriteOutsideTransaction(RuntimeError):
    """Rows were changed outside `transaction()`; no operation answers for them."""


@dataclass(slots=True)
class _Unit:
    """One open transaction and what is to happen around its commit."""

    before_commit: list[Callable[[], None]] = field(default_factory=list)
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    kept: dict[type, Any] = field(default_factory=dict)


S = TypeVar("S", bound=Executable)
_kept: set[Executable] = set()

opening_hooks: list[Callable[[], None]] = []
"""Called at the start of each outermost transaction; `webapp.once` spends the form's token here."""

_unit: ContextVar[_Unit | None] = ContextVar("unit", default=None)
_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)
_safe_method: ContextVar[str] = ContextVar("safe_method", default="")


def kept(statement: S) -> S:
    """Return a statement that is made once for the process, with parameters for what changes from run to run.

    What is worked out about it, its scope above all, is then worked out once: for the pages asked most."""
    _kept.add(statement)
    return statement


def is_kept(statement: Executable) -> bool:
    """Tell whether this very statement was given to `kept`; one derived from it was not."""
    return statement in _kept


def table_of(model: type[Base]) -> Table:
    """Return the table of a model, for a statement past the ORM; such statements need a system scope."""
    return cast(Table, model.__table__)


def now() -> datetime:
    """Return this instant, aware, UTC. The one clock of the product."""
    return _moment.get() or datetime.now(UTC)


def today_in(zone: str) -> date:
    """Return the date on the calendar of a zone («Asia/Krasnoyarsk»)."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def moment(instant: datetime) -> Iterator[None]:
    """Let everything inside happen at `instant`: for making the demonstration's past, and for tests of terms."""
    token = _moment.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)


def reading_only(method: str) -> None:
    """Remember that this request came by a safe method; '' lifts it."""
    _safe_method.set(method)


@contextmanager
def transaction(*, despite_safe_method: str = "") -> Iterator[Session]:
    """Open the one transaction of an operation; commits at the end, rolls back on any error.

    Nested use joins the outer transaction. Raises WriteUnderSafeMethod under GET, unless the caller
    names why this write is allowed there (session bookkeeping)."""
    if _unit.get() is not None:
        yield session()
        return
    if _safe_method.get() and not despite_safe_method:
        raise WriteUnderSafeMethod(_safe_method.get())
    unit = _Unit()
    token = _unit.set(unit)
    try:
        _begin_writing()
        for hook in opening_hooks:
            hook()
        yield session()
        for hook in unit.before_commit:
            hook()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        _unit.reset(token)
    for hook in unit.after_commit:
        hook()


@contextmanager
def snapshot() -> Iterator[Session]:
    """Read everything inside as of one instant (BZ-07), and write nothing."""
    session.rollback()
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("BEGIN")
    else:
        reading = session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        reading.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")  # it locks nothing
    try:
        yield session()
    finally:
        session.rollback()


def in_transaction() -> bool:
    return _unit.get() is not None


def before_commit(hook: Callable[[], None]) -> None:
    """Run `hook` as the last thing inside the open transaction."""
    _open_unit().before_commit.append(hook)


def kept_in_transaction(kind: type[Kept]) -> Kept:
    """Return the one thing of this kind that belongs to the open transaction, made when it is first asked for."""
    kept = _open_unit().kept
    if kind not in kept:
        kept[kind] = kind()
    thing: Kept = kept[kind]
    return thing


def after_commit(hook: Callable[[], None]) -> None:
    """Run `hook` once the open transaction is durable; it must not raise."""
    _open_unit().after_commit.append(hook)


def release() -> None:
    """End the reading transaction, so that no connection is held during slow work."""
    if not in_transaction():
        session.commit()


def install(engine: Engine) -> None:
    """Prepare an engine: on SQLite pragmas and no implicit BEGIN (M7: deferred ones fail at once).

    On PostgreSQL a connection that the server has closed meanwhile is replaced when it is taken from the pool; a
    look at its socket costs no journey to the server."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _limit_silence)
        event.listen(engine, "checkout", _refuse_closed)
        return

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: object) -> str | None:
    """SQLite's own `lower` knows Latin letters only: a search in Russian texts needs the others too."""
    return None if text is None else str(text).lower()


def _open_unit() -> _Unit:
    unit = _unit.get()
    if unit is None:
        raise WriteOutsideTransaction("no open transaction")
    return unit


def _begin_writing() -> None:
    """On SQLite take the write lock at once, so that what is read next cannot change before the commit.

    On PostgreSQL reads need no transaction (each statement sees what is committed either way): one begins here."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("BEGIN IMMEDIATE")
    else:
        session.commit()
        session.connection(execution_options={"isolation_level": "READ COMMITTED"})


def _limit_silence(connection: Any, _record: Any) -> None:
    connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_LIMIT}'")
    connection.commit()


def _refuse_closed(connection: Any, _record: Any, _pool_entry: Any) -> None:
    socket = select.poll()
    socket.register(connection.fileno(), select.POLLIN)
    if socket.poll(0):  # nothing was asked, so what can be read is the end
        raise DisconnectionError


@event.listens_for(Session, "before_flush")
def _refuse_stray_writes(stray: Session, _context: Any, _instances: Any) -> None:
    if _unit.get() is None and (stray.new or stray.dirty or stray.deleted):
        raise WriteOutsideTransaction(f"{list(stray.new)[:3]} {list(stray.dirty)[:3]}")
