"""The folder that holds all an embedded installation knows: closed, used by one `./run` at a time."""

import contextlib
import errno
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from launcher.refusal import Refusal, reason_of

CLOSED = 0o700
OURS = ("launcher.lock", "installation", "secret.key", "ekspertiza.sqlite3")
KEYS = ("secret.key", "journal.key")
PARTS = ("beat", "log", "mail", "store", "valkey")
SECRET_BYTES = 32


class Contents(StrEnum):
    """What an installation was begun with; decided once, so that demo passwords never join real data."""

    DEMO = "demo"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Running:
    """Where a running `./run` answers; kept in the data folder for `./run flask` and for a second start."""

    address: str
    redis_url: str
    socket_folder: str


@dataclass(frozen=True, slots=True)
class DataFolder:
    """An open data folder."""

    path: Path

    @property
    def contents(self) -> Contents | None:
        """What the installation holds, None before its first start has finished."""
        with contextlib.suppress(OSError, ValueError):
            return Contents((self.path / "installation").read_text(encoding="ascii").strip())
        return None

    def remember_contents(self, contents: Contents) -> None:
        """Settle what the installation holds."""
        (self.path / "installation").write_text(f"{contents}\n", encoding="ascii")

    @property
    def running(self) -> Running | None:
        """The `./run` that uses the folder now, or was killed while it did."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            return Running(**json.loads((self.path / "running.json").read_text(encoding="utf-8")))
        return None

    def remember_running(self, running: Running) -> None:
        """Say where this `./run` answers."""
        (self.path / "running.json").write_text(json.dumps(asdict(running)), encoding="utf-8")

    def forget_running(self) -> None:
        """Remove what a stopped or killed `./run` left: its note and the folder of its socket."""
        if self.running is not None and Path(self.running.socket_folder).name.startswith("ekspertiza-"):
            shutil.rmtree(self.running.socket_folder, ignore_errors=True)
        (self.path / "running.json").unlink(missing_ok=True)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for this process, however it ends. Raises Refusal when another holds it."""
        with (self.path / "launcher.lock").open("w") as lock:
            if not _lock(lock.fileno()):
                raise Refusal(self._taken())
            yield

    def is_in_use(self) -> bool:
        """Whether a `./run` holds the folder at this moment."""
        try:
            with (self.path / "launcher.lock").open("r") as lock:
                return not _lock(lock.fileno())
        except OSError:
            return False

    def _taken(self) -> str:
        where = f", адрес {self.running.address}" if self.running else ""
        return (
            f"Система с каталогом данных {self.path} уже запущена{where}: "
            "остановите её (Ctrl-C в её окне) или укажите другой каталог: ./run --data КАТАЛОГ."
        )


def open_folder(path: Path) -> DataFolder:
    """The data folder at `path`, made when missing, closed to other users, with its parts and its keys.

    Raises Refusal when the path cannot be written or holds something else."""
    try:
        _make(path)
        for part in PARTS:
            (path / part).mkdir(mode=CLOSED, exist_ok=True)
        for key in KEYS:
            _keep_secret(path / key)
    except OSError as error:
        raise Refusal(_unusable(path, error)) from None
    return DataFolder(path)


def _make(path: Path) -> None:
    path.mkdir(mode=CLOSED, parents=True, exist_ok=True)
    if any(path.iterdir()) and not any((path / name).exists() for name in OURS):
        raise Refusal(
            f"В каталоге {path} лежат чужие файлы: укажите новый или пустой каталог: ./run --data КАТАЛОГ."
        )
    if path.stat().st_mode & 0o777 != CLOSED:
        path.chmod(CLOSED)
    probe = path / "launcher.lock"
    with probe.open("a"):
        probe.chmod(0o600)


def _keep_secret(path: Path) -> None:
    """Write one of the installation's own keys once; `config.py` reads the same file."""
    if path.exists():
        return
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as target:
        target.write(secrets.token_urlsafe(SECRET_BYTES))
    draft.replace(path)  # never half written


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
            return False
        raise
    return True


def _unusable(path: Path, error: OSError) -> str:
    return (
        f"В каталог данных {path} нельзя записать ({reason_of(error)}): укажите другой: ./run --data КАТАЛОГ."
    )
