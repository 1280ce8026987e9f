"""A scanner that speaks clamd's INSTREAM and finds the one marker of `VIRUS`, or misbehaves as it is told."""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

VIRUS = b"EKSPERTIZA-TEST-VIRUS"
FOUND = "stream: Test.Virus FOUND"


class Clamd(socketserver.ThreadingUnixStreamServer):
    """`answer` overrides what is said; `mood` is one of answer, hang, closed, early."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        self.path = path
        self.answer = ""
        self.mood = "answer"
        self.asked = 0
        self.over = threading.Event()
        super().__init__(str(path), _Conversation)

    @property
    def url(self) -> str:
        return f"unix://{self.path}"


class _Conversation(socketserver.StreamRequestHandler):
    server: Clamd

    def handle(self) -> None:
        command = self._until_zero()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
            return
        assert command == b"zINSTREAM", command
        self.server.asked += 1
        if self.server.mood == "early":
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        body = self._stream()
        if self.server.mood == "hang":
            self.server.over.wait(30)
        if self.server.mood == "answer":
            said = self.server.answer or (FOUND if VIRUS in body else "stream: OK")
            self.wfile.write(said.encode() + b"\0")

    def _until_zero(self) -> bytes:
        command = b""
        while (sign := self.rfile.read(1)) not in {b"", b"\0"}:
            command += sign
        return command

    def _stream(self) -> bytes:
        body = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            body += self.rfile.read(size)
        return body


@pytest.fixture
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    with Clamd(tmp_path_factory.mktemp("clamd") / "s") as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.over.set()
        server.shutdown()
        thread.join()
