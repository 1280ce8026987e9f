"""The renderer's work done by child processes: what crashes, hangs or swells there ends there."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from webapp.printing import merging, typesetter
from webapp.printing.places import FONTS, TEMPLATES

MEGABYTES = 3_000  # of address space, of which the renderer touches a tenth


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
        "seconds": max(int(deadline - monotonic()) + 1, 1),
        "megabytes": MEGABYTES,
    }
    return _run(typesetter.__file__, [], json.dumps(request).encode(), deadline)


def join(parts: Sequence[Path], *, deadline: float) -> bytes:
    """As `merging.merged`; `deadline` on the monotonic clock."""
    return _run(merging.__file__, [str(part) for part in parts], b"", deadline)


def _run(program: str, arguments: list[str], data: bytes, deadline: float) -> bytes:
    # Isolated mode: neither the environment nor the working directory decides what the child imports.
    command = [sys.executable, "-I", str(Path(program)), *arguments]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=max(deadline - monotonic(), 0.001), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise CannotPrint("time limit exceeded") from error
    if done.returncode != 0:
        raise CannotPrint(f"exit code {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout
