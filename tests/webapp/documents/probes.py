"""Tasks that try to misbehave inside the room; loaded by a room of the tests only."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

TASKS = {
    name: f"tests.webapp.documents.probes:{name}"
    for name in ("echo", "burn", "sleep", "swallow", "die", "fail", "shout", "escape")
}


def echo(stream: BinaryIO, arguments: Mapping[str, Any]) -> bytes:
    time.sleep(arguments.get("seconds", 0))
    return stream.read()


def burn(stream: BinaryIO, arguments: Mapping[str, Any]) -> bytes:
    while True:
        pass


def sleep(stream: BinaryIO, arguments: Mapping[str, Any]) -> bytes:
    time.sleep(60)
    return b""


def swallow(stream: BinaryIO, arguments: Mapping[str, Any]) -> bytes:
    held = [bytearray(16 * 1024 * 1024) for _ in range(1000)]
    return str(len(held)).encode()


def die(stream: BinaryIO, arguments: Mapping[str, Any]) -> bytes:
    os.abort()


def fail(stream: BinaryIO, arguments: Mapping[str, Any]) -> bytes:
    raise RuntimeError("the parser gave up")


def shout(stream: BinaryIO, arguments: Mapping[str, Any]) -> bytes:
    return b"x" * int(arguments["count"])


def escape(stream: BinaryIO, arguments: Mapping[str, Any]) -> bytes:
    """Report what the room still allows."""
    attempts: dict[str, Callable[[], object]] = {
        "network": lambda: socket.create_connection(("127.0.0.1", arguments["port"]), 1).close(),
        "program": lambda: subprocess.run(["/bin/true"], check=True),
        "process": _fork,
        "writing": lambda: Path(arguments["target"]).write_bytes(b"x"),
    }
    allowed = [name for name, attempt in attempts.items() if _succeeds(attempt)]
    descriptors = [number for number in range(3, 64) if _succeeds(lambda number=number: os.fstat(number))]
    report = {
        "allowed": allowed,
        "environment": sorted(os.environ),
        "descriptors": descriptors,
        "modules": sorted({name for name in ("flask", "sqlalchemy") if name in sys.modules}),
    }
    return json.dumps(report).encode()


def _fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _succeeds(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (OSError, subprocess.SubprocessError):
        return False
    return True
