"""`./run`: the data, the schema, the demo, the processes, the address; then watch until somebody stops it."""

import contextlib
import os
import socket
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from launcher.address import listen, port_of
from launcher.arguments import Options
from launcher.broker import broker_binary
from launcher.commands import embedded, valkey
from launcher.console import complain, say
from launcher.data_folder import Contents, DataFolder, Running, open_folder
from launcher.database import known_revisions, newest_revisions, stored_revisions
from launcher.environment import base_url, for_services
from launcher.refusal import Refusal
from launcher.supervisor import POLL, Service, Supervisor
from launcher.welcome import welcome

READY_SECONDS = 60
BROKEN = 1
SHORT = {"migrate": "база", "seed": "демо"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What this start is going to do."""

    options: Options
    folder: DataFolder
    contents: Contents
    port: int
    listener: socket.socket
    socket_folder: Path

    @property
    def own_broker(self) -> bool:
        """Whether the operator has no broker of his own."""
        return not os.environ.get("REDIS_URL")

    @property
    def redis_url(self) -> str:
        """The address of the broker as Celery and the product write it."""
        return f"redis+socket://{self.socket_folder / 's'}"

    @property
    def address(self) -> str:
        """What a person opens."""
        return os.environ.get("BASE_URL") or base_url(self.options, self.port)


def start(options: Options) -> int:
    """Run the system until it is stopped; the exit code is 0 after a stop that was asked for, else 1.

    Raises Refusal when something the person can change forbids the start."""
    os.umask(0o077)  # for all processes: nobody else reads the data, whatever they write
    folder = open_folder(options.data_dir)
    with folder.locked(), contextlib.closing(listen(options)) as listener, _socket_folder(folder) as sockets:
        contents = _settle_contents(options, folder)
        plan = Plan(options, folder, contents, port_of(listener), listener, sockets)
        folder.remember_running(
            Running(plan.address, plan.redis_url if plan.own_broker else "", str(sockets))
        )
        environment = for_services(
            folder, options, port=plan.port, redis_url=plan.redis_url, demo=contents is Contents.DEMO
        )
        supervisor = Supervisor(environment, folder.path / "log")
        with supervisor.signals_stop():
            try:
                return _run(plan, supervisor)
            finally:
                supervisor.stop()


def _run(plan: Plan, supervisor: Supervisor) -> int:
    new_database = _migrate(plan, supervisor)
    if plan.own_broker and not supervisor.stopping:
        supervisor.start(_broker(plan))
    if supervisor.stopping:
        return 0
    supervisor.start(_web(plan))
    plan.listener.close()  # the web has its own copy; ours would keep the port open after its end
    _seed(plan, supervisor, new_database=new_database)
    if not _wait_for_web(plan, supervisor):
        return _stopped(supervisor)
    for name, title in (("worker", "обработчик"), ("beat", "расписание")):
        supervisor.start(Service(name, title, embedded(name, data_dir=plan.folder.path), patience=20))
    welcome(plan.address, contents=plan.contents, data_dir=plan.folder.path)
    while not supervisor.stopping:
        if dead := supervisor.watch():
            return _stopped(supervisor, dead)
        time.sleep(POLL)
    return _stopped(supervisor)


def _settle_contents(options: Options, folder: DataFolder) -> Contents:
    """Demo or empty: the choice of the first start holds, and demo passwords are never shown to a network."""
    settled = folder.contents
    if settled is Contents.DEMO and not options.is_loopback:
        raise Refusal(
            f"В каталоге {folder.path} демонстрационные учётные записи с известным паролем, "
            f"открывать их на адресе {options.host} нельзя: "
            f"укажите новый каталог: ./run --host {options.host} --data КАТАЛОГ."
        )
    if settled is Contents.DEMO and options.empty:
        raise Refusal(
            f"В каталоге {folder.path} уже есть демонстрационные данные: "
            "для пустой системы укажите новый каталог: ./run --empty --data КАТАЛОГ."
        )
    if settled is not None:
        return settled
    if not options.empty and not options.is_loopback:
        say(f"Адрес {options.host} виден из сети: система запускается без демонстрационных данных.")
    return Contents.EMPTY if options.empty or not options.is_loopback else Contents.DEMO


def _migrate(plan: Plan, supervisor: Supervisor) -> bool:
    """Bring the schema up to date; tells whether the database is new."""
    external = bool(os.environ.get("DATABASE_URL"))
    stored = set() if external else stored_revisions(plan.folder.path)
    if unknown := stored - known_revisions():
        raise Refusal(
            f"База данных в {plan.folder.path} создана более новой версией программы ({', '.join(unknown)}): "
            "обновите программу или укажите другой каталог: ./run --data КАТАЛОГ."
        )
    if stored and stored == newest_revisions():
        return False
    _step(plan, supervisor, "migrate", "Готовлю базу данных")
    return not external and not stored


def _seed(plan: Plan, supervisor: Supervisor, *, new_database: bool) -> None:
    """Fill a new demo installation; an interrupted filling is done again at the next start."""
    if supervisor.stopping:
        return
    if plan.contents is Contents.DEMO and (new_database or plan.folder.contents is None):
        _step(plan, supervisor, "seed", "Добавляю демонстрационные данные")
    if not supervisor.stopping:
        plan.folder.remember_contents(plan.contents)


def _step(plan: Plan, supervisor: Supervisor, name: str, title: str) -> None:
    say(f"{title}…")
    service = Service(name, SHORT[name], embedded(name, data_dir=plan.folder.path), patience=10)
    code = supervisor.run_once(service)
    if code != 0 and not supervisor.stopping:
        log = plan.folder.path / "log" / f"{name}.log"
        raise Refusal(f"{title}: не удалось (код {code}). Подробности в {log}.")


def _broker(plan: Plan) -> Service:
    command = valkey(broker_binary(), data_dir=plan.folder.path, socket=plan.socket_folder / "s")
    return Service("valkey", "очередь", command, patience=5)


def _web(plan: Plan) -> Service:
    descriptor = plan.listener.fileno()
    command = (*embedded("web", data_dir=plan.folder.path), str(descriptor))
    return Service("web", "веб-сервер", command, patience=35, essential=True, inherits=(descriptor,))


def _wait_for_web(plan: Plan, supervisor: Supervisor) -> bool:
    """Whether the web came up; False when somebody stopped the start or the web died."""
    deadline = time.monotonic() + READY_SECONDS
    while not supervisor.stopping and time.monotonic() < deadline:
        if supervisor.watch():
            return False
        if _answers(plan):
            return True
        time.sleep(POLL / 2)
    return False


def _answers(plan: Plan) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(plan.options.host, plan.options.host)  # noqa: S104
    with contextlib.suppress(OSError), socket.create_connection((host, plan.port), timeout=2) as connection:
        connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        return connection.recv(64).startswith(b"HTTP/1.")
    return False


def _stopped(supervisor: Supervisor, dead: str | None = None) -> int:
    if supervisor.stopping:
        say("Останавливаю…")
        return 0
    name = dead or "web"
    complain(
        f"Веб-сервер остановился, система выключается. Его последние слова:\n{supervisor.last_words(name)}"
    )
    return BROKEN


@contextlib.contextmanager
def _socket_folder(folder: DataFolder) -> Iterator[Path]:
    """A folder with a short path, closed to others: the path of a unix socket has at most 104 characters."""
    folder.forget_running()  # of a `./run` that was killed
    path = Path(tempfile.mkdtemp(prefix="ekspertiza-"))
    try:
        yield path
    finally:
        folder.forget_running()
        for left in path.glob("*"):
            left.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            path.rmdir()
