"""The commands that judge the project: silent and 0 when all is well, exit 1 with the place of each fault."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import Result
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import text, update

from config import ROOT
from tests.webapp.access.estate import Estates
from webapp.access.actor import system_scope
from webapp.database import session, transaction
from webapp.models import Package, PackageFile, StageDue, Version
from workflows.vocabulary import State


def test_the_access_matrix_is_told_as_text_and_as_json(bare_app: Flask) -> None:
    told = run(bare_app, ["access-matrix"])
    assert told.exit_code == 0
    assert "health.process | GET | /healthz | public | anyone" in told.stdout.splitlines()
    lines = json.loads(run(bare_app, ["access-matrix", "--json"]).stdout)
    assert len(lines) == len(told.stdout.splitlines())
    assert {"endpoint", "methods", "rule", "permission", "roles"} == set(lines[0])


def test_routes_are_told_in_russian_and_drawn_into_a_folder(bare_app: Flask, tmp_path: Path) -> None:
    told = run(bare_app, ["describe-routes", "--out", str(tmp_path / "pictures")])
    assert told.exit_code == 0
    assert told.stdout.count("Маршрут: ") == 3 and "Направить куратору" in told.stdout
    drawn = sorted((tmp_path / "pictures").iterdir())
    assert [path.name for path in drawn] == ["development.svg", "main.svg", "programme.svg"]
    assert all(ElementTree.fromstring(path.read_text("utf-8")).get("role") == "img" for path in drawn)


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(bare_app: Flask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("занято")
    told = run(bare_app, ["describe-routes", "--out", str(tmp_path / "file" / "x")])
    assert told.exit_code == 2
    assert told.stderr.count("\n") == 1 and "Traceback" not in told.stderr


@pytest.mark.parametrize(
    "line", ["user bogus", "nosuchcommand", "seed-bench --packages abc", "describe-routes --bogus", "user"]
)
def test_a_wrong_line_is_told_in_one_russian_sentence(tmp_path: Path, line: str) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path)}
    command = (sys.executable, "-m", "flask", "--app", "manage:app", *line.split())
    told = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert told.returncode == 2
    if line != "user":  # a group by itself tells its commands
        assert told.stdout == "" and told.stderr.count("\n") == 1, told.stderr
        assert told.stderr.startswith("Команда «") and "--help" in told.stderr


def test_stored_words_that_the_tables_know_pass(app: Flask, estates: Estates) -> None:
    told = run(app, ["check-routes"])
    assert told.exit_code == 0, told.stdout


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (
            update(Package).where(Package.number == "srr-2026-4").values(kind="vanished"),
            "Вид «vanished» неизвестен, пакетов: 1.",
        ),
        (update(StageDue).where(StageDue.kind == "concept").values(kind="vanished"), "ожиданий этапа"),
        (
            text("update package set state = 'vanished' where number = 'srr-2026-4'"),
            "Состояния «vanished» нет",
        ),
        (
            update(Package).where(Package.number == "srr-2026-4").values(state=State.PLACED),
            "Состояния «placed» нет в маршруте вида «development»",
        ),
        (
            update(PackageFile).where(PackageFile.slot == "programme").values(slot="vanished"),
            "Места «vanished» нет",
        ),
        (
            update(Version).where(Version.id == 4).values(slots=[{"code": "vanished"}]),
            "редакция 1: мест «vanished» нет",
        ),
    ],
)
def test_a_stored_word_unknown_to_the_tables_fails_with_its_count(
    app: Flask, estates: Estates, damage: object, words: str
) -> None:
    with system_scope("damage"), transaction():
        session.execute(damage, execution_options={"synchronize_session": False})  # type: ignore[call-overload]
    told = run(app, ["check-routes"])
    assert told.exit_code == 1
    assert words in told.stdout, told.stdout


def test_a_database_that_is_not_there_yet_is_told_in_one_sentence(tmp_path: Path) -> None:
    from tests.conftest import settings_for
    from webapp import create_app

    app = create_app(settings_for(f"sqlite:///{tmp_path / 'empty.sqlite3'}", tmp_path))
    told = run(app, ["check-routes"])
    assert told.exit_code == 1 and "flask db upgrade" in told.stderr and "Traceback" not in told.stderr


def test_every_template_compiles_and_every_name_in_them_exists(bare_app: Flask) -> None:
    told = run(bare_app, ["check-templates"])
    assert told.exit_code == 0 and told.stdout.startswith("Шаблоны в порядке")


BROKEN = {
    "{% if %}": ":1: ",
    "\n{{ url_for('packages.vanished') }}": ":2: нет адреса «packages.vanished»",
    "{{ ui.vanished.card() }}": "нет файла «components/vanished.html»",
    "{{ ui.content.vanished() }}": "в «components/content.html» нет «vanished»",
    "{% call ui.content.vanished() %}{% endcall %}": "нет «vanished»",
    "{% include 'vanished.html' %}": "нет шаблона «vanished.html»",
    "{% extends 'vanished.html' %}": "нет шаблона «vanished.html»",
    "{{ 1|vanished }}": "vanished",
}


def test_each_broken_template_is_named_with_its_line(broken_in: "Breaker") -> None:
    told = run(broken_in(list(BROKEN)), ["check-templates"])
    assert told.exit_code == 1
    for number, words in enumerate(BROKEN.values()):
        (line,) = [line for line in told.stdout.splitlines() if f"broken-{number}.html" in line]
        assert words in line, told.stdout


def run(app: Flask, words: list[str]) -> Result:
    """Give a command as `flask` does: inside the context of the application."""
    with app.app_context():
        return app.test_cli_runner().invoke(args=words)


class Breaker:
    """Puts templates before those of the project."""

    def __init__(self, app: Flask) -> None:
        self.app, self.kept = app, app.jinja_env.loader

    def __call__(self, sources: list[str]) -> Flask:
        assert self.kept is not None
        broken = {f"broken-{number}.html": source for number, source in enumerate(sources)}
        self.app.jinja_env.loader = ChoiceLoader([DictLoader(broken), self.kept])
        return self.app


@pytest.fixture
def broken_in(bare_app: Flask) -> Iterator[Breaker]:
    breaker = Breaker(bare_app)
    yield breaker
    bare_app.jinja_env.loader = breaker.kept
