"""The renderers' work done by child processes: what crashes, hangs or swells there ends there."""

import json
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from webapp.printing import merging, typesetter, word
from webapp.printing.places import FONTS, TEMPLATES

SECONDS = 120
MEGABYTES = 3_000  # of address space, of which a renderer touches a tenth


class CannotPrint(Exception):
    """The renderer refused the page, crashed, or exceeded its time or memory; the message is for the log."""


def typeset(page: str, main: str, timestamp: int, *, deadline: float) -> bytes:
    """As `typesetter.typeset`; `deadline` on the monotonic clock."""
    request = {
        "page": page,
        "main": main,
        "templates": str(TEMPLATES),
        "fonts": str(FONTS),
        "timestamp": timestamp,
    }
    return _run(typesetter.__file__, json.dumps(request).encode(), deadline)


def join(parts: Iterable[Path], *, deadline: float) -> bytes:
    """As `merging.merged`: parts are joined while the next ones are made; `deadline` on the monotonic clock."""
    return _run(merging.__file__, b"", deadline, first=(f"{part}\n".encode() for part in parts))


def fill(template: Path, page: dict[str, Any], *, deadline: float) -> bytes:
    """As `word.filled`; `deadline` on the monotonic clock."""
    request = {"template": str(template), "page": page}
    return _run(word.__file__, json.dumps(request).encode(), deadline)


def _run(program: str, request: bytes, deadline: float, *, first: Iterable[bytes] = ()) -> bytes:
    # Isolated mode: neither the environment nor the working directory decides what the child imports.
    command, pipe = [sys.executable, "-I", program], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        try:
            _confine(process.pid, max(int(deadline - monotonic()) + 1, 1))
            _tell(process, first)
            answer, words = process.communicate(request, timeout=max(deadline - monotonic(), 0.001))
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise CannotPrint("time limit exceeded") from error
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise CannotPrint(f"exit code {process.returncode}: {words.decode(errors='replace')[-2000:]}")
    return answer


def _tell(process: subprocess.Popen[bytes], lines: Iterable[bytes]) -> None:
    """Give the child short lines as they come; one that died without reading them all tells why by itself."""
    assert process.stdin is not None
    for line in lines:
        with suppress(BrokenPipeError):
            process.stdin.write(line)
            process.stdin.flush()


def _confine(pid: int, seconds: int) -> None:
    """Stop the process when it computes or allocates more than that (where the system can)."""
    try:
        from resource import RLIMIT_AS, RLIMIT_CPU, prlimit
    except ImportError:
        return
    prlimit(pid, RLIMIT_CPU, (seconds, seconds))
    prlimit(pid, RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))
