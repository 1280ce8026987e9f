"""The file storage does not answer: one clear sentence, nothing lost, the failure logged once."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from tests import samples
from tests.journeys.test_the_whole_way import begin, upload
from tests.pages import Browser
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.assembly.operations import NOT_SAVED
from webapp.models import JournalEntry, PackageFile
from webapp.storage.contract import StorageUnavailable
from webapp.storage.s3 import S3Storage


@contextmanager
def storage_away(app: Flask, temporary: Path) -> Iterator[None]:
    """A store of objects at an address where nobody listens."""
    kept = app.extensions["storage"]
    app.extensions["storage"] = S3Storage(
        "files", endpoint="http://127.0.0.1:9", key="k", secret="s", temporary=temporary, floor=0
    )
    try:
        yield
    finally:
        app.extensions["storage"] = kept


class Faults(logging.Handler):
    """What the product logs of a failure, heard at its own loggers: other tests leave the root as they please."""

    SOURCES = ("webapp.errors", "webapp.assembly.operations")

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1

    def __str__(self) -> str:
        sources = [logging.getLogger(name) for name in self.SOURCES]
        return f"{self.count} {[(one.disabled, one.level, one.manager.disable) for one in sources]}"


@pytest.fixture
def faults() -> Iterator[Faults]:
    heard = Faults()
    for name in Faults.SOURCES:
        logging.getLogger(name).addHandler(heard)
    yield heard
    for name in Faults.SOURCES:
        logging.getLogger(name).removeHandler(heard)


def test_an_upload_without_storage_answers_the_form_and_keeps_what_was_there(
    app: Flask, town: World, as_school: Browser, tmp_path: Path, faults: Faults
) -> None:
    number = begin(as_school)
    upload(as_school, number, "other", "Приказ.pdf", samples.pdf("Приказ"))
    bodies = [(io.BytesIO(samples.pdf(name)), name) for name in ("Один.pdf", "Два.pdf")]
    with storage_away(app, tmp_path):
        page = as_school.post(
            f"/packages/{number}/edit/files/other", {"files": bodies}, status=422,
            content_type="multipart/form-data",
        )  # fmt: skip
    assert page.has(NOT_SAVED, "Приказ.pdf")
    assert on.count(PackageFile) == 1
    assert faults.count == 1, str(faults)
    upload(as_school, number, "other", "Один.pdf", samples.pdf("Один.pdf"))
    assert on.count(PackageFile) == 2


def test_reading_without_storage_is_a_page_that_says_when_to_come_back(
    app: Flask, town: World, as_school: Browser, tmp_path: Path, faults: Faults
) -> None:
    number = begin(as_school)
    upload(as_school, number, "programme", "Программа.pdf", samples.pdf("Программа"))
    path = f"/packages/{number}/files/1/original"
    with storage_away(app, tmp_path):
        page = as_school.get(path, status=503)
    assert page.has(StorageUnavailable.sentence)
    assert int(page.headers["Retry-After"]) > 0
    assert faults.count == 1, str(faults)
    assert on.count(JournalEntry, JournalEntry.action == "package.original") == 0
    assert as_school.get(path).body == samples.pdf("Программа")
