"""Pages of reports and downloads, through HTTP."""

import io
import json
import zipfile
from collections.abc import Callable
from urllib.parse import quote

import openpyxl
import pytest
from pypdf import PdfReader

from tests import pages
from tests.webapp.reports.conftest import rows
from tests.webapp.reports.judging import Case, change_verdict, judged
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session, transaction
from webapp.models import JournalEntry, Package, PackageEvent, Report, Stage
from webapp.reports import operations
from workflows.verdicts import VerdictKind
from workflows.vocabulary import ReportState, State

Browser = pages.Browser
Made = Callable[[Stage], Report]
Read = Callable[[str], Report]


def number_in(page: pages.Page) -> str:
    from urllib.parse import unquote

    return unquote(page.location.rsplit("/", 1)[1])


def test_the_coordinator_orders_a_report_and_watches_it_being_made(
    town: World, stage: Stage, packages: list[Package], as_coordinator: Browser, report_of: Read
) -> None:
    page = as_coordinator.get("/reports")
    assert page.has("Отчётов пока нет", "Программы развития", "Сформировать отчёт")
    assert not page.has("Показаны только")
    page = as_coordinator.get(f"/reports/new?stage={stage.slug}")
    assert page.has("Не представлен 1 пакет", "2 из 3")
    answer = as_coordinator.post(
        "/reports",
        {"stage": stage.slug, "conclusions": "Справились.", "recommendations": "Провести семинар."},
    )
    number = number_in(answer)
    page = as_coordinator.follow(answer)
    assert page.has("В очереди", "Страницу можно закрыть")
    assert page.tree.xpath("//*[@id='progress']/@hx-trigger") == ["every 2s"]
    assert as_coordinator.get(f"/reports/new?stage={stage.slug}").has(
        f"Отчёт № {number} по этому этапу уже формируется"
    )
    operations.build(report_of(number).id, keep_alive=lambda: None)
    page = as_coordinator.get(f"/reports/{quote(number)}")
    assert page.has(
        "Готов", "Скачать PDF", "Скачать DOCX", "Школ: 3", "1 школа не представила пакет", "Данные на"
    )
    assert page.has("1 школа представила пакет с нарушением срока", "UTC+7", report_of(number).content_sha256)
    assert as_coordinator.get("/reports").has(f"№ {number}", "Готов")
    form = as_coordinator.get(f"/reports/new?stage={stage.slug}")
    assert form.tree.xpath("//textarea[@name='conclusions']")[0].text.strip() == "Справились."
    assert form.tree.xpath("//textarea[@name='recommendations']")[0].text.strip() == "Провести семинар."


def test_polling_says_quarters_once_and_stops_when_it_is_over(
    stage: Stage, packages: list[Package], order: Callable[..., str], as_coordinator: Browser, report_of: Read
) -> None:
    number = order(stage)
    address = f"/_/reports/{quote(number)}/progress"
    shown: list[pages.Page] = []

    def look() -> None:
        shown.append(as_coordinator.fragment(f"{address}?said=25", "progress"))

    assert as_coordinator.fragment(address, "progress").has("В очереди")
    operations.build(report_of(number).id, keep_alive=look)
    with transaction():
        report = session.merge(report_of(number))
        report.state, report.done = ReportState.BUILDING, 62
    assert "Готово" not in as_coordinator.get(f"/reports/{quote(number)}").words.replace("Готовим", "")
    with transaction():
        session.merge(report_of(number)).state = ReportState.READY
    assert "<html" not in shown[0].text and 'id="progress"' in shown[0].text
    words = [page.words for page in shown]
    assert any("Готовим PDF" in text for text in words) and any("Готовим DOCX" in text for text in words)
    assert any("Готово 50 %" in text for text in words) and "said=50" in "".join(page.text for page in shown)
    again = as_coordinator.fragment(f"{address}?said=75", "progress", status=286)
    assert again.tree.xpath("//*[@hx-swap-oob='innerHTML:#said']/text()") == ["Отчёт готов."]
    assert (
        again.has("Скачать PDF")
        and "hx-trigger" not in again.text
        and "Готово" not in again.words.replace("Готов ", "")
    )


