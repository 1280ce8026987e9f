"""What the launcher says to the person at the terminal."""

import contextlib
import os
import sys
import threading
from typing import TextIO

_lock = threading.Lock()


def say(text: str = "") -> None:
    """Print one line to standard output; a closed terminal is no reason to stop."""
    _write(sys.stdout, text)


def complain(text: str) -> None:
    """Print one line to standard error; a closed terminal is no reason to stop."""
    _write(sys.stderr, text)


def _write(stream: TextIO, text: str) -> None:
    with _lock, contextlib.suppress(OSError, ValueError):
        # Through the buffer: the terminal of a bare server may be set to ASCII, our words are Russian.
        os.write(stream.fileno(), f"{text}\n".encode())
