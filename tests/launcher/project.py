"""A copy of the project with the least product in it, and a `./run` whose life a test can follow and end."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from launcher.preparation import fingerprint

ROOT = Path(__file__).resolve().parents[2]
MINIATURE = Path(__file__).resolve().parent / "miniature"
PATIENCE = 60.0
ADDRESS = re.compile(r"Система работает: (http://\S+)")


def build(folder: Path) -> Path:
    """A project folder: the real `run` and launcher, the miniature product, an environment that counts as set up."""
    shutil.copytree(MINIATURE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "launcher", folder / "launcher", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("run", "uv.lock", "pyproject.toml"):
        shutil.copy2(ROOT / name, folder / name)
    environment = folder / ".venv"
    subprocess.run((sys.executable, "-m", "venv", "--without-pip", environment), check=True)
    libraries = next(environment.glob("lib/python*/site-packages"))
    (libraries / "real.pth").write_text(sysconfig.get_path("purelib"))
    (libraries / "pytest").mkdir()  # the sign of an environment set up for the tests
    (environment / "set-up.stamp").write_text(fingerprint(folder))
    return folder


@dataclass(slots=True)
class Run:
    """One `./run` of a project. The fixture ends it in any case."""

    project: Path
    data: Path
    arguments: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def said(self) -> str:
        """Everything it has printed so far, both streams."""
        return self.output.read_text(errors="replace") if self.output.exists() else ""

    @property
    def output(self) -> Path:
        return self.data.parent / f"{self.data.name}.{id(self)}.out"

    @property
    def address(self) -> str:
        found = ADDRESS.search(self.said)
        assert found, self.said
        return found.group(1)

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def begin(self) -> "Run":
        """Start it without waiting."""
        command = ("./run", "--data", str(self.data), *self._port(), *self.arguments)
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=self.project,
                env=clean_environment() | self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_hear_hang_up,  # noqa: PLW1509  nothing here runs in threads
            )
        return self

    def ready(self) -> "Run":
        """Start it and wait for its welcome, the worker and the clock."""
        self.begin()
        until(lambda: "Ctrl-C" in self.said or self.ended, self)
        assert not self.ended, self.said
        return self

    @property
    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send the signal and return the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def get(self, path: str) -> str:
        """The page at `path`."""
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def processes(self) -> dict[int, str]:
        """Every living process that works on this data folder, the launcher itself excepted."""
        watchdog = str(self.project / "launcher" / "watchdog.py")
        return {pid: line for pid, line in _working_on(self.data, watchdog) if pid != self.pid}

    def pid_of(self, word: str) -> int:
        """The process whose command line has the word."""
        return next((pid for pid, line in self.processes().items() if word in line), 0)

    def count(self, word: str) -> int:
        """How often the miniature product noted the word."""
        path = self.data / f"{word}.count"
        return len(path.read_text()) if path.exists() else 0

    def end_politely(self) -> None:
        """End the launcher if it still runs, as a person would."""
        if not self.ended:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.end()

    def kill_left_overs(self) -> None:
        """Leave nothing behind, whatever the test did."""
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _port(self) -> tuple[str, ...]:
        return () if "--port" in self.arguments else ("--port", "0")


def until(happens: Callable[[], object], run: Run, *, patience: float = PATIENCE) -> None:
    """Wait for it; fails with what the launcher said."""
    deadline = time.monotonic() + patience
    while not happens():
        assert time.monotonic() < deadline, f"in vain; {run.processes()} said:\n{run.said}"
        time.sleep(0.05)


def clean_environment() -> dict[str, str]:
    """The environment of a person who has set nothing of ours."""
    ours = ("DATABASE_URL", "REDIS_URL", "BASE_URL", "DATA_DIR", "DEMO", "PYTHONPATH", "PRODUCTION")
    return {name: value for name, value in os.environ.items() if name not in ours}


@contextlib.contextmanager
def busy_port() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def _working_on(data: Path, watchdog: str) -> Iterator[tuple[int, str]]:
    """By the environment, the command line or the working directory: Valkey overwrites the first two."""
    in_environment, on_line = f"DATA_DIR={data}\0".encode(), (str(data).encode(), watchdog.encode())
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (folder / "cmdline").read_bytes()
            if line and (
                any(word in line for word in on_line)
                or in_environment in (folder / "environ").read_bytes()
                or (folder / "cwd").readlink().is_relative_to(data)
            ):
                yield int(folder.name), line.replace(b"\0", b" ").decode(errors="replace")


def _hear_hang_up() -> None:
    """The tests themselves may run under `nohup`; a person's terminal does not."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
