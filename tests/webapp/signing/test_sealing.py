"""The seal of the department on papers, as commands make it and as readers of papers meet it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.pages import Browser
from tests.webapp.reports.conftest import rows
from tests.world import World
from webapp.filestore import settings, storage
from webapp.models import JournalEntry, Municipality, Package, Report, Stage


@pytest.fixture(autouse=True)
def _no_seal_is_left(app: Flask) -> Iterator[None]:
    yield
    for path in (settings().data_dir / "seal").glob("*"):
        path.unlink()


@pytest.fixture
def code(town: World) -> str:
    return str(rows(Municipality, Municipality.id == town.coordinator.municipality_id)[0].code)


def flask(app: Flask, *words: str) -> tuple[int, str]:
    answer = app.test_cli_runner().invoke(args=["seal", *words])
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer.exit_code, answer.output


def pdf(report: Report, target: Path) -> Path:
    (file,) = [one for one in report.files if one.format == "pdf"]
    with storage().open(file.sha256) as stream:
        target.write_bytes(stream.read())
    return target


def test_a_report_is_sealed_and_says_so_to_its_readers_and_to_anybody(
    town: World, app: Flask, code: str, stage: Stage, packages: list[Package], made: Callable[[Stage], Report],
    as_coordinator: Browser, tmp_path: Path,
) -> None:  # fmt: skip
    assert flask(app, "init", code)[0] == 0
    report = made(stage)
    path = pdf(report, tmp_path / "report.pdf")
    assert flask(app, "check", str(path))[0] == 0
    department = rows(Municipality, Municipality.code == code)[0].department
    assert as_coordinator.get(f"/reports/{report.number}").has("Электронная печать", department)
    assert Browser(app.test_client()).get(f"/verify/{report.code}").has("Электронная печать", department)
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(path.read_bytes().replace(b"/Type /Page", b"/Type /Paga", 1))
    exit_code, said = flask(app, "check", str(changed), "--json")
    assert (exit_code, json.loads(said)["genuine"]) == (1, False)
    assert [one.action for one in rows(JournalEntry) if one.action.startswith("seal.")] == ["seal.made"]


def test_without_a_seal_in_force_a_report_is_made_without_one(
    town: World, app: Flask, code: str, stage: Stage, packages: list[Package], made: Callable[[Stage], Report],
    tmp_path: Path,
) -> None:  # fmt: skip
    report = made(stage)
    assert {one.sealed_by for one in report.files} == {""}
    assert flask(app, "check", str(pdf(report, tmp_path / "report.pdf"))) == (1, "Печати на файле нет.\n")
    flask(app, "init", code)
    place = settings().data_dir / "seal" / f"{code}.pem"
    place.write_text("повреждено", encoding="utf-8")
    assert {one.sealed_by for one in made(stage).files} == {""}
    answer = app.test_cli_runner().invoke(args=["doctor"])
    assert "повреждён" in answer.output


def test_wrong_words_are_answered_by_one_sentence(town: World, app: Flask, code: str, tmp_path: Path) -> None:
    flask(app, "init", code)
    nothing = tmp_path / "нет.pdf"
    for words in (
        ("init", code),
        ("init", "нет"),
        ("show", "нет"),
        ("check", str(nothing)),
        ("take", code, str(nothing)),
    ):
        exit_code, said = flask(app, *words)
        assert exit_code == 2 and said.count("\n") == 1, words
    assert flask(app, "show", code, "--pem")[1].startswith("-----BEGIN CERTIFICATE")
