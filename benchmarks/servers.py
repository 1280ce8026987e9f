"""Databases and web servers of one measurement, all in one temporary folder, all ended with it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from launcher.environment import MEMORY

ROOT = Path(__file__).resolve().parent.parent
GUNICORN = ("-k", "gthread", "-w", "2", "--threads", "4", "--keep-alive", "60", "--log-level", "warning")
PATIENCE = 60
NOBODY = 65534
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int


@contextmanager
def web(module: str, environment: Mapping[str, str], folder: Path) -> Iterator[Server]:
    """Serve a WSGI application with two processes of four threads each, as behind nginx."""
    port = free_port()
    command = (sys.executable, "-m", "gunicorn", *GUNICORN, "-b", f"127.0.0.1:{port}", module)
    with (folder / f"web-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**MEMORY, **os.environ, **environment}, stdout=log, stderr=log
        )
        try:
            wait_for(port)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


@contextmanager
def postgresql(folder: Path, given: str = "") -> Iterator[str]:
    """Yield the address of a server, ending in `/`: the one given, or one started here, durable as in production."""
    if given:
        yield given.rstrip("/") + "/"
        return
    programs, data = Path(os.path.realpath(shutil.which("postgres") or "postgres")).parent, folder / "pg"
    user = NOBODY if os.geteuid() == 0 else None  # the server refuses to run as root
    data.mkdir()
    if user:
        folder.chmod(0o755)
        folder.parent.chmod(0o755)
        os.chown(data, user, user)
    subprocess.run(
        (programs / "initdb", "-D", data / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"),
        check=True, capture_output=True, user=user, cwd=data,
    )  # fmt: skip
    port = free_port()
    settings = ("-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={data}", "-p", str(port))
    with (folder / "pg.log").open("wb") as log:
        process = subprocess.Popen(
            (programs / "postgres", "-D", data / "data", *settings),
            stdout=log,
            stderr=log,
            user=user,
            cwd=data,
        )
        try:
            wait_for(port)
            yield f"postgresql://postgres@127.0.0.1:{port}/"
        finally:
            process.send_signal(2)
            process.wait(timeout=PATIENCE)


def new_database(server: str, name: str) -> str:
    """Return the address of a database made empty."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
                connection.execute(f"drop database if exists {name} with (force)".encode())
                connection.execute(f"create database {name}".encode())
            return f"{server}{name}"
        except psycopg.OperationalError:  # still starting
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def flask(environment: Mapping[str, str], *arguments: str) -> None:
    """Run one command of the product; its words are shown when it fails."""
    done = subprocess.run(
        (sys.executable, "-m", "flask", "--app", "manage", *arguments), cwd=ROOT, env={**os.environ, **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"flask {' '.join(arguments)}: {done.stderr[-2000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def family(root: int) -> tuple[int, ...]:
    """Return a process and all its descendants."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return tuple(found)


def resident_mb(pid: int) -> float:
    """Return the resident memory of one process in megabytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
