"""A wire between the browser and the server that is slow on its way in and can be cut in the middle of a request."""

import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import Self

CHUNK = 64 * 1024


class Relay:
    """`with Relay(port) as wire:` what is sent to `wire.address` reaches the server until `wire.cut()`."""

    def __init__(self, port: int, *, pause: float = 0.02) -> None:
        self._port, self._pause = port, pause
        self._open: set[socket.socket] = set()
        self._whole = True
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()
        self._door.close()

    def cut(self) -> None:
        self._whole = False
        for one in tuple(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def restore(self) -> None:
        self._whole = True

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                browser, _ = self._door.accept()
                if not self._whole:
                    browser.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._port))
                self._open |= {browser, server}
                for source, target, pause in ((browser, server, self._pause), (server, browser, 0)):
                    threading.Thread(target=self._pump, args=(source, target, pause), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, pause: float) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(CHUNK):
                target.sendall(chunk)
                time.sleep(pause * len(chunk) / CHUNK)  # as slow for many small pieces as for few large ones
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
