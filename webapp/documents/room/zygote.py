"""The helper process of the room: libraries loaded once, one forked and confined child for each file.

Started as a script with the number of its control socket, the import path of the caller and the table of
tasks. It parses nothing itself and ends when its standard input is closed, that is, when the process that
started it is gone.
"""

import contextlib
import gc
import json
import os
import resource
import selectors
import signal
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from webapp.documents.room.outcome import End, Request

ROOT = Path(__file__).resolve().parents[3]
LARGEST_REQUEST = 65536
FILE_AT, ANSWER_AT = 3, 4
EXIT_DONE, EXIT_FAILED, EXIT_MEMORY = 0, 71, 72
_TICK = 1.0


@dataclass(slots=True)
class Child:
    answer: int
    started: float
    deadline: float
    expired: bool = False


class Zygote:
    """Forks children, watches their time, and writes the last line of every answer."""

    def __init__(
        self, control: socket.socket, *, tasks: dict[str, str], walls: frozenset[str], program: bytes
    ) -> None:
        self._control = control
        self._tasks = tasks
        self._walls = walls
        self._program = program
        self._children: dict[int, Child] = {}
        self._parent = os.getppid()

    def serve(self) -> None:
        """Work until the starter is gone."""
        waker, wakened = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC) if hasattr(os, "pipe2") else os.pipe()
        os.set_blocking(wakened, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakened, warn_on_full_buffer=False)
        with selectors.DefaultSelector() as selector:
            for source in (self._control, 0, waker):
                selector.register(source, selectors.EVENT_READ)
            while os.getppid() == self._parent:
                ready = {key.fd for key, _ in selector.select(self._pause())}
                if 0 in ready and not os.read(0, 1):
                    break
                if waker in ready:
                    os.read(waker, 4096)
                self._bury()
                self._expire()
                if self._control.fileno() in ready:
                    self._accept()
        for pid in self._children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _pause(self) -> float:
        nearest = min((child.deadline for child in self._children.values()), default=float("inf"))
        return max(0.0, min(_TICK, nearest - time.monotonic()))

    def _accept(self) -> None:
        from webapp.documents.room.outcome import Request

        raw, descriptors, _, _ = socket.recv_fds(self._control, LARGEST_REQUEST, 2)
        if len(descriptors) != 2:
            for descriptor in descriptors:
                os.close(descriptor)
            return
        source, answer = descriptors
        request = Request.decode(raw)
        now = time.monotonic()
        try:
            pid = os.fork()
        except OSError:  # no memory for a child: the caller sees an unfinished answer and tries again
            os.close(answer)
        else:
            if pid == 0:
                self._become_child(request, source, answer)
            self._children[pid] = Child(answer, now, now + request.limits.wall_seconds)
        os.close(source)

    def _bury(self) -> None:
        while self._children:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if child := self._children.pop(pid, None):
                self._report(child, status, usage)

    def _expire(self) -> None:
        now = time.monotonic()
        for pid, child in self._children.items():
            if now >= child.deadline and not child.expired:
                child.expired = True
                os.kill(pid, signal.SIGKILL)

    def _report(self, child: Child, status: int, usage: resource.struct_rusage) -> None:
        from webapp.documents.room.outcome import Outcome, encode_trailer

        unit = 1 if sys.platform == "darwin" else 1024
        outcome = Outcome(
            _end_of(status, expired=child.expired),
            seconds=time.monotonic() - child.started,
            peak_memory=usage.ru_maxrss * unit,
            walls=self._walls,
        )
        with contextlib.suppress(OSError):  # the caller gave up
            os.write(child.answer, encode_trailer(outcome))
        os.close(child.answer)

    def _become_child(self, request: "Request", source: int, answer: int) -> NoReturn:
        status = EXIT_FAILED
        try:
            _keep_only(source, answer)
            status = _work(self._tasks[request.task], request, self._program)
        except MemoryError:
            status = EXIT_MEMORY
        except BaseException as error:
            status = EXIT_MEMORY if _is_out_of_memory(error) else EXIT_FAILED
        finally:
            os._exit(status)


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    sys.path[:] = [str(ROOT), *(entry for entry in json.loads(sys.argv[2]) if entry != str(ROOT))]
    _without_the_application()
    from webapp.documents.room import confinement, tasks

    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C is the starter's affair: it closes our standard input
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    walls = confinement.leave_the_network()  # before any library can start a thread
    known = json.loads(sys.argv[3])
    tasks.preload(known.values())
    program = confinement.call_filter()
    if program:
        walls |= {"calls"}
    gc.collect()
    gc.freeze()
    Zygote(control, tasks=known, walls=walls, program=program).serve()


def _without_the_application() -> None:
    """Let `webapp.documents` be imported without `webapp/__init__.py`: no Flask, no database in the room."""
    package = ModuleType("webapp")
    package.__path__ = [str(ROOT / "webapp")]
    sys.modules["webapp"] = package


def _keep_only(source: int, answer: int) -> None:
    """Give the child its file and its answer, and no other descriptor of this process."""
    held_source, held_answer = os.dup(source), os.dup(answer)
    os.dup2(held_source, FILE_AT)
    # The two may be numbered 3 and 4 already, in the wrong order: copies above keep them apart.
    os.dup2(held_answer, ANSWER_AT)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(ANSWER_AT + 1, os.sysconf("SC_OPEN_MAX"))


def _work(address: str, request: "Request", program: bytes) -> int:
    from webapp.documents.room import confinement
    from webapp.documents.room.tasks import find_task

    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    os.environ.clear()
    confinement.die_with_parent()
    task = find_task(address)
    confinement.limit_resources(request.limits)
    confinement.forbid_calls(program)
    with open(FILE_AT, "rb", closefd=False) as stream:
        payload = task(stream, request.arguments)
    view = memoryview(payload)
    while view:
        view = view[os.write(ANSWER_AT, view) :]
    return EXIT_DONE


def _is_out_of_memory(error: BaseException) -> bool:
    """Libraries wrap the failed allocation of C++ into their own errors."""
    return "bad_alloc" in str(error) or "Cannot allocate memory" in str(error)


def _end_of(status: int, *, expired: bool) -> "End":
    from webapp.documents.room.outcome import End

    if expired:
        return End.TIME
    if os.WIFSIGNALED(status):
        by_time = os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL}
        return End.TIME if by_time else End.CRASHED
    return {EXIT_DONE: End.DONE, EXIT_MEMORY: End.MEMORY}.get(os.WEXITSTATUS(status), End.FAILED)


if __name__ == "__main__":
    main()
