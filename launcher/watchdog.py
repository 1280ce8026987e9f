"""Ends what a killed launcher left: `python watchdog.py` reads `+GROUP` and `-GROUP` lines.

The kernel closes the pipe however the launcher ends; then every process group still on the list is killed,
the children of the children included. It is the only guard on macOS and the second one on Linux, after
`tether.py`, which knows children only.
"""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Watchdog:
    """The launcher's end of the pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            (sys.executable, "-I", "-S", str(Path(__file__).resolve())),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def guard(self, group: int) -> None:
        """Put a process group on the list."""
        self._tell(f"+{group}")

    def release(self, group: int) -> None:
        """Take a group off the list: its number may be given to strangers."""
        self._tell(f"-{group}")

    def close(self) -> None:
        """Let the watchdog go; whatever is still on the list is killed."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        if self._process.stdin is None:
            return
        with contextlib.suppress(OSError):  # a killed watchdog is no reason to stop
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()


def watch(lines: Iterable[bytes] | IO[bytes]) -> None:
    """Follow the list to the end of `lines`, then kill what is on it."""
    groups: set[int] = set()
    for line in lines:
        change, group = line[:1], int(line[1:])
        (groups.add if change == b"+" else groups.discard)(group)
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)
    watch(sys.stdin.buffer)
