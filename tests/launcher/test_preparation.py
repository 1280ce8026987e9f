"""When `./run` sets up, what it asks of the installers, and how it tells that something is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import checks
from launcher.preparation import fingerprint, tool_environment
from launcher.refusal import Refusal
from tests.launcher.project import clean_environment

PYTHONS = (".venv/bin/python", "python3.13", "python3.12", "python3.11", "python3")


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """A project of this test's own, with the environment of the shared one."""
    shutil.copytree(project, tmp_path / "project", symlinks=True)
    folder = tmp_path / "project"
    (folder / ".venv" / "set-up.stamp").write_text(fingerprint(folder))
    return folder


@pytest.fixture
def uv(tmp_path: Path) -> Path:
    """A uv that writes down how it was called; `trouble` beside it is what it fails with."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "uv").write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "$* certs=$UV_SYSTEM_CERTS" >> {folder}/calls\n'
        f"[ -f {folder}/trouble ] && {{ cat {folder}/trouble >&2; exit 1; }}\nexit 0\n"
    )
    (folder / "uv").chmod(0o755)
    return folder


def test_a_set_up_project_is_silent_from_any_folder_and_through_a_link(copy: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "где-то ещё"
    elsewhere.mkdir()
    (elsewhere / "link").symlink_to(copy / "run")
    (elsewhere / "manage.py").write_text("raise SystemExit('the wrong manage.py')")
    done = _run(elsewhere / "link", "flask", "where", cwd=elsewhere)
    assert done.stderr == ""
    assert done.stdout.split() == [*str(elsewhere).split(), str(copy / "var"), "0"]


def test_a_changed_lock_is_installed_with_the_tests_that_were_there(copy: Path, uv: Path) -> None:
    with (copy / "uv.lock").open("a") as lock:
        lock.write("\n")
    done = _run(copy / "run", "flask", "where", path=uv)
    assert "3/3" in done.stderr
    assert "Установка" not in done.stdout, "the output of a command is its own"
    called = (uv / "calls").read_text()
    assert "sync --frozen" in called
    assert "--all-groups" in called
    again = _run(copy / "run", "flask", "where", path=uv)
    assert "Установка" not in again.stderr


def test_a_network_with_its_own_authority_gets_a_second_try(copy: Path, uv: Path) -> None:
    (uv / "trouble").write_text("invalid peer certificate: UnknownIssuer")
    (copy / ".venv" / "set-up.stamp").unlink()
    done = _run(copy / "run", "flask", "where", path=uv)
    assert done.returncode == 2
    assert "сертификат" in done.stderr
    assert [line.endswith("certs=1") for line in (uv / "calls").read_text().splitlines()] == [False, True]


def test_no_python_that_is_new_enough_is_said_by_the_shell(copy: Path, tmp_path: Path) -> None:
    shutil.rmtree(copy / ".venv")
    old = tmp_path / "old"
    old.mkdir()
    for name in PYTHONS[1:]:
        (old / name).write_text("#!/bin/sh\nexit 1\n")
        (old / name).chmod(0o755)
    for name in ("sh", "dirname", "readlink"):
        (old / name).symlink_to(shutil.which(name) or "")
    done = subprocess.run(
        (str(copy / "run"),), env={"PATH": str(old)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Нужен Python 3.11" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("home", ["", "/nonexistent"])
def test_a_missing_home_moves_the_caches_into_the_project(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", home)
    environment = tool_environment()
    assert Path(environment["UV_CACHE_DIR"]).parent.name == ".tools"
    assert environment["UV_PYTHON_DOWNLOADS"] == "never"


def test_the_settings_of_the_network_reach_the_installer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://index.example.org/simple")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.org:3128")
    environment = tool_environment()
    assert environment["UV_DEFAULT_INDEX"] == "https://index.example.org/simple"
    assert environment["HTTPS_PROXY"] == "http://proxy.example.org:3128"


def test_all_checks_run_and_one_failure_fails_all(capfd: pytest.CaptureFixture[str]) -> None:
    table = (
        checks.Check(
            "Первая",
            (("python", "-c", "print('беда'); raise SystemExit(3)"), ("python", "-c", "print('второе')")),
        ),
        checks.Check("Вторая", (("python", "-c", "print('молчит')"),)),
    )
    assert checks.run_checks(table) == 1
    said = capfd.readouterr().out
    assert "✗ Первая" in said
    assert "беда" in said
    assert "второе" not in said
    assert "✓ Вторая" in said
    assert "молчит" not in said
    assert checks.run_checks(table[1:]) == 0


def test_a_named_browser_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from launcher.browser import find_or_install

    monkeypatch.setenv("CHROMIUM", "/nonexistent/chromium")
    with pytest.raises(Refusal, match="CHROMIUM"):
        find_or_install()


def _run(
    program: Path, *arguments: str, cwd: Path | None = None, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    places = (*([str(path)] if path else []), str(Path(sys.base_prefix) / "bin"), "/usr/bin", "/bin")
    environment = clean_environment() | {"PATH": os.pathsep.join(places)}
    return subprocess.run(
        (str(program), *arguments), cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
