"""`flask seed-bench` fills both databases; the table of a measurement can be read. Nothing here is timed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from benchmarks import operations, stage_report, stage_rows
from benchmarks.floor import fill
from benchmarks.run import HEADS, Line, table_row
from demo import commands
from tests.conftest import settings_for
from tests.pages import Browser, SignIn
from webapp import create_app
from webapp.access.actor import Actor, system_scope
from webapp.database import session
from webapp.models import JournalEntry, Membership, Package, PackageEvent, Report, School, User
from workflows.vocabulary import Role, State

PACKAGES = 200
LINE = Line("очередь", 1000, "SQLite", 1.2, 6.0, 6, 6, 8, 5900)


@pytest.fixture
def filled(app: Flask) -> Iterator[Flask]:
    result = app.test_cli_runner().invoke(args=["seed-bench", "--packages", str(PACKAGES)])
    assert result.exit_code == 0, result.output
    yield app


def test_fills_packages_of_two_thousand_schools(filled: Flask) -> None:
    with system_scope("test"):
        assert session.scalar(select(func.count()).select_from(Package)) == PACKAGES
        assert session.scalar(select(func.count()).select_from(School)) == 2000
        assert session.scalar(select(func.count()).select_from(User)) == 2220
        assert session.scalar(select(JournalEntry.action)) == "bench.seeded"


def test_the_next_row_takes_the_next_number(filled: Flask) -> None:
    with system_scope("test"):
        last = session.scalar(select(func.max(PackageEvent.id))) or 0
        people = session.scalar(select(func.max(User.id))) or 0
    assert (last > PACKAGES, people) == (True, 2220)


def test_fifty_packages_wait_for_the_first_curator(filled: Flask) -> None:
    page = _enter(filled, "bench-curator-1@example.org").get("/")
    assert page.text.count('<li class="q">') == 50


def test_open_sheets_wait_for_the_first_coordinator(filled: Flask) -> None:
    browser = _enter(filled, "bench-coordinator-1@example.org")
    for path in ("", "/sheet", "/verdict"):
        browser.get(f"/packages/{operations.SHEET_OF[0]}{path}")


def test_the_draft_that_uploads_go_to_is_a_draft(filled: Flask) -> None:
    with system_scope("test"):
        number = f"b02-{operations.YEAR}-20"
        assert session.scalar(select(Package.state).where(Package.number == number)) is State.DRAFT


def test_refuses_a_database_that_holds_anything(filled: Flask) -> None:
    result = filled.test_cli_runner().invoke(args=["seed-bench", "--packages", "100"])
    assert result.exit_code == 2
    assert "укажите пустую базу" in result.output


@pytest.mark.parametrize("command", [["seed-bench", "--packages", "100"], ["seed-demo"]])
def test_refuses_an_installation_that_is_no_demonstration(tmp_path: Path, command: list[str]) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'real.sqlite3'}", tmp_path, demo=False))
    commands.install(app)
    with app.app_context():
        result = app.test_cli_runner().invoke(args=command)
    assert result.exit_code == 2
    assert "DEMO=1" in result.output


def test_the_floor_fills_a_database(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite3"
    fill.fill_sqlite(path, PACKAGES)
    assert path.stat().st_size > 100_000


def test_the_measured_stage_makes_a_whole_report(app: Flask) -> None:
    with system_scope("test"):
        stage_rows.fill({"whole": 2})
    stage_report.make("whole")
    with system_scope("test"):
        content = session.scalars(select(Report.content)).one()
    assert [line["verdict"] for line in content["results"]] == [
        "Соответствует с замечаниями",
        "Не соответствует",
    ]
    confirmed = [(line["risk"], line["confirmed"]) for line in content["measures"]]
    assert confirmed == [(stage_rows.RISK, 1)] * 6
    assert [len(package["files"]) for package in content["appendix"]] == [4, 4]


def test_the_table_can_be_read() -> None:
    cells = [cell.strip() for cell in table_row(LINE.cells()).strip("|").split("|")]
    assert dict(zip(HEADS, cells, strict=True))["итог"] == "да"
    assert float(cells[HEADS.index("отношение")]) == pytest.approx(5.0)


def test_no_two_measured_files_are_alike() -> None:
    first, second = operations.pdf(1000), operations.pdf(1000)
    assert first != second
    assert re.match(rb"%PDF-1\.7\n", first)


def _enter(app: Flask, email: str) -> Browser:
    with system_scope("test"):
        user, membership = session.execute(
            select(User, Membership)
            .join(Membership, Membership.user_id == User.id)
            .where(User.email == email)
        ).one()
        actor = Actor(
            user_id=user.id, name=user.name, email=email, role=Role(membership.role), membership_id=membership.id,
            municipality_id=membership.municipality_id,
        )  # fmt: skip
    return SignIn(app)(actor)
