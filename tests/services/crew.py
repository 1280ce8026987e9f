"""Real background processes over the test's own database, store and broker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

import config
from tests.services.process import start, stop
from tests.services.valkey import ValkeyServer
from webapp.models import Delivery

PATIENCE = 200.0
"""Longer than a lease of a delivery (120 s), which a busy machine may make one wait for."""
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
            "STORAGE_URL": settings.storage_url,
            "MAIL_URL": f"file://{folder}/mail",
            "SECRET_KEY": settings.secret_key,
            "JOURNAL_KEY": settings.journal_key,
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
    """Wait for a fact of the database or of the folder; what the processes said stands in the failure."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"{what}\n{crew.log[-6000:]}"
        time.sleep(0.1)
