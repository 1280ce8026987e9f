"""Starting a server that cannot outlive the tests, in a scratch folder that does not outlive them for long."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from launcher.tether import tethered

PREFIX = "ekspertiza-test-"
POLL = 0.02
NOBODY = 65534


def start(
    command: Sequence[str],
    *,
    folder: Path,
    log: Path,
    environment: Mapping[str, str] | None = None,
    user: int | None = None,
    death_signal: int = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """A running server in `folder`, its words in `log`; it gets `death_signal` when this process dies."""
    with log.open("ab") as output:
        return subprocess.Popen(
            tethered(command, signal_number=death_signal, user=user),
            cwd=folder,
            env=dict(os.environ if environment is None else environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in the terminal is for pytest, which stops the servers in order
        )


def stop(
    process: subprocess.Popen[bytes], signal_number: int = signal.SIGTERM, *, patience: float = 15
) -> None:
    """Ask the server to end, then insist; a stopped (SIGSTOP) server is woken to hear it."""
    if process.poll() is not None:
        return
    process.send_signal(signal_number)
    process.send_signal(signal.SIGCONT)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(patience)


def wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], *, log: Path, patience: float = 30
) -> None:
    """Return when `ready()` is true; a dead or slow server raises RuntimeError with its last words."""
    deadline = time.monotonic() + patience
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args!r} is not ready:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(POLL)


@contextmanager
def scratch_folder(purpose: str) -> Iterator[Path]:
    """A folder with a short name (unix sockets allow 104 characters), removed afterwards.

    Folders whose pytest was killed before it could tidy up are removed on the way."""
    base = Path(tempfile.gettempdir())
    for left in base.glob(f"{PREFIX}{purpose}-*-*"):
        if not _is_alive(left.name.split("-")[-2]):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{purpose}-{os.getpid()}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process_id: str) -> bool:
    try:
        os.kill(int(process_id), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
