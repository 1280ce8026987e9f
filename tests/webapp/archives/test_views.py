"""Asking for a dossier and taking it, through HTTP; who may, and who does not know of it."""

import io
import zipfile
from urllib.parse import quote, unquote

import pytest
from sqlalchemy import select

from tests import pages
from tests.webapp.archives.conftest import made_of_package, made_of_stage, report_of
from tests.world import World
from webapp.archives import operations
from webapp.database import session
from webapp.models import JournalEntry, Package, Report, Stage
from workflows.vocabulary import ReportKind

Browser = pages.Browser


def journalled(number: str) -> list[JournalEntry]:
    session.rollback()
    asked = select(JournalEntry).where(
        JournalEntry.action == "report.downloaded", JournalEntry.object_id == number
    )
    return list(session.scalars(asked))


def test_a_coordinator_asks_on_the_page_of_the_package_and_takes_the_zip(
    town: World, packages: list[Package], as_coordinator: Browser
) -> None:
    package = packages[0].number
    address = f"/packages/{package}/dossier"
    assert address in as_coordinator.get(f"/packages/{package}").text
    page = as_coordinator.get(address)
    assert page.has(
        "Досье", f"Пакет {package}", "Объём сейчас: 2 документа", "Внутренние заметки в досье не входят"
    )
    answer = as_coordinator.post(address)
    number = unquote(answer.location.rsplit("/", 1)[1])
    assert as_coordinator.get(f"/reports/{quote(number)}").has("Досье", "В очереди", "Собираем досье")
    operations.build(report_of(number).id, keep_alive=lambda: None)
    report = report_of(number)
    ready = as_coordinator.get(f"/reports/{quote(number)}")
    assert ready.has("Скачать ZIP", "Контрольное число", report.content_sha256, "Документов: 2")
    assert not ready.has("Принять отчёт") and not ready.has("Сформировать новый отчёт")
    given = as_coordinator.get(f"/reports/{quote(number)}/zip")
    assert given.mimetype == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(given.body))
    assert archive.testzip() is None and {"index.html", "SHA256SUMS"} < set(archive.namelist())
    (entry,) = journalled(number)
    assert entry.details == {"sha256": report.content_sha256, "note": "zip"}
    assert as_coordinator.get(address).has("Собранные ранее", f"№ {number}", "Готов")
    assert as_coordinator.get(f"/reports?kind={ReportKind.DOSSIER}").has(f"№ {number}")


def test_the_dossier_of_a_stage_is_asked_for_beside_its_report(
    town: World, stage: Stage, packages: list[Package], as_coordinator: Browser
) -> None:
    slug = stage.slug
    assert f"/reports/dossier?stage={slug}" in as_coordinator.get("/reports").text
    assert as_coordinator.get(f"/reports/dossier?stage={slug}").has("2 пакета, 4 документа")
    answer = as_coordinator.post("/reports/dossier", {"stage": slug})
    number = unquote(answer.location.rsplit("/", 1)[1])
    assert as_coordinator.get(f"/reports/{quote(number)}").has("Досье этапа: Программы развития")
    as_coordinator.get("/reports/dossier?stage=nothing", status=404)
    as_coordinator.post("/reports/dossier", {"stage": ""}, status=404)


def test_only_those_who_read_reports_of_the_municipality_take_it(
    town: World, packages: list[Package], sign_in: pages.SignIn, as_coordinator: Browser
) -> None:
    number = made_of_package(town, packages[0])
    address = f"/reports/{quote(number)}/zip"
    as_coordinator.get(address)
    sign_in(town.chief).get(address)
    for person in (
        town.foreign_coordinator, town.observer, town.curator, town.expert, town.school_1.head, town.admin,
    ):  # fmt: skip
        sign_in(person).get(address, status=404)
    stranger = sign_in(town.foreign_coordinator)
    stranger.get(f"/packages/{packages[0].number}/dossier", status=404)
    stranger.post(f"/packages/{packages[0].number}/dossier", status=404)
    stranger.get(f"/reports/{quote(number)}", status=404)
    assert len(journalled(number)) == 2


@pytest.mark.parametrize("who", ["school_1.head", "curator"])
def test_a_school_and_its_curator_do_not_see_a_dossier_of_their_package(
    town: World, packages: list[Package], sign_in: pages.SignIn, who: str
) -> None:
    number = made_of_package(town, packages[0])
    person = town.school_1.head if who == "school_1.head" else town.curator
    page = sign_in(person).get(f"/packages/{packages[0].number}")
    assert number not in page.text and "dossier" not in page.text


def test_a_report_is_no_dossier_and_a_dossier_no_report_of_the_stage(
    town: World, stage: Stage, packages: list[Package], as_coordinator: Browser
) -> None:
    slug = stage.slug
    number = made_of_stage(town, stage)
    as_coordinator.get(f"/reports/{quote(number)}/pdf", status=404)
    as_coordinator.post(f"/reports/{quote(number)}/accept", status=404)
    assert as_coordinator.get(f"/reports/{slug}", status=303).location.endswith(f"new?stage={slug}")
    assert "не формировался" in as_coordinator.get("/reports").text
    assert session.scalar(select(Report.kind).where(Report.number == number)) is ReportKind.DOSSIER
