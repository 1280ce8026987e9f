"""The scanner's state is honest: what is not known to be clean is never called so (UP-11)."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests import samples
from tests.journeys.test_the_whole_way import begin, upload
from tests.pages import Browser, SignIn
from tests.services.clamd import VIRUS, Clamd
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.assembly import operations as assembly
from webapp.database import session, transaction
from webapp.documents import scanner
from webapp.errors import Stale
from webapp.models import LeafText, Package, PackageFile, PagePicture, Reading
from webapp.reading import operations
from webapp.reports import queries as reports
from workflows.file_rules import FileKind
from workflows.reading import Problem, ReadingState
from workflows.scanning import AGAIN, ScanState

INFECTED = samples.docx_file("Концепция развития " + VIRUS.decode())


@pytest.fixture
def connected(app: Flask, clamd: Clamd, monkeypatch: pytest.MonkeyPatch) -> Clamd:
    """The application with a scanner; a step of the conversation takes half a second at most."""
    monkeypatch.setitem(
        app.extensions, "settings", replace(app.extensions["settings"], scanner_url=clamd.url)
    )
    monkeypatch.setattr(scanner, "SECONDS", 0.5)
    return clamd


@pytest.fixture
def as_the_product(app: Flask) -> Iterator[None]:
    with system_scope("test"):
        yield


def infected_bytes() -> bytes:
    """A document that is sound but for the marker: packed without compression, the scanner sees it."""
    return samples.printed("Концепция развития") + b"\n%" + VIRUS + b"\n"


def give(town: World, *contents: bytes) -> tuple[assembly.Outcome, ...]:
    with acting_as(town.school_1.coordinator) as actor:
        number = assembly.start(on.STAGE, on.KIND, actor=actor)
        uploads = [
            assembly.Upload(f"Файл {place}.pdf", io.BytesIO(one)) for place, one in enumerate(contents, 1)
        ]
        return assembly.add_files(number, "programme", uploads, actor=actor)


def the_reading() -> Reading:
    session.rollback()
    with system_scope("look"):
        return session.scalars(select(Reading).execution_options(populate_existing=True)).one()


def read(sha256: str) -> None:
    with system_scope("test"):
        operations.read(sha256, keep_alive=lambda: None)


def grow_older() -> None:
    row = the_reading()
    with system_scope("test"), transaction():
        row = session.get_one(Reading, row.sha256, with_for_update=True)
        assert row.scanned_at is not None
        row.scanned_at -= AGAIN + timedelta(seconds=1)


def test_an_infected_file_is_refused_at_once_and_nothing_of_it_stays(town: World, connected: Clamd) -> None:
    bad, good = give(town, infected_bytes(), samples.printed("Чистая концепция"))
    assert (bad.kept, good.kept) == (False, True)
    assert bad.sentence == (
        "В файле «Файл 1.pdf» найден вирус (Test.Virus). Проверьте компьютер антивирусом, сохраните документ "
        "заново и приложите новый файл."
    )
    assert the_reading().scan is ScanState.CLEAN
    assert on.count(PackageFile) == 1


@pytest.mark.parametrize(
    ("mood", "answer", "state"),
    [
        ("answer", "stream: OK", ScanState.CLEAN),
        ("answer", "stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND", ScanState.TOO_LARGE),
        ("answer", "Can't open file ERROR", ScanState.UNSCANNED),
        ("hang", "", ScanState.UNSCANNED),
        ("closed", "", ScanState.UNSCANNED),
        ("early", "", ScanState.TOO_LARGE),
    ],
)
def test_only_an_answered_ok_is_clean(
    town: World, connected: Clamd, mood: str, answer: str, state: ScanState
) -> None:
    connected.mood, connected.answer = mood, answer
    (outcome,) = give(town, samples.printed("Концепция"))
    assert outcome.kept
    assert the_reading().scan is state


def test_a_file_beyond_the_limit_is_not_sent_and_not_called_clean(
    app: Flask, town: World, connected: Clamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], scanner_limit=100))
    give(town, samples.printed("Концепция"))
    assert (the_reading().scan, connected.asked) == (ScanState.TOO_LARGE, 0)


def test_without_a_scanner_nothing_is_claimed(town: World, sign_in: SignIn) -> None:
    give(town, samples.printed("Концепция"))
    assert the_reading().scan is None
    with system_scope("test"):
        assert operations.scan_missing() == 0
        number = session.scalars(select(Package.number)).one()
    page = sign_in(town.school_1.coordinator).get(f"/packages/{number}/files/1")
    assert "Не проводилась" in page.text


def test_a_scanner_that_was_away_is_asked_again_and_what_it_finds_is_locked_away(
    town: World, connected: Clamd, sign_in: SignIn
) -> None:
    connected.mood = "closed"
    (outcome,) = give(town, infected_bytes())
    assert outcome.kept, "a dead scanner keeps nobody from working"
    row = the_reading()
    read(row.sha256)
    assert the_reading().state is ReadingState.READY
    with system_scope("test"):
        assert operations.scan_missing() == 0, "not before a while"
        number = session.scalars(select(Package.number)).one()
    grow_older()
    connected.mood = "answer"
    with system_scope("test"):
        assert operations.scan_missing() == 1
        assert operations.scan_missing() == 0
    row = the_reading()
    assert (row.scan, row.signature) == (ScanState.INFECTED, "Test.Virus")
    assert (row.state, row.problem) == (ReadingState.FAILED, Problem.INFECTED)
    assert on.count(LeafText) == on.count(PagePicture) == 0

    school = sign_in(town.school_1.coordinator)
    assert "найден вирус" in school.get(f"/packages/{number}/files/1").text
    assert "найден вирус" in school.get(f"/packages/{number}/files/1/original", status=409).text
    assert "найден вирус" in school.get(f"/packages/{number}/edit/check").text


def test_what_is_infected_is_never_read_again(as_the_product: None, town: World, connected: Clamd) -> None:
    package = make.package(town.school_1.school, town.stage, kind="concept")
    file = make.kept_file(package, "concept", infected_bytes(), FileKind.PDF, actor=town.school_1.coordinator)
    operations.read(file.sha256, keep_alive=lambda: None)
    assert the_reading().problem is Problem.INFECTED
    with transaction():
        session.get_one(Reading, file.sha256, with_for_update=True).edition = 0
    operations.catch_up()
    operations.read(file.sha256, keep_alive=lambda: None)
    assert the_reading().state is ReadingState.FAILED
    assert on.count(LeafText) == 0


def test_an_infected_file_stops_the_sending_and_the_archive(
    town: World, connected: Clamd, as_school: Browser
) -> None:
    connected.mood = "closed"
    number = begin(as_school)
    upload(as_school, number, "programme", "Программа.pdf", infected_bytes())
    connected.mood = "answer"
    grow_older()
    with system_scope("test"):
        operations.scan_missing()
    page = as_school.get(f"/packages/{number}/edit/check")
    assert "«Программа.pdf». В файле найден вирус" in page.text


def test_an_archive_with_an_infected_file_is_not_built(town: World, connected: Clamd) -> None:
    walk = on.admitted(town)
    with system_scope("test"), transaction():
        file = session.scalars(select(PackageFile)).first()
        assert file is not None
        session.merge(
            Reading(
                sha256=file.sha256, edition=1, notices=[], scan=ScanState.INFECTED, state=ReadingState.FAILED
            )
        )
    with acting_as(town.coordinator), pytest.raises(Stale, match="найден вирус"):
        reports.archive(walk.number)


def test_a_scanner_that_is_nowhere_is_told_to_the_operator(
    app: Flask, connected: Clamd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    assert client.get("/readyz").get_json()["checks"]["scanner"] == "ok"
    away = replace(app.extensions["settings"], scanner_url=f"unix://{tmp_path}/nobody")
    monkeypatch.setitem(app.extensions, "settings", away)
    assert client.get("/readyz").get_json()["checks"]["scanner"] == "down"
