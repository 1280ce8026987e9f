"""Real workers, a real broker, real signals: whatever is killed, nothing is lost and nothing is doubled."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

import config
from tests import factories as make
from tests.services.process import start, stop
from tests.services.valkey import ValkeyServer
from tests.tasks.conftest import Rows, tell
from tests.world import World
from webapp.database import session
from webapp.models import Delivery, Heartbeat, Mail, Notification
from workflows.vocabulary import Event, State

pytestmark = [pytest.mark.slow]
PATIENCE = 120.0
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""For what the database does not change."""


WEB_PROCESS = """
import os, time
from webapp import create_app
from webapp.access.actor import system_scope
from webapp.database import transaction
from webapp.outbox import announce
from workflows.vocabulary import Event
with create_app().app_context(), system_scope("test"):
    started = time.perf_counter()
    with transaction():
        eval(os.environ["STATEMENT"])
    took = time.perf_counter() - started
    time.sleep(0.7)
print(took)
"""


class Crew:
    """The background processes of one installation."""

    def __init__(self, settings: config.Settings, folder: Path, broker: ValkeyServer) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        self._environment = {
            **os.environ,
            "DATA_DIR": str(folder),
            "DATABASE_URL": settings.database_url,
            "REDIS_URL": broker.celery_url,
            "MAIL_URL": f"file://{folder}/mail",
            "SECRET_KEY": settings.secret_key,
            "BASE_URL": settings.base_url,
            "PYTHONPATH": f"{config.ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
        }

    def worker(self, pool: str = "threads") -> subprocess.Popen[bytes]:
        return self._run(
            "worker", "--pool", pool, "--concurrency", "2", "--without-gossip", "--without-mingle"
        )

    def beat(self) -> subprocess.Popen[bytes]:
        clock = self._folder / f"clock-{len(self._running)}"
        return self._run("beat", "--schedule", str(clock), "--pidfile=")

    def attempts(self, delivery: Delivery) -> int:
        path = self._folder / f"begun-{delivery.id}"
        return path.stat().st_size if path.exists() else 0

    def letters(self) -> int:
        return len(list((self._folder / "mail").glob("*.eml")))

    @property
    def log(self) -> str:
        return (self._folder / "log").read_text(errors="replace")

    def act(self, statement: str) -> float:
        """Let another process announce something, as a web process does; return how long that took it."""
        environment = {**self._environment, "STATEMENT": statement}
        found = subprocess.run(
            (sys.executable, "-c", WEB_PROCESS),
            env=environment,
            cwd=config.ROOT,
            capture_output=True,
            check=True,
        )
        return float(found.stdout.split()[-1])

    def go_home(self) -> None:
        for process in self._running:
            stop(process, signal.SIGKILL)

    def _run(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = (sys.executable, "-m", "celery", "--app", "tests.tasks.trial_worker:celery", *arguments)
        process = start(command, folder=config.ROOT, log=self._folder / "log", environment=self._environment)
        self._running.append(process)
        return process


@pytest.fixture
def crew(app: Flask, settings: config.Settings, valkey: ValkeyServer, tmp_path: Path) -> Iterator[Crew]:
    found = Crew(settings, tmp_path, valkey)
    yield found
    found.go_home()


def until(true: Callable[[], bool], crew: Crew, what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"{what}\n{crew.log[-6000:]}"
        time.sleep(0.1)


def all_done(rows: Rows, count: int) -> Callable[[], bool]:
    return lambda: [row.state for row in rows(Delivery)] == ["done"] * count


def test_a_worker_killed_in_the_middle_of_its_work_is_replaced_and_the_work_done_once(
    town: World, crew: Crew, rows: Rows
) -> None:
    tell(Event.RESUMED, user_id=town.curator.user_id, seconds=60)
    crew.beat()
    first = crew.worker()
    until(lambda: any(crew.attempts(row) for row in rows(Delivery)), crew, "never begun")
    first.kill()
    first.wait(10)
    assert rows(Notification) == []
    crew.worker()
    until(all_done(rows, 1), crew, "never done")
    assert [row.attempts for row in rows(Delivery)] == [2]
    assert len(rows(Notification)) == 1


def test_the_broker_may_die_be_emptied_and_return_and_every_letter_still_goes_out_once(
    town: World, crew: Crew, rows: Rows, valkey: ValkeyServer
) -> None:
    crew.beat()
    crew.worker()
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    tell(Event.SUBMITTED, package_id=package.id)
    until(lambda: crew.letters() == 1, crew, "the first letter")
    valkey.kill()
    for _ in range(5):
        tell(Event.SUBMITTED, package_id=package.id)
    time.sleep(1)
    valkey.start()
    valkey.flush()
    for _ in range(4):
        tell(Event.SUBMITTED, package_id=package.id)
    valkey.flush()
    until(lambda: crew.letters() == 10 and all_done(rows, 10)(), crew, "all letters")
    time.sleep(1.5)
    assert len(rows(Notification)) == crew.letters() == len(rows(Mail)) == 10
    assert {row.attempts for row in rows(Mail)} == {1}


def test_two_workers_and_two_schedulers_do_everything_once(town: World, crew: Crew, rows: Rows) -> None:
    for _ in range(40):
        tell(Event.EXPERTISE_STARTED, user_id=town.curator.user_id)
    for _ in range(2):
        crew.worker()
        crew.beat()
    until(all_done(rows, 40), crew, "never done")
    assert len(rows(Notification)) == 40


@on_postgresql
def test_a_worker_stopped_for_longer_than_its_lease_does_no_harm_when_it_wakes(
    town: World, crew: Crew, rows: Rows
) -> None:
    tell(Event.RESUMED, user_id=town.curator.user_id, seconds=3)
    crew.beat()
    sleeper = crew.worker()
    until(lambda: any(crew.attempts(row) for row in rows(Delivery)), crew, "never begun")
    sleeper.send_signal(signal.SIGSTOP)
    crew.worker()
    until(all_done(rows, 1), crew, "never done")
    sleeper.send_signal(signal.SIGCONT)
    until(lambda: "lease lost" in crew.log, crew, "the sleeper never noticed")
    assert [(row.state, row.attempts) for row in rows(Delivery)] == [("done", 2)]
    assert len(rows(Notification)) == 1


@on_postgresql
def test_work_that_kills_its_process_stops_after_five_attempts_while_others_go_on(
    town: World, crew: Crew, rows: Rows
) -> None:
    tell(Event.INCLUDED_IN_REPORT, user_id=town.curator.user_id)
    crew.beat()
    crew.worker("prefork")
    until(lambda: any(crew.attempts(row) for row in rows(Delivery)), crew, "never begun")
    tell(Event.EXPERTISE_STARTED, user_id=town.curator.user_id)
    until(lambda: [row.state for row in rows(Delivery)] == ["failed", "done"], crew, "never ended")
    deadly, quick = rows(Delivery)
    assert (deadly.attempts, crew.attempts(deadly), crew.attempts(quick)) == (5, 5, 1)
    assert "обрывалась" in deadly.last_error
    lines = rows(Notification)
    assert [line.event for line in lines if line.user_id == town.curator.user_id] == ["trial"]
    assert [line.event for line in lines if line.user_id == town.admin.user_id] == ["failed"]


@on_postgresql
def test_a_committed_event_wakes_the_worker_at_once_and_a_hung_broker_keeps_nobody_waiting(
    town: World, crew: Crew, rows: Rows, valkey: ValkeyServer
) -> None:
    user_id = town.curator.user_id
    statement = f"announce(Event.EXPERTISE_STARTED, user_id={user_id})"
    crew.worker()  # and no scheduler: only the bell can wake it
    until(
        lambda: bool(session.scalars(select(Heartbeat)).all()) or session.rollback() is not None,
        crew,
        "no worker",
    )
    crew.act(statement)
    until(all_done(rows, 1), crew, "the bell was not heard")
    valkey.stop_hung()
    assert crew.act(statement) < 0.5
    valkey.kill()
    valkey.start()
    valkey.flush()
    crew.beat()
    until(all_done(rows, 2), crew, "not made up for")
    assert len(rows(Notification)) == 2