def test_a_failed_report_says_why_and_is_tried_again(
    stage: Stage, packages: list[Package], order: Callable[..., str], as_coordinator: Browser, report_of: Read
) -> None:
    number = order(stage)
    operations.fail(report_of(number).id, "Хранилище не отвечает.")
    page = as_coordinator.get(f"/reports/{quote(number)}")
    assert page.has("Отчёт не сформирован", "Хранилище не отвечает.", "Повторить")
    assert not page.tree.xpath("//*[@hx-swap-oob]"), "the whole page says it by itself"
    polled = as_coordinator.fragment(f"/_/reports/{quote(number)}/progress?said=25", "progress", status=286)
    assert polled.tree.xpath("//*[@hx-swap-oob='innerHTML:#said']/text()") == [
        "Отчёт не сформирован. Хранилище не отвечает."
    ]
    as_coordinator.post(f"/reports/{quote(number)}/retry")
    assert report_of(number).state is ReportState.QUEUED
    late = as_coordinator.post(f"/reports/{quote(number)}/retry", status=409)
    assert late.tree.xpath("//title")[0].text_content().startswith("Ошибка: ")


def test_files_are_served_to_be_saved_and_every_download_is_journalled(
    stage: Stage, packages: list[Package], made: Made, as_coordinator: Browser
) -> None:
    report = made(stage)
    for file in report.files:
        page = as_coordinator.get(f"/reports/{quote(report.number)}/{file.format}")
        assert len(page.body) == file.size
        assert page.headers["Content-Disposition"].startswith("attachment")
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Cache-Control"] == "private, no-store"
        assert "sandbox" in page.headers["Content-Security-Policy"]
    taken = rows(JournalEntry, JournalEntry.action == "report.downloaded")
    assert sorted(entry.details["sha256"] for entry in taken) == sorted(file.sha256 for file in report.files)
    assert {entry.object_id for entry in taken} == {report.number}
    as_coordinator.get(f"/reports/{quote(report.number)}/xlsx", status=404)


def test_nothing_of_a_foreign_report_exists(
    town: World, stage: Stage, packages: list[Package], made: Made, as_foreign_coordinator: Browser
) -> None:
    number = quote(made(stage).number)
    for path in (
        f"/reports/{number}",
        f"/_/reports/{number}/progress",
        f"/reports/{number}/pdf",
        f"/reports/{number}/accept",
    ):
        as_foreign_coordinator.get(path, status=404)
    as_foreign_coordinator.get(f"/reports/new?stage={stage.slug}", status=404)
    as_foreign_coordinator.post("/reports", {"stage": stage.slug}, status=404)
    as_foreign_coordinator.post(f"/reports/{number}/retry", status=404)
    as_foreign_coordinator.post(f"/reports/{number}/accept", status=404)
    page = as_foreign_coordinator.get("/reports")
    assert page.has("Отчётов пока нет") and not page.has("Программы развития")


def test_others_read_or_do_not_read_as_their_role_says(
    town: World,
    stage: Stage,
    packages: list[Package],
    made: Made,
    sign_in: pages.SignIn,
    as_coordinator: Browser,
) -> None:
    number = quote(made(stage).number)
    for actor in (town.school_1.head, town.curator, town.expert, town.admin):
        sign_in(actor).get(f"/reports/{number}", status=404)
        sign_in(actor).get(f"/reports/{number}/pdf", status=404)
    chief = sign_in(town.chief)
    page = chief.get(f"/reports/{number}")
    assert page.has("Скачать PDF") and not page.has("Принять отчёт")
    chief.get(f"/reports/{number}/accept", status=404)
    observer = sign_in(town.observer)
    observer.get(f"/reports/{number}", status=404)
    as_coordinator.post(f"/reports/{number}/accept")
    assert observer.get("/reports").has("Отчёт по итогам содержательной экспертизы")
    link = observer.get("/reports").tree.xpath("//tbody//a/@href")[0]
    assert "place=srr" in link
    assert observer.get(link).has("Скачать PDF")


