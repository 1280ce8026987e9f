"""One transaction an operation, no write where only reading is allowed, one instant for a report, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from tests import factories as make
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import (
    WriteOutsideTransaction,
    WriteUnderSafeMethod,
    after_commit,
    before_commit,
    db,
    in_transaction,
    now,
    reading_only,
    release,
    session,
    snapshot,
    transaction,
)
from webapp.models import Heartbeat, School


@pytest.fixture(autouse=True)
def _as_the_product(app: Flask):  # type: ignore[no-untyped-def]
    with system_scope("test"):
        yield
    reading_only("")


def beat(part: str, at: datetime | None = None) -> Heartbeat:
    return Heartbeat(part=part, at=at or now())


def parts() -> list[str]:
    """What is durable, asked by another connection."""
    with db.engine.connect() as connection:
        return list(connection.execute(select(Heartbeat.part).order_by(Heartbeat.part)).scalars())


def test_a_transaction_is_durable_at_its_end_and_not_before() -> None:
    with transaction() as own:
        own.add(beat("a"))
        own.flush()
        assert in_transaction()
        if db.engine.dialect.name != "sqlite":
            assert parts() == []
    assert parts() == ["a"] and not in_transaction()


def test_an_error_leaves_nothing_behind() -> None:
    done: list[str] = []
    with pytest.raises(ZeroDivisionError), transaction() as own:
        own.add(beat("a"))
        own.flush()
        after_commit(lambda: done.append("after"))
        raise ZeroDivisionError
    assert parts() == [] and done == [] and not in_transaction()
    with transaction() as own:
        own.add(beat("b"))
    assert parts() == ["b"]


def test_a_nested_transaction_joins_the_outer_one() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        with transaction() as inner:
            inner.add(beat("a"))
        raise ZeroDivisionError
    assert parts() == []


def test_hooks_run_inside_before_the_commit_and_outside_after_it() -> None:
    told: list[tuple[str, list[str]]] = []

    def last() -> None:
        session.add(beat("hook"))
        told.append(("before", [] if db.engine.dialect.name == "sqlite" else parts()))

    with transaction() as own:
        own.add(beat("a"))
        before_commit(last)
        after_commit(lambda: told.append(("after", parts())))
    assert told == [("before", []), ("after", ["a", "hook"])]


def test_hooks_without_a_transaction_are_a_mistake() -> None:
    for hook in (before_commit, after_commit):
        with pytest.raises(WriteOutsideTransaction):
            hook(lambda: None)


def test_a_write_outside_a_transaction_is_refused() -> None:
    session.add(beat("a"))
    with pytest.raises(WriteOutsideTransaction):
        session.flush()
    session.rollback()
    assert parts() == []


def test_a_stray_change_of_a_loaded_row_is_refused(town: World) -> None:
    school = session.scalars(select(School).limit(1)).one()
    school.name = "Другая"
    with pytest.raises(WriteOutsideTransaction):
        session.flush()
    session.rollback()


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_methods_cannot_write_unless_they_say_why(method: str) -> None:
    reading_only(method)
    with pytest.raises(WriteUnderSafeMethod), transaction() as own:
        own.add(beat("a"))
    assert parts() == []
    with transaction(despite_safe_method="session bookkeeping") as own:
        own.add(beat("b"))
    assert parts() == ["b"]


def test_an_instant_is_aware_and_utc_whatever_the_database_keeps() -> None:
    krasnoyarsk = timezone(timedelta(hours=7))
    moment = datetime(2026, 11, 22, 1, 30, 0, 123456, tzinfo=krasnoyarsk)
    with transaction() as own:
        own.add(beat("a", moment))
    session.expunge_all()
    kept = session.scalars(select(Heartbeat.at)).one()
    assert kept == moment and kept.tzinfo is UTC and kept.hour == 18
    assert session.scalars(select(Heartbeat.part).where(Heartbeat.at <= moment)).all() == ["a"]
    assert session.scalars(select(Heartbeat.part).where(Heartbeat.at < moment)).all() == []


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(StatementError, match="naive"), transaction() as own:
        own.add(beat("a", datetime(2026, 11, 22)))
    assert now().tzinfo is UTC


def test_a_snapshot_reads_one_instant_while_others_write(town: World) -> None:
    count = select(func.count()).select_from(School)
    with snapshot() as own:
        before = own.scalar(count)
        with db.engine.begin() as other:
            if other.dialect.name == "sqlite":
                other.exec_driver_sql("BEGIN IMMEDIATE")
            other.execute(School.__table__.insert().values(
                municipality_id=town.municipality.id, slug="new", name="Новая", short_name="Новая", search_key="новая",
                **_rest(),
            ))  # fmt: skip
            if other.dialect.name == "sqlite":
                other.exec_driver_sql("COMMIT")
        assert own.scalar(count) == before
    assert session.scalar(count) == (before or 0) + 1


def test_release_gives_the_connection_back_but_never_in_the_middle_of_a_transaction() -> None:
    session.scalars(select(Heartbeat)).all()
    assert session().in_transaction()
    release()
    assert not session().in_transaction()
    with transaction() as own:
        own.add(beat("a"))
        own.flush()
        release()
        if db.engine.dialect.name != "sqlite":
            assert parts() == []


def test_reading_holds_no_transaction_and_writing_holds_one() -> None:
    if db.engine.dialect.name == "sqlite":
        return
    state = text("select pg_current_xact_id_if_assigned() is not null, now() = statement_timestamp()")
    session.scalars(select(Heartbeat)).all()
    assert tuple(session.execute(state).one()) == (False, True)
    with transaction() as own:
        own.add(beat("a"))
        own.flush()
        assert tuple(own.execute(state).one()) == (True, False)


def test_a_connection_the_server_has_closed_is_replaced_unnoticed() -> None:
    if db.engine.dialect.name == "sqlite":
        return
    ours = session.scalar(text("select pg_backend_pid()"))
    session.remove()
    with create_engine(db.engine.url).connect() as another:
        another.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": ours})
    assert session.scalars(select(Heartbeat)).all() == []


def test_references_are_guarded_by_the_database(town: World) -> None:
    with pytest.raises(IntegrityError), transaction() as own:
        own.add(School(municipality_id=10_000, slug="x", name="x", short_name="x", search_key="x"))


def test_an_embedded_database_is_durable_and_waits_for_its_lock() -> None:
    if db.engine.dialect.name != "sqlite":
        assert session.scalar(text("show transaction isolation level")) == "read committed"
        return
    kept = {
        name: session.scalar(text(f"PRAGMA {name}"))
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert kept == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_objects_stay_readable_after_the_commit(town: World) -> None:
    school = make.school(town.municipality, slug="school-50", name="Пятидесятая")
    assert school.name == "Пятидесятая"


def _rest() -> dict[str, object]:
    """Values of the columns whose default stands in the model, not in the database."""
    given = {"id", "municipality_id", "slug", "name", "short_name", "search_key"}
    rest: dict[str, object] = {}
    for column in School.__table__.columns:
        if column.name in given or column.nullable:
            continue
        default = column.default
        rest[column.name] = now() if column.name == "created_at" else getattr(default, "arg", "")
    return rest


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_process_that_falls_silent_in_a_transaction_gives_its_rows_back() -> None:
    limit = text("SHOW idle_in_transaction_session_timeout")
    with transaction() as own:
        own.add(beat("a"))
        assert own.scalar(limit) == "1min"
    with snapshot() as reading:
        assert reading.scalar(limit) == "0"  # a long look locks nothing
    with db.engine.connect() as silent:
        silent.execution_options(isolation_level="READ COMMITTED")
        silent.execute(text("SET LOCAL idle_in_transaction_session_timeout = '300ms'"))
        silent.execute(text("UPDATE heartbeat SET part = 'silent'"))
        with transaction() as own:
            own.execute(text("UPDATE heartbeat SET part = 'awake'"))
        with pytest.raises(DBAPIError, match="idle-in-transaction"):
            silent.execute(select(1))
        silent.invalidate()
    assert session.scalar(select(Heartbeat.part)) == "awake"
