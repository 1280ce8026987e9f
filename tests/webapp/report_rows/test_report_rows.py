"""Numbers of a report open their rows; two issues are compared; a document is revoked and its check says so."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest

from tests.pages import Browser, SignIn
from tests.webapp.reports.conftest import rows
from tests.webapp.signing.test_signing import signed
from tests.world import World
from webapp.access.actor import acting_as
from webapp.models import JournalEntry, Report, Stage, StageConclusion
from webapp.reports import operations as reports
from webapp.signing import operations as signing
from webapp.signing.operations import Requisites

Read = Callable[[str], Report]


def test_every_number_of_a_report_opens_its_rows(
    town: World, report: Report, as_coordinator: Browser
) -> None:
    page = as_coordinator.get(f"/reports/{report.number}")
    links = [unquote(str(one)) for one in page.tree.xpath("//*[@id='content']//a/@href")]
    assert f"/reports/{report.number}/rows/packages" in links
    for link in links:
        shown = as_coordinator.get(link)
        count = int(str(shown.tree.xpath("string(//h1)")).rsplit(": ", 1)[1])
        assert len(shown.tree.xpath("//*[@id='rows']//li")) == count > 0
    as_coordinator.get(f"/reports/{report.number}/rows/nothing", status=404)


def test_two_issues_are_compared(
    town: World, stage: Stage, report: Report, as_coordinator: Browser, report_of: Read
) -> None:
    alone = as_coordinator.get(f"/reports/{report.number}/compare")
    assert alone.has("Сравнить не с чем")
    with acting_as(town.coordinator):
        number = reports.order(stage.slug, "Иные выводы.", actor=town.coordinator)
    reports.build(report_of(number).id, keep_alive=lambda: None)
    page = as_coordinator.get(f"/reports/{number}/compare")
    assert page.has("Выводы", "Иные выводы.", f"№ {report.number}")
    back = as_coordinator.get(f"/reports/{report.number}/compare?with={number}")
    assert back.has("Иные выводы.")


def test_who_does_not_read_reports_sees_no_rows(
    town: World, report: Report, as_curator: Browser, as_head: Browser, as_foreign_coordinator: Browser
) -> None:
    for person in (as_curator, as_head, as_foreign_coordinator):
        person.get(f"/reports/{report.number}/rows/packages", status=404)
        person.get(f"/reports/{report.number}/compare", status=404)


def test_a_revoked_document_is_told_by_its_check(
    town: World, report: Report, as_coordinator: Browser, as_head: Browser, report_of: Read
) -> None:
    path = f"/reports/{report.number}/revoke"
    assert as_coordinator.get(f"/reports/{report.number}").has("Отозвать документ")
    assert as_coordinator.post(path, {"reason": " "}, status=422).has("почему документ отзывается")
    as_head.get(path, status=404)
    as_coordinator.post(path, {"reason": "В отчёте ошибка в числе школ."})
    assert as_coordinator.get(f"/reports/{report.number}").has("Документ отозван", "ошибка в числе школ")
    assert as_coordinator.get(f"/verify/{report.code}").has("Отозван", "больше не действует")
    as_coordinator.post(path, {"reason": "Ещё раз"}, status=409)
    page = as_coordinator.get(f"/reports/{report.number}")
    assert not page.has("Принять отчёт") and not page.tree.xpath("//a[contains(@href, '/sign')]")
    assert as_coordinator.post(f"/reports/{report.number}/accept", status=409).has("Этот отчёт отозван")
    assert "report.revoked" in [one.action for one in rows(JournalEntry)]


def test_a_report_that_closes_a_stage_is_not_revoked_by_the_way(
    town: World, stage: Stage, report: Report, agreed: Requisites, as_coordinator: Browser
) -> None:
    signed(report, town)
    refused = as_coordinator.post(f"/reports/{report.number}/revoke", {"reason": "Ошибка"}, status=409)
    assert refused.has("Сначала возобновите этап")
    with acting_as(town.coordinator):
        signing.reopen(stage.slug, "Ошибка в приложении.", actor=town.coordinator)
    as_coordinator.post(f"/reports/{report.number}/revoke", {"reason": "Ошибка"})
    assert as_coordinator.get(f"/verify/{report.code}").has("Отозван")


def test_conclusions_are_kept_with_their_history(
    town: World, stage: Stage, report: Report, as_coordinator: Browser, sign_in: SignIn
) -> None:
    path = f"/closing/{stage.slug}/conclusion"
    seen = as_coordinator.get(path).value("seen") or ""
    as_coordinator.post(path, {"seen": seen, "text": "Школы справились с задачами этапа."})
    first = rows(StageConclusion)[-1]
    as_coordinator.post(path, {"seen": str(first.id), "text": "Школы справились не со всеми задачами этапа."})
    old = as_coordinator.post(path, {"seen": str(first.id), "text": "Из старого окна"}, status=422)
    assert old.has("изменил другой человек") and "Из старого окна" in old.text
    assert old.value("seen") == str(rows(StageConclusion)[-1].id)
    page = as_coordinator.get(path)
    assert page.has("не со всеми") and page.tree.xpath("//*[@id='history']//ins")
    assert as_coordinator.get(f"/reports/new?stage={stage.slug}").has("не со всеми задачами")
    count = len(rows(StageConclusion))
    last = rows(StageConclusion)[-1]
    as_coordinator.post(path, {"seen": str(last.id), "text": "Школы справились не со всеми задачами этапа."})
    assert len(rows(StageConclusion)) == count
    assert sign_in(town.chief).get(path).has("не со всеми")
    sign_in(town.chief).post(path, {"seen": str(last.id), "text": "За координатора"}, status=404)
    sign_in(town.curator).get(path, status=404)


@pytest.mark.parametrize("word", ["packages", "judged"])
def test_an_observer_reads_the_rows_of_an_accepted_report(
    town: World, report: Report, agreed: Requisites, sign_in: SignIn, word: str
) -> None:
    signed(report, town)
    observer = sign_in(town.observer)
    place = town.municipality.code
    assert observer.get(f"/reports/{report.number}/rows/{word}?place={place}").has("на день отчёта")
