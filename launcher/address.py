"""The socket the web will answer on, opened before anything is started so a busy port is told at once."""

import errno
import socket
import time

from launcher.arguments import Options
from launcher.refusal import Refusal

BACKLOG = 256
RETRY_SECONDS = 1.5
REASONS = {
    errno.EACCES: (
        "Порт {port} открывают только с правами root: укажите порт от 1024, например «./run --port 8080»."
    ),
    errno.EADDRINUSE: (
        "Порт {port} на {host} занят другой программой: остановите её или укажите другой порт, "
        "например «./run --port {other}»."
    ),
    errno.EADDRNOTAVAIL: (
        "Адреса {host} нет у этого компьютера: укажите другой, например «./run --host 127.0.0.1»."
    ),
}


def listen(options: Options) -> socket.socket:
    """A listening socket; connections wait in it until the web is up. Raises Refusal with what to change."""
    deadline = time.monotonic() + RETRY_SECONDS
    while True:
        try:
            return _open(options)
        except OSError as error:
            # The children of a `./run` killed a moment ago may still be letting the port go.
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            raise Refusal(_reason(options, error)) from None


def port_of(listener: socket.socket) -> int:
    """The port it got, which matters when any free one was asked for."""
    return int(listener.getsockname()[1])


def _open(options: Options) -> socket.socket:
    found = socket.getaddrinfo(options.host, options.port, type=socket.SOCK_STREAM)
    family, kind, protocol, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def _reason(options: Options, error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return f"Адрес «{options.host}» не найден: укажите другой, например «./run --host 127.0.0.1»."
    known = REASONS.get(error.errno or 0, "Не удалось открыть {host}:{port}: проверьте адрес и порт.")
    return known.format(host=options.host, port=options.port, other=options.port % 65000 + 1)
