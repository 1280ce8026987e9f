"""The caller's side of the room: starts the helper process when it is needed, sends files, reads answers."""

import atexit
import contextlib
import json
import logging
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from webapp.documents.room.outcome import End, Outcome, Request, RoomLimits, decode_answer
from webapp.documents.room.tasks import TASKS

ZYGOTE = Path(__file__).with_name("zygote.py")
ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}
ATTEMPTS = 4
_TRAILER = 4096
_PIECE = 65536
_log = logging.getLogger(__name__)


class Room:
    """One helper process and its children; safe to use from several threads, usable again after a fork.

    `tasks` names what the room can do; `places` bounds the children at work at once, `patience` the seconds
    that a caller waits for a place, `grace` those given to the helper itself: it loads libraries first."""

    def __init__(
        self,
        tasks: Mapping[str, str] = TASKS,
        *,
        places: int = 4,
        patience: float = 60.0,
        grace: float = 10.0,
    ) -> None:
        self._tasks = dict(tasks)
        self._places = places
        self._patience = patience
        self._grace = grace
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._prepare()
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.close)

    def run(self, task: str, path: Path, *, arguments: Mapping[str, Any], limits: RoomLimits) -> Outcome:
        """Return how `task` ended on the file at `path`; OSError only when the file itself cannot be
        opened."""
        request = Request(task, arguments, limits)
        if not self._free.acquire(timeout=self._patience):
            return Outcome(End.UNAVAILABLE)
        try:
            with path.open("rb") as source:
                for _ in range(ATTEMPTS):
                    outcome = self._try(request, source.fileno())
                    if outcome is not None:
                        return outcome
                    os.lseek(source.fileno(), 0, os.SEEK_SET)
        finally:
            self._free.release()
        _log.error("the room for foreign files could not be entered %d times in a row", ATTEMPTS)
        return Outcome(End.UNAVAILABLE)

    def warm_up(self) -> None:
        """Start the helper process now, without waiting for it."""
        with self._lock, contextlib.suppress(OSError):
            self._entrance()

    @property
    def process_id(self) -> int | None:
        """The helper process, when there is one."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the helper process; the next file starts another."""
        with self._lock:
            self._drop()

    def _try(self, request: Request, source: int) -> Outcome | None:
        """Return None when the helper process was lost on the way: the file is not to blame."""
        mine, theirs = os.pipe()
        try:
            sent = self._send(request, source, theirs)
            os.close(theirs)
            return self._answer(mine, request.limits) if sent else None
        finally:
            os.close(mine)

    def _send(self, request: Request, source: int, answer: int) -> bool:
        with self._lock:
            try:
                socket.send_fds(self._entrance(), [request.encode()], [source, answer])
            except OSError:  # the helper has just died: the next try starts another
                self._drop()
                return False
        return True

    def _answer(self, pipe: int, limits: RoomLimits) -> Outcome | None:
        answer = bytearray()
        deadline = time.monotonic() + limits.wall_seconds + self._grace
        poll = select.poll()
        poll.register(pipe, select.POLLIN)
        while left := max(0.0, deadline - time.monotonic()):
            if not poll.poll(left * 1000):
                continue
            piece = os.read(pipe, _PIECE)
            if not piece:
                return decode_answer(bytes(answer))
            answer += piece
            if len(answer) > limits.output + _TRAILER:
                return Outcome(End.OVERFLOW)
        with self._lock:  # the helper process itself hangs: nobody is served by keeping it
            self._drop(kill=True)
        return Outcome(End.UNAVAILABLE)

    def _entrance(self) -> socket.socket:
        if self._process is None or self._control is None or self._process.poll() is not None:
            self._drop()
            self._start()
        assert self._control is not None
        return self._control

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        ours.setblocking(True)
        paths = [entry for entry in sys.path if Path(entry).is_absolute()]
        arguments = (str(theirs.fileno()), json.dumps(paths), json.dumps(self._tasks))
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-X", "utf8", str(ZYGOTE), *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=ENVIRONMENT,
                cwd="/",
                start_new_session=True,
            )
        self._control = ours

    def _drop(self, *, kill: bool = False) -> None:
        process, self._process = self._process, None
        control, self._control = self._control, None
        if control is not None:
            control.close()
        if process is None:
            return
        if process.stdin:
            process.stdin.close()
        try:
            if kill:
                process.kill()
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _prepare(self) -> None:
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(self._places)

    def _forget(self) -> None:
        """In a forked worker: the helper belongs to the parent and must notice when the parent ends."""
        process, self._process = self._process, None
        control, self._control = self._control, None
        if control is not None:
            control.close()
        if process is not None and process.stdin:
            process.stdin.close()
            process.returncode = 0  # not our child: nothing to wait for, nothing to warn about
        self._prepare()


_room = Room()


def run_limited(
    task: str,
    path: Path,
    *,
    arguments: Mapping[str, Any] | None = None,
    limits: RoomLimits | None = None,
) -> Outcome:
    """Return how the named task ended on the file at `path`, in the room of this process."""
    return _room.run(task, path, arguments=arguments or {}, limits=limits or RoomLimits())


def warm_up() -> None:
    """Start the helper process of this process before the first file arrives."""
    _room.warm_up()
