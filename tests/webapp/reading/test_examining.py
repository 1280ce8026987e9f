"""What is noticed in a document that was read: once for each hash, masked, again when the rules grow."""

from collections.abc import Iterator

import docx
import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories as make
from tests import samples
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session, transaction
from webapp.documents.examination import Examination
from webapp.models import FileExamination, Package, PackageFile
from webapp.reading import operations, queries
from workflows.completeness import Presence
from workflows.file_rules import FileKind
from workflows.personal_data import Sensitive


@pytest.fixture(autouse=True)
def as_the_product(app: Flask) -> Iterator[None]:
    with system_scope("test"):
        yield


@pytest.fixture
def file(town: World) -> PackageFile:
    package: Package = make.package(town.school_1.school, town.stage, kind="concept")
    return make.kept_file(package, "concept", concept(), FileKind.DOCX, actor=town.school_1.coordinator)


def concept() -> bytes:
    document = docx.Document()
    document.add_paragraph("МБОУ «СОШ № 6»")
    document.add_paragraph("УТВЕРЖДЕНО приказом от 14.03.2026 № 41-од")
    document.add_heading("Концепция развития на 2026–2028 годы", level=0)
    document.add_heading("1. Анализ текущего состояния", level=1)
    document.add_paragraph("Телефон для справок 8 902 123-45-67.")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Цели и задачи", "Повысить мотивацию"
    table.cell(1, 0).text, table.cell(1, 1).text = "Ответственные", "Заместитель директора"
    return samples.docx_bytes(document)


def examined(file: PackageFile) -> Examination:
    operations.read(file.sha256, keep_alive=lambda: None)
    operations.examine(file.sha256)
    session.expire_all()
    return queries.examinations([file])[file.sha256]


def test_parts_personal_data_and_requisites_are_noticed(file: PackageFile) -> None:
    found = examined(file)
    outcomes = {one.part: one for one in found.parts["concept/concept"]}
    assert outcomes["analysis"].presence is Presence.FOUND and outcomes["analysis"].position == 4
    assert outcomes["approved"].presence is Presence.FOUND
    assert outcomes["responsible"].presence is Presence.FOUND
    assert outcomes["risks"].presence is Presence.MISSING
    assert [one.kind for one in found.sightings] == [Sensitive.PHONE]
    assert found.requisites.words == "Приказ № 41-од от 14.03.2026" or found.requisites.number == "41-од"


def test_what_is_kept_holds_no_personal_data(file: PackageFile) -> None:
    examined(file)
    kept = str(session.scalars(select(FileExamination)).one().facts)
    assert "123-45-67" not in kept


def test_it_is_done_once_and_again_when_the_rules_grow(file: PackageFile) -> None:
    operations.read(file.sha256, keep_alive=lambda: None)
    assert (operations.examine_missing(), operations.examine_missing()) == (1, 0)
    operations.examine(file.sha256)
    assert session.scalar(select(func.count()).select_from(FileExamination)) == 1
    with transaction():
        session.scalars(select(FileExamination)).one().edition = operations.RULES_EDITION - 1
    assert (operations.examine_missing(), operations.examine_missing()) == (1, 0)


def test_nobody_sees_the_rows_without_the_file(file: PackageFile, town: World) -> None:
    examined(file)
    with acting_as(town.coordinator):
        assert session.scalars(select(FileExamination)).all() == []


def test_a_file_erased_meanwhile_leaves_nothing(file: PackageFile) -> None:
    examined(file)
    with transaction():
        operations.forget(file.sha256)
    operations.examine(file.sha256)
    assert session.scalars(select(FileExamination)).all() == []