def test_a_school_gets_the_conclusion_on_its_own_package_only(
    town: World, stage: Stage, packages: list[Package], sign_in: pages.SignIn
) -> None:
    for package in packages:
        operations.order_conclusion(package.id)
    for asked in rows(Report):
        operations.build(asked.id, keep_alive=lambda: None)
    own, other = ({one.package_id: one.number for one in rows(Report)}[package.id] for package in packages)
    school = sign_in(town.school_1.coordinator)
    link = school.get(f"/packages/{packages[0].number}").tree.xpath(
        "//a[contains(@href, '/reports/')]/@href"
    )[-1]
    assert school.get(link).body[:5] == b"%PDF-"
    school.get(f"/reports/{quote(own)}/docx")
    school.get(f"/reports/{quote(other)}/docx", status=404)
    sign_in(town.curator).get(f"/reports/{quote(own)}/pdf")
    sign_in(town.other_curator).get(f"/reports/{quote(own)}/pdf", status=404)


def test_acceptance_includes_the_packages_once(
    town: World, stage: Stage, packages: list[Package], made: Made, as_coordinator: Browser, report_of: Read
) -> None:
    waiting = judged(town, town.school_3.school, stage, Case(None))
    report = made(stage)
    address = f"/reports/{quote(report.number)}"
    assert as_coordinator.get(address).has("Принять отчёт")
    assert as_coordinator.get(f"{address}/accept").has("В отчёт этапа будет включено: 2 пакета")
    as_coordinator.post(f"{address}/accept")
    states = {package.number: package.state for package in rows(Package)}
    assert [states[package.number] for package in packages] == [State.REPORTED, State.REPORTED]
    assert states[waiting.number] is State.EXPERTISE
    accepted = report_of(report.number)
    assert accepted.accepted_at is not None and accepted.accepted_by_name == town.coordinator.name
    assert len(rows(PackageEvent, PackageEvent.action == "include")) == 2
    page = as_coordinator.get(address)
    assert (
        page.has("Принят")
        and not page.has("С момента формирования изменилось")
        and not page.has("Принять отчёт")
    )
    as_coordinator.post(f"{address}/accept", status=409)


def test_a_report_that_no_longer_says_what_is_so_is_not_accepted(
    town: World, stage: Stage, packages: list[Package], made: Made, as_coordinator: Browser, report_of: Read
) -> None:
    report = made(stage)
    address = f"/reports/{quote(report.number)}"
    change_verdict(packages[0].number, VerdictKind.FAILS)
    late = judged(town, town.school_3.school, stage, Case(VerdictKind.CONFORMS))
    page = as_coordinator.get(address)
    assert page.has("С момента формирования изменилось", packages[0].number, "заключение: не соответствует")
    assert page.has(late.number, "представлен после формирования") and not page.has("Принять отчёт")
    refused = as_coordinator.post(f"{address}/accept", status=409)
    assert refused.has(packages[0].number, late.number, "Сформируйте отчёт заново")
    assert report_of(report.number).accepted_at is None
    assert not rows(Package, Package.state == State.REPORTED)
    newer = made(stage)
    assert as_coordinator.get(address).has("По этому этапу есть более новый отчёт", newer.number)
    assert as_coordinator.post(f"{address}/accept", status=409).has(newer.number)
    as_coordinator.post(f"/reports/{quote(newer.number)}/accept")
    assert len(rows(Package, Package.state == State.REPORTED)) == 3


def test_a_withdrawn_package_makes_the_report_out_of_date(
    stage: Stage, packages: list[Package], made: Made, as_coordinator: Browser
) -> None:
    report = made(stage)
    with system_scope("test"), transaction():
        package = session.merge(packages[0])
        package.state = State.DRAFT
    assert as_coordinator.get(f"/reports/{quote(report.number)}").has(
        packages[0].number, "больше не представлен"
    )


def test_the_archive_of_a_confirmed_package_holds_its_files(
    town: World, stage: Stage, packages: list[Package], sign_in: pages.SignIn
) -> None:
    school = sign_in(town.school_1.coordinator)
    page = school.get(f"/packages/{packages[0].number}/archive")
    assert page.mimetype == "application/zip" and "attachment" in page.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(page.body)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
    assert {"Опись.txt", "manifest.json"} < set(names) and len(names) == 4
    assert manifest["package"] == packages[0].number and len(manifest["files"]) == 2
    school.get(f"/packages/{packages[1].number}/archive", status=404)
    assert [entry.object_id for entry in rows(JournalEntry, JournalEntry.action == "package.archived")] == [
        packages[0].number
    ]


def test_an_unconfirmed_package_has_no_archive(
    town: World, stage: Stage, packages: list[Package], as_school: Browser
) -> None:
    with system_scope("test"), transaction():
        session.merge(packages[0]).confirmed_at = None
    as_school.get(f"/packages/{packages[0].number}/archive", status=404)


