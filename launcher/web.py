"""`python -m launcher.web FD`: waitress on the socket the launcher opened, and an end that loses no request.

waitress alone dies of SIGTERM in the middle of an answer. Here the socket closes first, requests on their way
get up to DRAIN_SECONDS, then the process ends (RL-13).
"""

import signal
import socket
import sys
import time
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server

THREADS = 8
DRAIN_SECONDS = 30
TICK = 0.5
REQUEST_LIMIT = 320 * 1024 * 1024  # above the product's own limit, which answers in words


def serve(application: Any, listener: socket.socket) -> None:
    """Answer requests on `listener` until SIGTERM, then finish those under way."""
    connections: dict[int, Any] = {}
    server = create_server(
        application,
        map=connections,
        sockets=[listener],
        threads=THREADS,
        ident="",
        channel_timeout=120,
        connection_limit=500,
        max_request_body_size=REQUEST_LIMIT,
        clear_untrusted_proxy_headers=True,
    )
    ending = False

    def end(_number: int, _frame: FrameType | None) -> None:
        nonlocal ending
        ending = True

    signal.signal(signal.SIGTERM, end)
    while not ending:
        wasyncore.loop(timeout=TICK, map=connections, use_poll=True, count=1)
    _drain(server, listener, connections)


def _drain(server: Any, listener: socket.socket, connections: dict[int, Any]) -> None:
    server.accepting = False
    server.del_channel(connections)
    listener.close()
    server.socket.close()
    deadline = time.monotonic() + DRAIN_SECONDS
    while any(map(_is_busy, connections.values())) and time.monotonic() < deadline:
        wasyncore.loop(timeout=TICK, map=connections, use_poll=True, count=1)
    server.task_dispatcher.shutdown(timeout=1)


def _is_busy(connection: Any) -> bool:
    """Whether a request is being received, worked on or answered; an idle kept-alive connection is not."""
    if not isinstance(connection, HTTPChannel):
        return False
    return bool(connection.requests or connection.request is not None or connection.total_outbufs_len)


def main(descriptor: int) -> None:
    """Load the product and serve it on an inherited socket."""
    listener = socket.socket(fileno=descriptor)
    from manage import app

    serve(app, listener)


if __name__ == "__main__":
    main(int(sys.argv[1]))
