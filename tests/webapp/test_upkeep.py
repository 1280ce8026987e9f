"""Housekeeping takes what has served and nothing else, whoever works at the same moment."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import save
from tests.services.s3 import S3Server, s3_bucket, s3_server
from tests.world import World
from webapp import upkeep
from webapp.access.actor import system_scope
from webapp.accounts import operations as accounts
from webapp.database import moment, now, session, transaction
from webapp.errors import Stale
from webapp.filestore import claim, storage
from webapp.models import (
    AccessLink,
    Delivery,
    FormToken,
    Heartbeat,
    LoginSession,
    OutboxMessage,
    Report,
    ReportFile,
    StoredFile,
)
from webapp.storage import Storage, open_storage
from workflows.vocabulary import Event, ReportKind

__all__ = ["s3_bucket", "s3_server"]
LATER = timedelta(hours=25)


def put(data: bytes) -> str:
    return storage().keep(storage().receive(io.BytesIO(data), limit=1000)).sha256


def kept() -> set[str]:
    return set(storage().hashes())


def collect(after: timedelta = LATER) -> int:
    session.rollback()
    with system_scope("test"), moment(now() + after):
        return upkeep.collect_unclaimed()


def take(sha256: str) -> None:
    with system_scope("test"), transaction():
        claim(sha256, 9, kind="pdf", media_type="application/pdf")


class Meeting:
    """The store of the application, where somebody else acts just before the collector does."""

    def __init__(self, store: Storage, *, listed: Callable[[], None], removing: Callable[[], None]) -> None:
        self._store, self._listed, self._removing = store, listed, removing

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def kept_before(self, instant: datetime) -> Iterator[str]:
        found = tuple(self._store.kept_before(instant))
        self._listed()
        return iter(found)

    def remove(self, sha256: str) -> bool:
        self._removing()
        return self._store.remove(sha256)


def nothing() -> None:
    """Nobody else is there."""


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """An empty store of each kind in the place of the application's."""
    address = str(tmp_path / "store")
    if request.param == "bucket":
        server: S3Server = request.getfixturevalue("s3_server")
        host = server.endpoint.removeprefix("http://")
        address = (
            f"s3://{server.access_key}:{server.secret_key}@{host}/{request.getfixturevalue('s3_bucket')}"
            f"?insecure=1&temporary={tmp_path / 'temporary'}"
        )
    monkeypatch.setitem(app.extensions, "storage", open_storage(address))


def test_files_without_a_row_go_after_a_day_and_no_others(town: World, store: None) -> None:
    unclaimed, claimed, reported = put(b"unclaimed"), put(b"claimed"), put(b"reported")
    take(claimed)
    report = save(
        Report(
            municipality_id=town.municipality.id, number="srr-report-1", kind=ReportKind.STAGE, title="Отчёт",
            request_key="x", requested_by_id=town.coordinator.user_id, requested_by_name="x",
        )
    )  # fmt: skip
    save(
        ReportFile(
            municipality_id=town.municipality.id, report_id=report.id, format="pdf", name="x.pdf",
            sha256=reported, size=8,
        )
    )  # fmt: skip
    assert collect(after=timedelta(hours=23)) == 0 and kept() == {unclaimed, claimed, reported}
    assert collect() == 1 and kept() == {claimed, reported}
    assert collect() == 0
    with system_scope("test"):
        assert session.scalars(select(StoredFile.sha256)).all() == [claimed]


