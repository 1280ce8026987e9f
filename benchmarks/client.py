"""A small load client: raw sockets, kept alive, exact times; what it costs is the same for every target."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BufferedReader
from typing import BinaryIO, cast
from urllib.parse import urlencode

BOUNDARY = "----measured7MA4YWxkTrZu0gW"
FORM = "application/x-www-form-urlencoded"
TIMEOUT = 600


@dataclass(frozen=True, slots=True)
class Request:
    """One request, built before the clock starts."""

    path: str
    method: str = "GET"
    body: bytes = b""
    content_type: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; `seconds` from the first byte sent to the last byte read."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        return next((value for known, value in self.headers if known == name), "")


@dataclass(slots=True)
class Browser:
    """One connection with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _socket: socket.socket | None = None

    def send(self, request: Request) -> Reply:
        """Return the answer; a connection that the server closed while idle is opened again, once."""
        data = self._bytes(request)
        try:
            reply = self._exchange(data, fresh=self._socket is None)
        except (ConnectionError, BrokenPipeError):
            self._socket = None
            reply = self._exchange(data, fresh=True)
        for name, value in reply.headers:
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if reply.header("connection").lower() == "close":
            self.close()
        return reply

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket = None

    def _bytes(self, request: Request) -> bytes:
        lines = [
            f"{request.method} {request.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Accept: text/html,*/*",
            *(f"{name}: {value}" for name, value in request.headers),
        ]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if request.method == "POST":
            lines += [f"Content-Type: {request.content_type}", f"Content-Length: {len(request.body)}"]
        return "\r\n".join((*lines, "", "")).encode() + request.body

    def _exchange(self, data: bytes, *, fresh: bool) -> Reply:
        if fresh or self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        started = time.perf_counter()
        self._socket.sendall(data)
        with BufferedReader(socket.SocketIO(self._socket, "r"), 1 << 18) as stream:
            first = stream.readline()
            if not first:
                raise ConnectionError("closed")
            headers = []
            while line := stream.readline().strip():
                name, _, value = line.decode("latin1").partition(":")
                headers.append((name.lower(), value.strip()))
            body = _body(cast("BinaryIO", stream), dict(headers))
        return Reply(int(first.split()[1]), tuple(headers), body, time.perf_counter() - started)


def form(path: str, values: dict[str, str], *headers: tuple[str, str]) -> Request:
    return Request(path, "POST", urlencode(values).encode(), FORM, headers)


def multipart(path: str, values: dict[str, str], field_name: str, name: str, content: bytes) -> Request:
    """Return a form with one file."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in values.items()
    ]
    parts += [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field_name}"; filename="{name}"\r\n'.encode(),
        b"Content-Type: application/pdf\r\n\r\n",
        content,
        f"\r\n--{BOUNDARY}--\r\n".encode(),
    ]
    return Request(path, "POST", b"".join(parts), f"multipart/form-data; boundary={BOUNDARY}")


def throughput(make: Callable[[], Browser], request: Request, *, threads: int, seconds: float) -> float:
    """Return answered requests a second from `threads` browsers that never pause."""
    counts = [0] * threads
    stop = time.perf_counter() + seconds

    def work(slot: int) -> None:
        browser = make()
        while time.perf_counter() < stop:
            if browser.send(request).status != 200:
                raise RuntimeError(request.path)
            counts[slot] += 1
        browser.close()

    workers = [threading.Thread(target=work, args=(slot,)) for slot in range(threads)]
    started = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts) / (time.perf_counter() - started)


def _body(stream: BinaryIO, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return stream.read(int(headers.get("content-length", "0")))
    parts = []
    while size := int(stream.readline().split(b";")[0], 16):
        parts.append(stream.read(size))
        stream.readline()
    stream.readline()
    return b"".join(parts)
