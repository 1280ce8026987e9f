"""Who listens for a document that calls, and what it must not read."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

TOKEN = "слово-канарейка"


@dataclass
class Canary:
    """A listener that nobody should call, and a file that nobody should read."""

    address: str
    secret: Path
    calls: list[object] = field(default_factory=list)


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    secret = tmp_path / "secret.txt"
    secret.write_text(TOKEN, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        bird = Canary(f"http://127.0.0.1:{server.getsockname()[1]}", secret)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                bird.calls.append(address)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield bird
        over.set()
        thread.join()
