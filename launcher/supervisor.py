"""Starts processes, restarts the ones that die, ends them in order. What they are is data: see `start.py`."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from launcher.console import complain
from launcher.logs import LimitedFile, Voice
from launcher.tether import tethered
from launcher.watchdog import Watchdog

ROOT = Path(__file__).resolve().parent.parent
POLL = 0.1
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
CALM = 60.0  # after a life this long the next death is again the first
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Service:
    """One process to keep alive. Times in seconds."""

    name: str
    title: str
    command: tuple[str, ...]
    patience: float
    """How long it may take to end by itself."""
    essential: bool = False
    """Its death ends everything; the others are restarted."""
    inherits: tuple[int, ...] = ()
    """Open descriptors it gets."""


@dataclass(slots=True)
class _Life:
    service: Service
    process: subprocess.Popen[bytes]
    voice: Voice
    born: float
    deaths: int = 0
    due: float | None = None
    """When to start it again, while it is dead."""


@dataclass(slots=True)
class Supervisor:
    """The living services, in the order they were started; they end in the opposite order."""

    environment: Mapping[str, str]
    log_dir: Path
    first_pause: float = FIRST_PAUSE
    stopping: bool = False
    _signals: int = 0
    _lives: dict[str, _Life] = field(default_factory=dict)
    _watchdog: Watchdog = field(default_factory=Watchdog)

    @contextlib.contextmanager
    def signals_stop(self) -> Iterator[None]:
        """While inside, Ctrl-C, SIGTERM and SIGHUP ask to stop, a second one kills. `nohup` is respected."""
        before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
        for number in STOP_SIGNALS:
            if before[number] is not signal.SIG_IGN:
                signal.signal(number, self._on_signal)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def start(self, service: Service) -> None:
        """Start a service and keep it alive from now on."""
        log = LimitedFile(self.log_dir / f"{service.name}.log")
        voice = Voice(service.title, log, whole_tracebacks=service.essential)
        self._lives[service.name] = _Life(service, self._spawn(service, voice), voice, time.monotonic())

    def run_once(self, service: Service) -> int:
        """Run a process to its end and return its exit code; a request to stop ends it (code -15)."""
        log = LimitedFile(self.log_dir / f"{service.name}.log")
        voice = Voice(service.title, log, whole_tracebacks=False)
        process = self._spawn(service, voice)
        while process.poll() is None:
            if self.stopping:
                _end(process, signal.SIGTERM, service.patience)
            time.sleep(POLL / 5)
        self._watchdog.release(process.pid)
        return process.returncode

    def last_words(self, name: str) -> str:
        """The last lines the service said."""
        return "\n".join(self._lives[name].voice.last)

    def watch(self) -> str | None:
        """Restart the dead services that are due; returns the name of a dead essential one, else None."""
        for life in self._lives.values():
            if life.process.poll() is None:
                continue
            if life.service.essential:
                return life.service.name
            if life.due is None:
                self._mourn(life)
            elif time.monotonic() >= life.due:
                life.process, life.due = self._spawn(life.service, life.voice), None
                life.born = time.monotonic()
        return None

    def stop(self) -> None:
        """End every service politely, the last started first, then insist."""
        self.stopping = True
        for life in reversed(self._lives.values()):
            patience = 0 if self._signals > 1 else life.service.patience
            self._end_life(life, patience)
        self._watchdog.close()

    def _end_life(self, life: _Life, patience: float) -> None:
        deadline = time.monotonic() + patience
        _signal(life.process, signal.SIGTERM)
        while life.process.poll() is None and time.monotonic() < deadline and self._signals <= 1:
            time.sleep(POLL / 5)
        _kill_group(life.process.pid)
        life.process.wait()
        self._watchdog.release(life.process.pid)

    def _mourn(self, life: _Life) -> None:
        if time.monotonic() - life.born > CALM:
            life.deaths = 0
        pause = min(self.first_pause * 2**life.deaths, LONGEST_PAUSE)
        life.deaths, life.due = life.deaths + 1, time.monotonic() + pause
        _kill_group(life.process.pid)
        self._watchdog.release(life.process.pid)
        complain(
            f"Процесс «{life.service.title}» остановился (код {life.process.returncode}), "
            f"перезапуск через {pause:.0f} с. Журнал: {life.voice.file.path}"
        )

    def _spawn(self, service: Service, voice: Voice) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            tethered(service.command),
            cwd=ROOT,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=service.inherits,
            start_new_session=True,  # Ctrl-C is for the launcher, which ends the services in order
        )
        self._watchdog.guard(process.pid)
        if process.stdout is not None:
            voice.listen(process.stdout)
        return process

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True
        self._signals += 1


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    if process.poll() is None:
        process.send_signal(number)
        process.send_signal(signal.SIGCONT)  # a frozen one would never hear it


def _end(process: subprocess.Popen[bytes], number: int, patience: float) -> None:
    _signal(process, number)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        _kill_group(process.pid)
        process.wait()


def _kill_group(group: int) -> None:
    """End the process and whatever it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