def test_a_row_that_came_after_the_listing_keeps_its_file(
    app: Flask, store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = put(b"claimed while the store was being listed")
    meeting = Meeting(storage(), listed=lambda: in_thread(app, lambda: take(late)).result(), removing=nothing)
    monkeypatch.setitem(app.extensions, "storage", meeting)
    assert collect() == 0 and kept() == {late}


def test_bytes_collected_at_the_moment_of_their_claim_are_refused_to_it(
    app: Flask, store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upload of bytes that lay unclaimed for a day: it waits for the collector, and makes no row without a file."""
    sha256, upload = put(b"old bytes sent again"), list[Future[None]]()

    def begin_upload() -> None:
        upload.append(in_thread(app, lambda: take(sha256)))
        with pytest.raises(TimeoutError):
            upload[0].result(timeout=0.5)

    meeting = Meeting(storage(), listed=nothing, removing=begin_upload)
    monkeypatch.setitem(app.extensions, "storage", meeting)
    assert collect() == 1
    with pytest.raises(Stale, match="ещё раз"):
        upload[0].result(timeout=10)
    session.rollback()
    with system_scope("test"):
        assert kept() == set() and session.scalars(select(StoredFile)).all() == []
    put(b"old bytes sent again")
    take(sha256)
    assert collect() == 0 and kept() == {sha256}


def in_thread(app: Flask, act: Callable[[], None]) -> Future[None]:
    def run() -> None:
        with app.app_context():
            try:
                act()
            finally:
                session.remove()

    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(run)
    finally:
        pool.shutdown(wait=False)


def test_signs_of_life_are_one_row_for_each_part_however_many_show_them(app: Flask) -> None:
    def show() -> None:
        with system_scope("test"):
            upkeep.show_life("worker")

    for one in [in_thread(app, show) for _ in range(4)]:
        one.result(timeout=20)
    with moment(now() + timedelta(minutes=1)):
        show()
    session.rollback()
    with system_scope("test"):
        row = session.scalars(select(Heartbeat)).one()
        assert row.part == "worker" and row.at > now()


def test_what_has_served_in_signing_in_is_forgotten_and_nothing_else(town: World) -> None:
    owner, old = town.curator.user_id, now() - timedelta(days=91)
    for place, (created, ended) in enumerate([(old, old), (old, now()), (old, None), (now(), now())]):
        save(LoginSession(token_hash=f"{place:064}", user_id=owner, created_at=created, ended_at=ended))
    month, future = now() - timedelta(days=31), now() + timedelta(hours=1)
    for place, (expires, used) in enumerate(
        [(month, None), (future, month), (future, None), (now(), None), (future, now())]
    ):
        save(
            AccessLink(
                token_hash=f"{place:064}", user_id=owner, purpose="reset", expires_at=expires, used_at=used
            )
        )
    accounts.forget_what_has_served()
    session.rollback()
    with system_scope("test"):
        assert [
            int(one) for one in session.scalars(select(LoginSession.token_hash).order_by(LoginSession.id))
        ] == [1, 2, 3]
        assert [
            int(one) for one in session.scalars(select(AccessLink.token_hash).order_by(AccessLink.id))
        ] == [2, 3, 4]


def test_housekeeping_forgets_what_has_served_and_nothing_else(app: Flask, town: object) -> None:
    old = now() - timedelta(days=200)
    done = save(OutboxMessage(event=Event.RESUMED, payload={}, created_at=old, spread_at=old))
    failed = save(OutboxMessage(event=Event.RESUMED, payload={}, created_at=old, spread_at=old))
    waiting = save(OutboxMessage(event=Event.RESUMED, payload={}, created_at=old))
    save(Delivery(message_id=done.id, task="a", state="done", finished_at=old))
    save(Delivery(message_id=failed.id, task="a", state="failed"))
    save(FormToken(user_id=1, token="old", created_at=old))
    save(FormToken(user_id=1, token="new"))
    save(LoginSession(token_hash="0" * 64, user_id=1, created_at=now() - timedelta(days=2)))
    save(LoginSession(token_hash="1" * 64, user_id=1))
    with system_scope("test"):
        session.expire_all()
        upkeep.tidy()
        upkeep.tidy()
        left = {row.id for row in session.query(OutboxMessage)}
        assert left == {failed.id, waiting.id}
        assert [row.task for row in session.query(Delivery)] == ["a"]
        assert [row.token for row in session.query(FormToken)] == ["new"]
        assert [row.ended_at is None for row in session.query(LoginSession).order_by(LoginSession.id)] == [
            False,
            True,
        ]
        assert upkeep.sweep_temporary() == 0
