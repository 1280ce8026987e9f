"""Asking for reports: one while one is being made, numbers counted in each municipality."""

import threading
from collections.abc import Callable
from contextvars import Context

import pytest
from flask import Flask

from tests import factories as make
from tests.webapp.reports.conftest import rows
from tests.webapp.reports.judging import Case, judged
from tests.world import World
from webapp.access.actor import acting_as
from webapp.database import now, session
from webapp.errors import NotThere, Stale
from webapp.models import Delivery, OutboxMessage, Package, Report, Stage
from webapp.reports import operations
from workflows.verdicts import VerdictKind
from workflows.vocabulary import Event, ReportKind, ReportState

Order = Callable[..., str]
Read = Callable[[str], Report]


def test_asking_again_while_one_waits_gives_the_first(stage: Stage, order: Order, report_of: Read) -> None:
    first = order(stage, "Выводы.")
    assert first == f"О-{now().year}-1"
    assert order(stage, "Другие выводы.") == first
    report = report_of(first)
    assert (report.state, report.kind, report.conclusion) == (ReportState.QUEUED, ReportKind.STAGE, "Выводы.")
    asked = rows(OutboxMessage, OutboxMessage.event == Event.REPORT_REQUESTED)
    assert [message.payload["report_id"] for message in asked] == [report.id]


def test_a_finished_report_lets_the_next_one_be_asked_for(
    stage: Stage, made: Callable[[Stage], Report], order: Order, report_of: Read
) -> None:
    first = made(stage)
    second = report_of(order(stage, "Новые выводы."))
    assert second.number == f"О-{now().year}-2"
    assert (first.request_key, second.request_key) == (f"stage:{stage.id}:1", f"stage:{stage.id}:2")
    assert second.conclusion == "Новые выводы." and first.conclusion == "Школы в целом справились."


def test_two_people_asking_at_once_make_one_report(app: Flask, town: World, stage: Stage) -> None:
    slug, numbers = stage.slug, []
    session.rollback()
    ready = threading.Barrier(4)

    def ask() -> None:
        with app.app_context(), acting_as(town.coordinator):
            ready.wait()
            numbers.append(operations.order(slug, "", actor=town.coordinator))
            session.remove()

    threads = [threading.Thread(target=Context().run, args=(ask,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 4 and len(set(numbers)) == 1
    assert len(rows(Report)) == 1
    assert len(rows(OutboxMessage, OutboxMessage.event == Event.REPORT_REQUESTED)) == 1


def test_a_foreign_stage_is_not_there_and_numbers_are_counted_apart(
    town: World, stage: Stage, order: Order
) -> None:
    with acting_as(town.foreign_coordinator), pytest.raises(NotThere):
        operations.order(stage.slug, "", actor=town.foreign_coordinator)
    foreign = make.stage(  # the same address in another municipality
        make.programme(town.foreign, code="x-2026", title="Другой проект"),
        slug=stage.slug,
        title="Т",
        kinds=("concept",),
    )
    with acting_as(town.foreign_coordinator):
        number = operations.order(foreign.slug, "", actor=town.foreign_coordinator)
    assert number == order(stage)
    assert sorted(one.municipality_id for one in rows(Report)) == sorted(
        [town.municipality.id, town.foreign.id]
    )


def test_each_released_verdict_gets_one_conclusion_however_often_it_is_announced(
    town: World, stage: Stage, packages: list[Package]
) -> None:
    for _ in range(2):
        for package in packages:
            operations.order_conclusion(package.id)
    found = rows(Report)
    assert sorted(one.package_id for one in found) == sorted(package.id for package in packages)
    assert {one.number for one in found} == {f"З-{now().year}-1", f"З-{now().year}-2"}
    assert all(one.requested_by_id == town.expert.user_id for one in found)


def test_an_unreleased_verdict_gets_none(town: World, stage: Stage) -> None:
    package = judged(town, town.school_3.school, stage, Case(None))
    operations.order_conclusion(package.id)
    assert rows(Report) == []


def test_a_failed_report_is_tried_again_on_a_persons_word(
    town: World, stage: Stage, packages: list[Package], order: Order, report_of: Read
) -> None:
    number = order(stage)
    with acting_as(town.coordinator), pytest.raises(Stale, match="уже формируется"):
        operations.retry(number, actor=town.coordinator)
    operations.fail(report_of(number).id, "Не получилось.")
    assert report_of(number).failure == "Не получилось."
    with acting_as(town.foreign_coordinator), pytest.raises(NotThere):
        operations.retry(number, actor=town.foreign_coordinator)
    with acting_as(town.coordinator):
        operations.retry(number, actor=town.coordinator)
    report = report_of(number)
    assert (report.state, report.failure, report.attempts) == (ReportState.QUEUED, "", 0)
    assert len(rows(OutboxMessage, OutboxMessage.event == Event.REPORT_REQUESTED)) == 2
    operations.build(report.id, keep_alive=lambda: None)
    assert report_of(number).state is ReportState.READY
    assert rows(Delivery) == []


def test_an_old_failure_is_not_revived_beside_a_new_report(
    town: World, stage: Stage, order: Order, report_of: Read
) -> None:
    failed = order(stage)
    operations.fail(report_of(failed).id, "Не получилось.")
    newer = order(stage)
    assert newer != failed
    with acting_as(town.coordinator), pytest.raises(Stale, match=newer):
        operations.retry(failed, actor=town.coordinator)


def test_a_finished_report_is_not_failed_by_a_late_word(
    stage: Stage, made: Callable[[Stage], Report], report_of: Read
) -> None:
    report = made(stage)
    operations.fail(report.id)
    assert report_of(report.number).state is ReportState.READY
    assert VerdictKind.CONFORMS.label not in report.failure
