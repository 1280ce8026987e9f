"""What `./run` cannot do it says in one Russian sentence, exit code 2, and leaves nothing running."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.launcher.project import Run, busy_port, clean_environment

Make = Callable[..., Run]
NOBODY = 65534


def refused(run: Run) -> str:
    """The only line a refused start says."""
    run.begin()
    assert run.process is not None
    assert run.process.wait(20) == 2, run.said
    lines = run.said.strip().splitlines()
    assert len(lines) == 1, run.said
    assert run.processes() == {}
    return lines[0]


def test_a_busy_port(run: Make) -> None:
    with busy_port() as port:
        said = refused(run("--port", str(port)))
    assert f"Порт {port}" in said
    assert "--port" in said


@pytest.mark.parametrize("port", ["none", "-1", "65536", "٣"])
def test_a_port_that_is_none(run: Make, port: str) -> None:
    said = refused(run("--port", "0", f"--port={port}"))
    assert said.startswith(f"Порт «{port}»")
    assert "--port 8080" in said


def test_an_unknown_parameter(run: Make) -> None:
    assert "--help" in refused(run("--reload"))


def test_a_host_of_another_machine(run: Make) -> None:
    assert "198.51.100.7" in refused(run("--host", "198.51.100.7", "--empty"))


def test_a_file_in_the_place_of_the_data(run: Make, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("письмо")
    assert "нельзя записать" in refused(run())


def test_a_folder_of_somebody_else(run: Make, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "письмо.txt").write_text("письмо")
    assert "чужие файлы" in refused(run())


def test_a_second_start_on_the_same_data(run: Make) -> None:
    first = run().ready()
    said = refused_second(run())
    assert "уже запущена" in said
    assert first.address in said
    assert first.get("/healthz") == "ok"


def refused_second(run: Run) -> str:
    run.begin()
    assert run.process is not None
    assert run.process.wait(20) == 2, run.said
    return run.said


def test_demo_accounts_are_not_shown_to_a_network(run: Make) -> None:
    assert run().ready().end() == 0
    assert "известным паролем" in refused(run("--host", "0.0.0.0"))
    assert "демонстрационные данные" in refused(run("--empty"))


def test_a_network_address_starts_empty_and_says_so(run: Make) -> None:
    open_to_all = run("--host", "0.0.0.0").ready()
    assert "без демонстрационных данных" in open_to_all.said
    assert "demo-demo-demo" not in open_to_all.said
    assert open_to_all.count("seeded") == 0
    assert open_to_all.end(signal.SIGINT) == 0
    later = run().ready()  # real data may be there by now: demo passwords must not join them
    assert later.count("seeded") == 0
    assert later.end() == 0


def test_a_database_of_a_newer_program(run: Make, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with sqlite3.connect(tmp_path / "data" / "ekspertiza.sqlite3") as connection:
        connection.execute("create table alembic_version (version_num text)")
        connection.execute("insert into alembic_version values ('0999')")
    assert "0999" in refused(run())


def test_a_read_only_project_is_refused_only_when_it_must_be_set_up(project: Path, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs another user")
    python = Path("/usr/bin/python3")
    if not python.exists():
        pytest.skip("nobody needs a Python that everybody may run")
    copy = tmp_path / "project"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns(".venv"))
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_mode & 0o005 != 0o005 and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    done = subprocess.run(
        ("./run",),
        cwd=copy,
        env=clean_environment() | {"PATH": "/usr/bin:/bin"},
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "нельзя записать" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_no_network_at_the_first_set_up(project: Path, tmp_path: Path) -> None:
    """uv is there, the packages are not, and the index does not answer."""
    copy = tmp_path / "project"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns(".venv"))
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "error: Failed to fetch: dns error" >&2\nexit 1\n'
    )
    uv.chmod(0o755)
    path = f"{uv.parent}:{Path(sys.base_prefix) / 'bin'}:/usr/bin:/bin"
    done = subprocess.run(
        ("./run",),
        cwd=copy,
        env=clean_environment() | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "нет связи" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "3/3" in done.stdout