def test_the_school_gets_a_receipt_for_what_it_sent(
    town: World, stage: Stage, packages: list[Package], as_school: Browser, sign_in: pages.SignIn
) -> None:
    page = as_school.get(f"/packages/{packages[0].number}/receipt")
    words = " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(page.body)).pages).split())
    assert "РАСПИСКА" in words and packages[0].number in words.replace(" ", "") and "Лесногорская" in words
    assert as_school.get(f"/packages/{packages[0].number}/receipt").body == page.body
    assert len(rows(JournalEntry, JournalEntry.action == "package.receipt")) == 2
    sign_in(town.school_2.coordinator).get(f"/packages/{packages[0].number}/receipt", status=404)


def test_the_register_is_exported_as_filtered_and_as_seen(
    town: World,
    stage: Stage,
    packages: list[Package],
    as_coordinator: Browser,
    as_foreign_coordinator: Browser,
) -> None:
    page = as_coordinator.get("/packages/register.xlsx?state=approved")
    sheet = openpyxl.load_workbook(io.BytesIO(page.body)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][0] == "Номер" and {row[0] for row in cells[1:]} == {one.number for one in packages}
    (entry,) = rows(JournalEntry, JournalEntry.action == "package.register_exported")
    assert entry.details["note"] == "state=approved"
    foreign = openpyxl.load_workbook(
        io.BytesIO(as_foreign_coordinator.get("/packages/register.xlsx").body)
    ).active
    assert foreign.max_row == 1


@pytest.mark.parametrize(
    "query", ["", "?kind=any", "?kind=conclusion", "?state=failed", "?stage=programmes-2026", "?after=x"]
)
def test_the_register_takes_any_filter(
    stage: Stage, packages: list[Package], made: Made, as_coordinator: Browser, query: str
) -> None:
    number = made(stage).number
    page = as_coordinator.get(f"/reports{query}")
    assert page.has(f"№ {number}")  # in the list, or as the last report of its stage
    piece = as_coordinator.fragment(f"/reports{query}", "found")
    assert 'id="found"' in piece.text and "<h1" not in piece.text and "Этапы экспертизы" not in piece.text


def test_a_report_is_found_by_the_slug_of_its_stage(
    town: World,
    stage: Stage,
    packages: list[Package],
    as_coordinator: Browser,
    made: Made,
    sign_in: pages.SignIn,
) -> None:
    ordering = f"/reports/new?stage={stage.slug}"
    assert as_coordinator.get(f"/reports/{stage.slug}", status=303).location == ordering
    assert as_coordinator.get(f"/reports/{stage.slug}/build", status=303).location == ordering
    as_coordinator.get(f"/reports/{stage.slug}/sign", status=404)
    sign_in(town.chief).get(f"/reports/{stage.slug}", status=404)
    number = made(stage).number
    own = f"/reports/{quote(number)}"
    for name, leads_to in {
        "": own, "/preview": own, "/progress": own, "/build": ordering,
        "/download.pdf": f"{own}/pdf", "/download.docx": f"{own}/docx",
    }.items():  # fmt: skip
        for first in (stage.slug, quote(number)) if name else (stage.slug,):
            answer = as_coordinator.get(f"/reports/{first}{name}", status=303)
            assert answer.location == leads_to, (first, name)
            as_coordinator.get(answer.location)
    sign_in(town.foreign_coordinator).get(f"/reports/{stage.slug}", status=404)
    sign_in(town.school_1.head).get(f"/reports/{stage.slug}/download.pdf", status=404)


def test_the_acts_of_a_report_by_the_slug_of_its_stage(
    town: World, stage: Stage, packages: list[Package], as_coordinator: Browser, report_of: Read
) -> None:
    answer = as_coordinator.post(f"/reports/{stage.slug}/build", {"conclusions": "Справились."})
    number = number_in(answer)
    operations.build(report_of(number).id, keep_alive=lambda: None)
    answer = as_coordinator.post(f"/reports/{stage.slug}/accept")
    assert number_in(answer) == number and report_of(number).accepted_at is not None
    as_coordinator.post("/reports/no-such-stage/build", {"conclusions": "Слово."}, status=404)
