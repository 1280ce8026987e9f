"""Deadlines moved and read anew, measures excluded and brought back: figures of the past stay as they were."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.pages import Browser
from tests.webapp.roadmap.conftest import Plan
from tests.webapp.roadmap.test_facts import told
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import moment, session
from webapp.errors import Invalid
from webapp.models import Measure, MeasureTerm, Roadmap
from webapp.roadmap import operations, queries
from webapp.roadmap.operations import Exclusion, Transfer
from workflows.deadlines import Status
from workflows.roadmaps.words import MeasureStatus, ProgressState, TermOrigin
from workflows.vocabulary import Event


def row_of(measure: Measure) -> Measure:
    session.rollback()
    with system_scope("look"):
        return session.scalars(
            select(Measure).where(Measure.id == measure.id).execution_options(populate_existing=True)
        ).one()


def transfer(measure: Measure, actor: Actor, since: date, deadline: str = "20.12.2026") -> None:
    said = Transfer(deadline=deadline, since=since, order="Приказ № 40-од", reason="Карантин.")
    with acting_as(actor):
        operations.transfer(measure.ref, said, actor=actor)


def exclude(measure: Measure, actor: Actor, since: date) -> None:
    said = Exclusion(since=since, order="Приказ № 41-од", reason="Повторяет строку 5.")
    with acting_as(actor):
        operations.exclude(measure.ref, said, actor=actor)


def due(roadmap: Roadmap, actor: Actor, on: date) -> int:
    with acting_as(actor):
        return queries.share_of(queries.get(roadmap.number), on).denominator


def test_a_transfer_counts_from_its_day_and_changes_no_figure_before(town: World, plan: Plan) -> None:
    today = make.today()
    before = due(plan.roadmap, town.coordinator, today - timedelta(days=1))
    transfer(plan.office, town.coordinator, today)
    row = row_of(plan.office)
    assert (row.due_on, row.transferred, row.deadline_text) == (date(2026, 12, 20), True, "15.05.2026")
    assert due(plan.roadmap, town.coordinator, today - timedelta(days=1)) == before
    assert due(plan.roadmap, town.coordinator, today) == before - 1
    with acting_as(town.coordinator):
        assert queries.line(plan.office.ref, today).status is MeasureStatus.TRANSFERRED
    assert told(Event.MEASURE_TRANSFERRED) == set(), "the only responsible one did it"
    transfer(plan.curators, town.coordinator, today)
    assert told(Event.MEASURE_TRANSFERRED) == {town.curator.user_id, town.other_curator.user_id}
    transfer(plan.school, town.chief, today)
    assert told(Event.MEASURE_TRANSFERRED) == {
        town.school_1.head.user_id,
        town.school_1.coordinator.user_id,
    }


def test_a_transfer_of_the_future_is_put_in_force_on_its_day_once(town: World, plan: Plan) -> None:
    start = make.today() + timedelta(days=5)
    transfer(plan.office, town.coordinator, start)
    assert row_of(plan.office).due_on == date(2026, 5, 15)
    assert operations.put_in_force() == 0
    with moment(make.now() + timedelta(days=5)):
        assert operations.put_in_force() == 1
        assert operations.put_in_force() == 0
    row = row_of(plan.office)
    assert row.due_on == date(2026, 12, 20) and row.transferred


@pytest.mark.parametrize(
    ("deadline", "words"), [("когда-нибудь", "точнее"), ("31.02.2026", "календаре"), ("", "Укажите срок")]
)
def test_a_deadline_that_may_be_read_otherwise_is_not_taken(
    town: World, plan: Plan, deadline: str, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        transfer(plan.office, town.coordinator, make.today(), deadline)


def test_no_past_figure_changes(town: World, plan: Plan) -> None:
    yesterday = make.today() - timedelta(days=1)
    for act in (transfer, exclude):
        with pytest.raises(Invalid, match="на прошедшие даты не меняется"):
            act(plan.office, town.coordinator, yesterday)


def test_an_unclear_deadline_is_clarified_as_of_its_own_day(town: World, plan: Plan) -> None:
    measure = make.measure(plan.roadmap, "весной", since=date(2026, 1, 10))
    assert measure.term_status is not Status.PARSED
    before = due(plan.roadmap, town.coordinator, date(2026, 6, 10))
    with acting_as(town.coordinator):
        operations.clarify(measure.ref, "до 31.05.2026", actor=town.coordinator)
        row = row_of(measure)
        assert (row.deadline_text, row.due_on, row.term_status) == (
            "весной",
            date(2026, 5, 31),
            Status.PARSED,
        )
        with pytest.raises(Invalid, match="уже разобран"):
            operations.clarify(measure.ref, "до 31.05.2026", actor=town.coordinator)
    assert due(plan.roadmap, town.coordinator, date(2026, 6, 10)) == before + 1
    with system_scope("look"):
        last = session.scalars(
            select(MeasureTerm).where(MeasureTerm.measure_id == measure.id).order_by(MeasureTerm.id.desc())
        ).first()
    assert last is not None and (last.origin, last.since) == (TermOrigin.CORRECTED, date(2026, 1, 10))


def test_an_excluded_measure_leaves_the_indicator_and_may_come_back(town: World, plan: Plan) -> None:
    today = make.today()
    before = due(plan.roadmap, town.coordinator, today)
    exclude(plan.office, town.coordinator, today)
    assert due(plan.roadmap, town.coordinator, today) == before - 1
    assert due(plan.roadmap, town.coordinator, today - timedelta(days=1)) == before
    with pytest.raises(Invalid, match="уже исключено"):
        exclude(plan.office, town.coordinator, today)
    with moment(make.now() + timedelta(days=3)), acting_as(town.coordinator):
        operations.bring_back(plan.office.ref, "Приказ № 50-од", "Ошибка.", actor=town.coordinator)
    back = today + timedelta(days=3)
    found = [due(plan.roadmap, town.coordinator, today + timedelta(days=n)) for n in (0, 2, 3)]
    assert found == [before - 1, before - 1, before], back
    with acting_as(town.coordinator), pytest.raises(Invalid, match="исключённое мероприятие"):
        operations.bring_back(plan.office.ref, "Приказ № 50-од", "Ошибка.", actor=town.coordinator)


def test_an_order_changes_a_measure_through_pages(
    town: World, plan: Plan, as_coordinator: Browser, as_curator: Browser
) -> None:
    item = f"/roadmap/items/{plan.office.ref}"
    assert as_coordinator.get(item).has("Перенести срок", "Исключить мероприятие")
    assert not as_curator.get(item).has("Перенести срок")
    as_curator.get(f"{item}/changes/transfer", status=404)
    as_coordinator.get(f"{item}/changes/other", status=404)
    as_coordinator.get(f"{item}/changes/transfer")
    values = {"deadline": "20.12.2026", "since": make.today().isoformat(), "order": "Приказ № 40-од"}
    wrong = as_coordinator.post(f"{item}/changes/transfer", values, status=422)
    assert wrong.has("Укажите причину") and wrong.value("order") == "Приказ № 40-од"
    as_coordinator.post(f"{item}/changes/transfer", values | {"reason": "Карантин."})
    assert as_coordinator.get(item).has(
        "Срок перенесён", "Приказ № 40-од. Карантин", "20.12.2026", "15.05.2026"
    )
    values = {"since": make.today().isoformat(), "order": "Приказ № 41-од", "reason": "Повтор."}
    as_coordinator.get(f"{item}/changes/exclusion")
    as_coordinator.post(f"{item}/changes/exclusion", values)
    shown = as_coordinator.get(item)
    assert shown.has("Мероприятие исключено из дорожной карты", "Вернуть мероприятие", "Исключено")
    as_coordinator.get(f"{item}/changes/return")
    as_coordinator.post(f"{item}/changes/return", {"order": "Приказ № 42-од", "reason": "Нужно."})
    assert not as_coordinator.get(item).has("Мероприятие исключено из дорожной карты")
    unclear = make.measure(plan.roadmap, "весной")
    path = f"/roadmap/items/{unclear.ref}/changes/reading"
    as_coordinator.get(path)
    as_coordinator.post(path, {"deadline": "до 31.05.2026"})
    assert as_coordinator.get(f"/roadmap/items/{unclear.ref}").has("весной", "до 31.05.2026")


def test_an_execution_of_a_day_that_a_transfer_took_away_stays_to_be_seen(
    town: World, plan: Plan, as_coordinator: Browser
) -> None:
    done = make.progress(
        plan.school,
        town.school_1.head,
        ProgressState.CONFIRMED,
        occurrence="2026-04-01",
        decided_by=town.coordinator,
    )
    transfer(plan.school, town.coordinator, make.today())
    page = as_coordinator.get(f"/roadmap/items/{plan.school.ref}")
    assert page.has("Прежние отметки")
    assert page.tree.xpath(f"//*[@id='earlier']//a[contains(@href, '/facts/{done.id}')]")
