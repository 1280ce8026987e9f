"""Recommendations through their pages: sent, received, reported on, accepted, printed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.reports.conftest import as_the_product, rows  # noqa: F401
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session, snapshot, transaction
from webapp.models import JournalEntry, Notification, OutboxMessage, Recommendation, Report
from webapp.notifications import operations as notifications
from webapp.recommendations import operations
from webapp.reports import queries as reports
from workflows.recommendations import Move, RecommendationState
from workflows.vocabulary import Event, Role

TEXT = "Связать план внутришкольного контроля с верифицированными рисками."


def facts(town: World, **changes: Any) -> dict[str, Any]:
    return {
        "text": TEXT, "ground": "Заключение № З-2026-7", "due_on": (make.today() + timedelta(days=14)).isoformat(),
        "stage": str(town.stage.id), "risk": "",
        "schools": [str(town.school_1.school.id), str(town.school_2.school.id)], **changes,
    }  # fmt: skip


def sent(town: World, coordinator: Browser, **changes: Any) -> Recommendation:
    coordinator.post("/recommendations/new", facts(town, schools=[str(town.school_1.school.id)], **changes))
    found: Recommendation = max(rows(Recommendation), key=lambda row: row.id)
    return found


def test_each_school_gets_its_own_and_answers_it(
    town: World, as_coordinator: Browser, as_head: Browser, as_curator: Browser, sign_in: SignIn
) -> None:
    as_coordinator.post("/recommendations/new", facts(town))
    first, second = sorted(rows(Recommendation), key=lambda row: row.number)
    path = f"/recommendations/{first.number}"
    for one in rows(OutboxMessage, OutboxMessage.event == Event.RECOMMENDED):
        notifications.notify(one.event, one.payload, key=str(one.id))
    told = {one.user_id for one in rows(Notification, Notification.event == "recommended")}
    assert town.school_1.head.user_id in told and town.school_2.head.user_id in told
    assert as_head.get("/").has("Ознакомиться с рекомендацией")
    as_head.get(f"/recommendations/{second.number}", status=404)
    as_head.post(f"{path}/answer/receive")
    assert as_head.get("/").has("Отчитаться по рекомендации")
    as_head.post(f"{path}/answer/report", {"report-words": "План связан с рисками, приказ № 12."})
    assert as_coordinator.get("/").has("Рассмотреть отчёт по рекомендации")
    assert as_curator.get(path).has("приказ № 12")
    empty = as_coordinator.post(f"{path}/decide/return", {"return-words": " "}, status=422)
    assert empty.has("чего в отчёте не хватает")
    as_coordinator.post(f"{path}/decide/return", {"return-words": "Приложите приказ."})
    assert as_head.get(path).has("Приложите приказ.", "Отчёт возвращён")
    as_head.post(f"{path}/answer/report", {"report-words": "Приказ размещён на сайте."})
    as_coordinator.post(f"{path}/decide/accept", {"accept-words": ""})
    assert as_head.get(path).has("Исполнена", "Сейчас от вас ничего не требуется")
    as_head.post(f"{path}/answer/report", {"report-words": "Ещё раз"}, status=409)
    acts = {one.action for one in rows(JournalEntry)}
    assert {"recommendation.sent", "recommendation.receive", "recommendation.accept"} <= acts


def test_nobody_does_what_is_anothers(
    town: World, as_coordinator: Browser, as_head: Browser, as_curator: Browser,
    as_foreign_coordinator: Browser, sign_in: SignIn,
) -> None:  # fmt: skip
    path = f"/recommendations/{sent(town, as_coordinator).number}"
    as_head.post(f"{path}/decide/accept", status=404)
    as_coordinator.post(f"{path}/answer/report", {"report-words": "За школу"}, status=404)
    as_coordinator.post(f"{path}/decide/report", {"report-words": "За школу"}, status=404)
    as_head.post(f"{path}/answer/withdraw", {"withdraw-words": "Не хотим"}, status=404)
    as_curator.post(f"{path}/answer/receive", status=404)
    as_foreign_coordinator.get(path, status=404)
    sign_in(town.other_curator).get(path, status=404)
    sign_in(town.expert).get("/recommendations", status=404)
    as_head.get("/recommendations/new", status=404)
    assert rows(Recommendation)[0].state is RecommendationState.SENT


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": " "}, "что рекомендуете"),
        ({"schools": []}, "Отметьте школы"),
        ({"due_on": "2020-01-01"}, "уже прошёл"),
        ({"stage": "0"}, "Этап"),
    ],
)
def test_bad_input_is_said_in_a_sentence_and_nothing_typed_is_lost(
    town: World, as_coordinator: Browser, changes: dict[str, Any], words: str
) -> None:
    page = as_coordinator.post("/recommendations/new", facts(town, **changes), status=422)
    assert page.has(words) and "З-2026-7" in page.text
    assert rows(Recommendation) == []


def test_a_school_outside_the_project_of_the_stage_is_named(town: World, as_coordinator: Browser) -> None:
    alone = make.school(town.municipality, slug="alone", name="МБОУ «Отдельная СОШ»")
    page = as_coordinator.post("/recommendations/new", facts(town, schools=[str(alone.id)]), status=422)
    assert page.has("не участвует") and page.has(alone.short_name)


def test_it_is_withdrawn_with_a_reason_and_two_decide_once(
    town: World, as_coordinator: Browser, as_head: Browser
) -> None:
    row = sent(town, as_coordinator)
    path = f"/recommendations/{row.number}"
    as_coordinator.post(f"{path}/decide/withdraw", {"withdraw-words": "Направлена по ошибке."})
    assert as_head.get(path).has("Отозвана", "Направлена по ошибке.")
    stale = as_coordinator.post(f"{path}/decide/withdraw", {"withdraw-words": "Ещё раз"}, status=409)
    assert stale.has("Обновите страницу")
    assert not as_head.get("/").has("Ознакомиться с рекомендацией")


def test_overdue_ones_are_found_and_the_list_costs_the_same(town: World, as_coordinator: Browser) -> None:
    sent(town, as_coordinator)
    assert as_coordinator.get("/recommendations?state=overdue").has("По этим условиям рекомендаций нет")
    with system_scope("test"), transaction():
        session.execute(update(Recommendation).values(due_on=make.today() - timedelta(days=3)))
    assert as_coordinator.get("/recommendations?state=overdue").has("Связать план")

    def cost() -> int:
        with statements() as seen:
            as_coordinator.get("/recommendations?state=open")
        return len(seen)

    first = cost()
    for _ in range(3):
        sent(town, as_coordinator)
    assert cost() == first


def test_the_report_of_the_stage_prints_what_became_of_it(town: World, as_coordinator: Browser) -> None:
    row = sent(town, as_coordinator)
    with acting_as(town.school_1.head):
        operations.move(row.number, Move.REPORT, "Приказ № 12 издан.", actor=town.school_1.head)
    assert as_coordinator.get(f"/closing/{town.stage.slug}").has("Направлено рекомендаций: 1.")
    report: Report = make.save(Report(
        municipality_id=town.municipality.id, number="О-2026-90", kind="stage", stage_id=town.stage.id, title="Отчёт",
        request_key="stage:test", requested_by_id=town.coordinator.user_id, requested_by_name=town.coordinator.name,
    ))  # fmt: skip
    signatory = reports.person(town.coordinator.name, "", Role.COORDINATOR)
    session.rollback()
    with snapshot():
        printed = reports.stage_contents(
            report, signatory, datetime(2026, 11, 20, tzinfo=UTC)
        ).recommendations
    assert [one.school for one in printed] == [town.school_1.school.short_name]
    assert TEXT in printed[0].text and "Приказ № 12 издан." in printed[0].text
