"""The deployment files say what the table of commands says, and the lines of the table start."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

import config
from launcher import portability
from launcher.commands import PRODUCTION
from tests.services.process import start, stop, wait_until
from tests.services.valkey import ValkeyServer

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
PROGRAMS = Path(sys.executable).parent
SETTING = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)
# Set by the files themselves, so a person has nothing to fill in.
SET_IN_PLACE = {"FLASK_DEBUG"}


def test_the_image_starts_the_web_and_asks_it_by_the_table() -> None:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    started = next(line.removeprefix("CMD ") for line in lines if line.startswith("CMD "))
    asked = next(line.partition(" CMD ")[2] for line in lines if line.startswith("HEALTHCHECK"))
    assert tuple(json.loads(started)) == PRODUCTION["web"]
    assert tuple(json.loads(asked)) == PRODUCTION["probe"]


def test_the_image_is_not_run_by_root_and_installs_from_the_lock() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    assert re.search(r"^USER (?!root|0)\S+", text, re.MULTILINE)
    assert "uv sync --frozen --no-dev" in text


def test_everything_the_image_copies_exists_and_may_be_sent_to_the_builder() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    sent = (DEPLOY / "Dockerfile.dockerignore").read_text().split()
    copied = [
        word for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE) for word in line.split()
    ]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert [name for name in copied if f"!{name}" not in sent] == []


@pytest.mark.parametrize("name", ["migrate", "web", "worker", "beat"])
def test_compose_repeats_the_table(name: str) -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert tuple(services[name]["command"]) == PRODUCTION[name]
    assert services[name]["read_only"] is True
    assert services[name]["cap_drop"] == ["ALL"]


def test_compose_publishes_nginx_only() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]


@pytest.mark.parametrize("name", ["migrate", "web", "worker", "beat"])
def test_systemd_repeats_the_table(name: str) -> None:
    text = (DEPLOY / "systemd" / f"ekspertiza-{name}.service").read_text()
    started = re.search(r"^ExecStart=(.+)$", text, re.MULTILINE)
    assert started
    program, *rest = started.group(1).split()
    assert (Path(program).name, *rest) == PRODUCTION[name]
    for wall in ("NoNewPrivileges=yes", "ProtectSystem=strict", "StateDirectoryMode=0700", "UMask=0077"):
        assert wall in text


def test_the_example_explains_every_setting_that_is_read() -> None:
    read = set(re.findall(r"\"([A-Z][A-Z_]+)\"", (ROOT / "config.py").read_text())) - SET_IN_PLACE
    explained = set(SETTING.findall((DEPLOY / "env.example").read_text()))
    assert read - explained == set()


def test_the_example_explains_every_variable_of_compose() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
    explained = set(SETTING.findall((DEPLOY / "env.example").read_text()))
    assert used - explained == set()


def test_nginx_buffers_and_limits() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    limit = next(one.default for one in fields(config.Settings) if one.name == "request_limit")
    for directive in (
        "proxy_request_buffering on;",
        f"client_max_body_size {limit // 2**20}m;",
        "X-Forwarded-For $remote_addr;",
    ):
        assert directive in text
    assert text.count("{") == text.count("}")


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_accepts_its_configuration(tmp_path: Path) -> None:
    for name in ("fullchain.pem", "privkey.pem"):
        (tmp_path / name).touch()
    command = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=test")
    subprocess.run(
        (*command, "-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem"),
        check=True,
        capture_output=True,
    )
    text = (DEPLOY / "nginx.conf").read_text().replace("/etc/nginx/tls", str(tmp_path))
    text = text.replace("server web:8000", "server 127.0.0.1:8000").replace("user nginx;", "")
    (tmp_path / "nginx.conf").write_text(text.replace("/run/nginx.pid", str(tmp_path / "pid")))
    done = subprocess.run(
        ("nginx", "-t", "-c", tmp_path / "nginx.conf"), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def environment(project: Path, valkey: ValkeyServer, tmp_path: Path) -> dict[str, str]:
    """What systemd or a container gives to the processes, on the miniature product."""
    return dict(os.environ) | {
        "DATA_DIR": str(tmp_path),
        "REDIS_URL": valkey.celery_url,
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(project),
        "PYTHONUNBUFFERED": "1",
    }


def test_gunicorn_starts_by_its_line_and_drains(
    project: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment |= {"GUNICORN_CMD_ARGS": f"--bind=127.0.0.1:{port}", "WEB_CONCURRENCY": "1"}
    web = start(PRODUCTION["web"], folder=project, log=tmp_path / "log", environment=environment)
    wait_until(lambda: _page(port, "/healthz") == "ok", web, log=tmp_path / "log")
    stop(web, patience=35)
    assert web.returncode == 0


def test_the_probe_tells_a_living_web_from_a_missing_one(environment: dict[str, str], project: Path) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", 8000)) == 0:
            pytest.skip("somebody answers on port 8000")
    done = subprocess.run((sys.executable, "-m", "launcher.probe"), cwd=project, env=environment, check=False)
    assert done.returncode == 1


def test_worker_and_beat_start_by_their_lines(
    project: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    environment |= {"CELERY_WORKER_CONCURRENCY": "1"}
    lines = {name: _with_clock_in(tmp_path, PRODUCTION[name]) for name in ("worker", "beat")}
    started = [
        start(line, folder=project, log=tmp_path / name, environment=environment)
        for name, line in lines.items()
    ]
    try:
        wait_until((tmp_path / "ticks.count").exists, started[0], log=tmp_path / "worker")
        wait_until(
            lambda: "ForkPoolWorker-1]" in (tmp_path / "worker").read_text(),
            started[0],
            log=tmp_path / "worker",
        )
        assert "ForkPoolWorker-2]" not in (tmp_path / "worker").read_text()
        assert all(process.poll() is None for process in started)
    finally:
        for process in reversed(started):
            stop(process)
    assert [process.returncode for process in started] == [0, 0]


def test_nothing_in_the_project_belongs_to_one_machine() -> None:
    assert list(portability.machine_paths(ROOT)) == []
    assert list(portability.lock_faults(ROOT)) == []


def test_a_path_of_one_machine_and_a_private_index_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = '/ho" + "me/ivan/project'\n")
    lock = (ROOT / "uv.lock").read_text()
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    (tmp_path / "uv.lock").write_text(
        lock.replace("https://pypi.org/simple", "https://index.example.org/simple", 1)
    )
    assert len(list(portability.machine_paths(tmp_path))) == 1
    assert len(list(portability.lock_faults(tmp_path))) == 1


def _with_clock_in(folder: Path, line: tuple[str, ...]) -> tuple[str, ...]:
    """The same line with the clock file of this test instead of the shared one."""
    return tuple(str(folder / "clock") if word.startswith("/tmp/") else word for word in line)


def _page(port: int, path: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
            return str(answer.read().decode())
    except OSError:
        time.sleep(0.05)
        return ""
