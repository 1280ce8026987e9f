"""Judged packages and their dossiers, made without a worker."""

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tests.webapp.reports.conftest import packages, stage
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.archives import operations, queries
from webapp.database import session
from webapp.filestore import storage
from webapp.models import Package, Report, Stage
from webapp.printing import dossier

__all__ = ["packages", "stage"]

Take = Callable[[str], zipfile.ZipFile]


@pytest.fixture(autouse=True)
def as_the_product(app: Flask) -> Iterator[None]:
    with system_scope("test"):
        yield


def report_of(number: str) -> Report:
    session.rollback()
    session.expire_all()
    with system_scope("test"):
        found = session.scalar(
            select(Report).where(Report.number == number).options(selectinload(Report.files))
        )
    assert found is not None
    return found


def made_of_package(town: World, package: Package) -> str:
    with acting_as(town.coordinator):
        number = operations.order_of_package(package.number, actor=town.coordinator)
    operations.build(report_of(number).id, keep_alive=lambda: None)
    return number


def made_of_stage(town: World, stage: Stage) -> str:
    with acting_as(town.coordinator):
        number = operations.order_of_stage(stage.slug, actor=town.coordinator)
    operations.build(report_of(number).id, keep_alive=lambda: None)
    return number


def taken(number: str) -> bytes:
    found = queries.sent(number)
    return b"".join(dossier.whole(storage().open(found.pages), found.documents, found.at))


def opened(number: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(taken(number)))
