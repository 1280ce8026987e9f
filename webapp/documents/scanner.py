"""The conversation with clamd: one file as a stream, one line as the answer (ADR 0043)."""

import socket
import struct
from typing import BinaryIO
from urllib.parse import urlsplit

from workflows.scanning import Scan, ScanState, judge_answer

SECONDS = 20.0
"""For each step of the conversation: a person is waiting."""
HEALTH_SECONDS = 0.5
PORT = 3310
_CHUNK = 2**18
_ANSWER = 4096


def scan(address: str, stream: BinaryIO, *, size: int, limit: int) -> Scan:
    """Return what the scanner at `address` says of `size` bytes; above `limit` it is not asked.

    `unix:///run/clamav/clamd.ctl` or `tcp://host:3310`. A scanner that is down, hangs, breaks off or answers
    something unknown gives UNSCANNED (UP-11)."""
    if size > limit:
        return Scan(ScanState.TOO_LARGE)
    try:
        with _connected(address) as line:
            return judge_answer(_ask(line, stream))
    except OSError:
        return Scan(ScanState.UNSCANNED)


def answers(address: str) -> bool:
    """Tell whether a scanner is there and ready."""
    try:
        with _connected(address, HEALTH_SECONDS) as line:
            line.sendall(b"zPING\0")
            return line.recv(_ANSWER).startswith(b"PONG")
    except OSError:
        return False


def _connected(address: str, seconds: float = SECONDS) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((str(parts.hostname), parts.port or PORT), timeout=seconds)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(seconds)
    try:
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _ask(line: socket.socket, stream: BinaryIO) -> str:
    """Send the bytes; a scanner that has heard enough closes its ear and answers."""
    try:
        line.sendall(b"zINSTREAM\0")
        while chunk := stream.read(_CHUNK):
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass
    answer = b""
    while len(answer) < _ANSWER and not answer.endswith((b"\0", b"\n")):
        piece = line.recv(_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.decode("utf-8", "replace") if answer.endswith((b"\0", b"\n")) else ""
