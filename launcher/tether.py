"""`python tether.py PARENT SIGNAL USER|- COMMAND …` becomes COMMAND, tied to the life of its parent (Linux).

The kernel sends SIGNAL when the parent dies in any way, SIGKILL included. A tiny program instead of
`preexec_fn`: it runs after the fork is over, so threads of the parent cannot hurt it. USER is a numeric id to
become first: a change of identity clears the wish, so the order matters. On other systems it only execs;
`watchdog.py` does the work there.
"""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
SAME_USER = "-"


def tethered(
    command: Sequence[str], *, signal_number: int = signal.SIGKILL, user: int | None = None
) -> tuple[str, ...]:
    """The command line that runs `command` tied to this process."""
    identity = SAME_USER if user is None else str(user)
    starter = (sys.executable, "-I", "-S", str(Path(__file__).resolve()))
    return (*starter, str(os.getpid()), str(int(signal_number)), identity, *command)


def become(parent: int, signal_number: int, identity: str, command: Sequence[str]) -> None:
    """Turn this process into `command`; exits quietly when the parent is already gone."""
    prctl = _prctl()  # found first: the new user may not be allowed to read this Python
    if identity != SAME_USER:
        os.setgroups([])
        os.setgid(int(identity))
        os.setuid(int(identity))
    if prctl is not None and prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0) != 0:
        sys.exit("prctl(PR_SET_PDEATHSIG) is refused")
    if os.getppid() != parent:  # it died between the fork and the request
        sys.exit(1)
    try:
        os.execvp(command[0], list(command))  # noqa: S606
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")


def _prctl() -> Callable[..., int] | None:
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    return ctypes.CDLL(None).prctl


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
