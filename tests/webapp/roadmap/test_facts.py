"""Two facts by two people: executed by a responsible one, confirmed by another."""

import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests import samples
from tests.webapp.packages.walk import at_once, count
from tests.webapp.roadmap.conftest import Plan
from tests.world import World
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import session
from webapp.errors import Invalid, NotThere
from webapp.models import (
    JournalEntry,
    Measure,
    MeasureEvent,
    Notification,
    OutboxMessage,
    Progress,
    ProgressEvidence,
)
from webapp.notifications import operations as telling
from webapp.reading.operations import Upload
from webapp.roadmap import operations, queries
from webapp.roadmap.operations import Execution, Proofs
from workflows.roadmaps.words import EvidenceKind, MeasureStatus, PartyKind, ProgressState, RoadmapState
from workflows.vocabulary import Event, State


def execute(measure: Measure, actor: Actor, *, uploads: Sequence[Upload] = (), **said: Any) -> int:
    with acting_as(actor):
        values = {"done_on": make.today(), "note": "Протокол № 3."} | said
        return operations.execute(measure.ref, Execution(**values), uploads, actor=actor)


def refusal(measure: Measure, actor: Actor, **said: Any) -> str:
    with pytest.raises(Invalid) as refused:
        execute(measure, actor, **said)
    return refused.value.sentence


def decide(what: str, measure: Measure, fact: int, actor: Actor, *words: str) -> None:
    with acting_as(actor):
        getattr(operations, what)(measure.ref, fact, *words, actor=actor)


def fact_of(fact: int) -> Progress:
    session.rollback()
    with system_scope("look"):
        return session.scalars(
            select(Progress).where(Progress.id == fact).execution_options(populate_existing=True)
        ).one()


def told(event: Event) -> set[int]:
    """Deliver the last event of a kind; returns who was told."""
    session.rollback()
    with system_scope("look"):
        message = session.scalars(
            select(OutboxMessage).where(OutboxMessage.event == event).order_by(OutboxMessage.id.desc())
        ).first()
        assert message is not None
        telling.notify(event, message.payload, key=f"m{message.id}")
        session.commit()
        return set(session.scalars(select(Notification.user_id).where(Notification.key == f"m{message.id}")))


def test_a_responsible_marks_and_another_confirms(town: World, plan: Plan) -> None:
    fact = execute(plan.curators, town.curator, done_on=make.today() - timedelta(days=2))
    assert told(Event.MEASURE_EXECUTED) == {town.coordinator.user_id}
    decide("confirm", plan.curators, fact, town.coordinator)
    row = fact_of(fact)
    assert (row.state, row.executed_by_id, row.decided_by_id) == (
        ProgressState.CONFIRMED,
        town.curator.user_id,
        town.coordinator.user_id,
    )
    assert told(Event.MEASURE_CONFIRMED) == {town.curator.user_id}
    with system_scope("look"):
        actions = session.scalars(select(MeasureEvent.action).order_by(MeasureEvent.id)).all()
    assert actions == ["executed", "confirmed"]
    assert count(JournalEntry, JournalEntry.object_id == plan.curators.ref) == 2


def test_nobody_confirms_or_declines_what_they_marked(town: World, plan: Plan) -> None:
    fact = execute(plan.office, town.coordinator)
    assert told(Event.MEASURE_EXECUTED) == {town.chief.user_id}
    for act in (("confirm",), ("decline", "Нет протокола.")):
        with pytest.raises(Invalid, match="другой человек"):
            decide(act[0], plan.office, fact, town.coordinator, *act[1:])
    decide("confirm", plan.office, fact, town.chief)
    with pytest.raises(Invalid, match="другой человек"):
        decide("revoke", plan.office, fact, town.coordinator, "Ошибка.")


def test_what_was_declined_may_be_marked_anew_and_stays_in_the_history(town: World, plan: Plan) -> None:
    first = execute(plan.curators, town.curator)
    with pytest.raises(Invalid, match="чего не хватает"):
        decide("decline", plan.curators, first, town.coordinator, "  ")
    decide("decline", plan.curators, first, town.coordinator, "Приложите протоколы.")
    assert told(Event.MEASURE_DECLINED) == {town.curator.user_id}
    second = execute(plan.curators, town.curator)
    assert (fact_of(first).state, fact_of(second).state) == (
        ProgressState.DECLINED,
        ProgressState.EXECUTED,
    )
    assert fact_of(first).decision_note == "Приложите протоколы."


def test_a_second_mark_of_the_same_is_refused(town: World, plan: Plan) -> None:
    execute(plan.curators, town.curator)
    assert "уже отмечено" in refusal(plan.curators, town.coordinator)


def test_a_mark_is_taken_back_by_its_author_until_it_is_decided(town: World, plan: Plan) -> None:
    fact = execute(plan.curators, town.curator)
    with pytest.raises(Invalid, match="тот, кто её поставил"):
        decide("withdraw", plan.curators, fact, town.coordinator)
    decide("withdraw", plan.curators, fact, town.curator)
    with pytest.raises(Invalid, match="Решение уже принято"):
        decide("confirm", plan.curators, fact, town.coordinator)
    again = execute(plan.curators, town.curator)
    decide("confirm", plan.curators, again, town.coordinator)
    with pytest.raises(Invalid, match="Решение уже принято"):
        decide("withdraw", plan.curators, again, town.curator)


def test_a_confirmation_is_revoked_with_a_reason(town: World, plan: Plan) -> None:
    fact = execute(plan.curators, town.curator)
    with pytest.raises(Invalid, match="только подтверждение"):
        decide("revoke", plan.curators, fact, town.coordinator, "Рано.")
    decide("confirm", plan.curators, fact, town.coordinator)
    decide("revoke", plan.curators, fact, town.chief, "Протокол отменён.")
    row = fact_of(fact)
    assert (row.state, row.ended_by_name, row.end_reason) == (
        ProgressState.REVOKED,
        town.chief.name,
        "Протокол отменён.",
    )


def test_who_is_not_responsible_marks_nothing(town: World, plan: Plan) -> None:
    for measure, actor in (
        (plan.office, town.curator),
        (plan.school, town.curator),
        (plan.school, town.school_2.head),
        (plan.curators, town.school_1.head),
        (plan.office, town.foreign_coordinator),
        (plan.every, town.foreign_school.head),
        (plan.office, town.observer),
    ):
        with pytest.raises(NotThere):
            execute(measure, actor)
    methodist = make.person("Методистова Ольга Ивановна", "methodist", municipality=town.municipality)
    assert execute(plan.office, methodist)


def test_each_school_marks_its_own_and_sees_no_others(town: World, plan: Plan) -> None:
    mine = f"s{town.school_1.school.id}"
    assert "Выберите, какое исполнение" in refusal(
        plan.every, town.school_1.head, occurrence=f"s{town.school_2.school.id}"
    )
    fact = execute(plan.every, town.school_1.head, occurrence=mine)
    assert fact_of(fact).school_id == town.school_1.school.id
    execute(plan.every, town.school_2.head, occurrence=f"s{town.school_2.school.id}")
    for actor, seen in ((town.school_1.coordinator, 1), (town.school_3.head, 0), (town.coordinator, 2)):
        with acting_as(actor):
            assert len(queries.line(plan.every.ref, make.today()).facts) == seen, actor.name
    decide("confirm", plan.every, fact, town.coordinator)
    assert told(Event.MEASURE_CONFIRMED) == {
        town.school_1.head.user_id,
        town.school_1.coordinator.user_id,
    }


def test_a_measure_of_several_days_is_done_when_each_is(town: World, plan: Plan) -> None:
    for key in ("2026-04-01", "2026-09-01"):
        with acting_as(town.coordinator):
            before = queries.line(plan.school.ref, date(2026, 3, 1)).status
        assert before is not MeasureStatus.CONFIRMED
        fact = execute(plan.school, town.school_1.coordinator, occurrence=key, done_on=date(2026, 3, 1))
        decide("confirm", plan.school, fact, town.coordinator)
    with acting_as(town.coordinator):
        assert queries.line(plan.school.ref, make.today()).status is MeasureStatus.CONFIRMED


def test_an_execution_needs_proof_or_words_and_a_day_that_has_come(town: World, plan: Plan) -> None:
    assert "пояснение" in refusal(plan.curators, town.curator, note=" ")
    tomorrow = make.today() + timedelta(days=1)
    assert "ещё не наступила" in refusal(plan.curators, town.curator, done_on=tomorrow)


def test_only_a_roadmap_in_force_is_executed(town: World) -> None:
    for state, words in ((RoadmapState.DRAFT, "ещё не утверждена"), (RoadmapState.CLOSED, "завершена")):
        roadmap = make.roadmap(town.municipality, state=state)
        assert words in refusal(make.measure(roadmap, "15.05.2026"), town.coordinator)
    excluded = make.measure(make.roadmap(town.municipality), "15.05.2026", excluded_on=date(2026, 2, 1))
    assert "исключено" in refusal(excluded, town.coordinator)


def test_evidence_of_every_kind_is_kept(app: Flask, town: World, plan: Plan) -> None:
    package = make.package(town.school_1.school, town.stage, state=State.CURATOR_REVIEW)
    fact = execute(
        plan.curators,
        town.curator,
        note="",
        proofs=Proofs(links=("https://example.org/news/1",), packages=(package.number,)),
        uploads=(Upload("Протокол.pdf", io.BytesIO(samples.pdf("протокол"))),),
    )
    with system_scope("look"):
        rows = session.scalars(
            select(ProgressEvidence).where(ProgressEvidence.progress_id == fact).order_by(ProgressEvidence.id)
        ).all()
    assert [row.kind for row in rows] == [EvidenceKind.FILE, EvidenceKind.LINK, EvidenceKind.PACKAGE]
    assert rows[0].title == "Протокол.pdf" and rows[0].sha256 and package.number in rows[2].title
    with acting_as(town.coordinator):
        row, content = queries.evidence_file(plan.curators.ref, rows[0].id)
        assert (row.sha256, content.kind) == (rows[0].sha256, "pdf")
    for stranger in (town.school_1.head, town.foreign_coordinator):
        with acting_as(stranger), pytest.raises(NotThere):
            queries.evidence_file(plan.curators.ref, rows[0].id)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://example.org/1",
        "https://",
        "//example.org",
        "data:text/html,1",
        "http://[bad",
    ],
)
def test_a_link_that_is_no_web_address_is_refused(town: World, plan: Plan, link: str) -> None:
    assert "https://" in refusal(plan.curators, town.curator, proofs=Proofs(links=(link,)))


def test_a_bad_file_refuses_the_mark_and_says_why(town: World, plan: Plan) -> None:
    bad = Upload("Протокол.exe", io.BytesIO(b"MZ" + bytes(200)))
    assert "Протокол.exe" in refusal(plan.curators, town.curator, uploads=(bad,))
    assert count(Progress) == 0


def test_a_foreign_package_proves_nothing(town: World, plan: Plan) -> None:
    foreign = make.package(town.foreign_school.school, town.foreign_stage, state=State.CURATOR_REVIEW)
    with pytest.raises(NotThere):
        execute(plan.curators, town.curator, proofs=Proofs(packages=(foreign.number,)))


def test_what_was_reached_has_as_many_numbers_as_the_plan(town: World) -> None:
    told = {"text": "1; 10", "op": "=", "values": [1, 10]}
    roadmap = make.roadmap(town.municipality)
    party = make.party(roadmap, "Кураторы", PartyKind.CURATORS)
    measure = make.measure(
        roadmap, "15.05.2026", party, plan={"total": told, "years": {}, "aggregation": "each_year"}
    )
    assert "10; 10" in refusal(measure, town.curator, actual="7")
    assert fact_of(execute(measure, town.curator, actual="1; 12")).actual == [1, 12]


def test_of_two_marks_at_once_one_remains(app: Flask, town: World, plan: Plan) -> None:
    said = Execution(done_on=make.today(), note="Протокол.")
    results = at_once(
        app,
        [
            (actor, lambda actor=actor: operations.execute(plan.curators.ref, said, actor=actor))
            for actor in (town.curator, town.other_curator, town.coordinator)
        ],
    )
    assert sum(isinstance(one, int) for one in results) == 1, results
    assert sum(isinstance(one, Invalid) for one in results) == 2, results
    assert count(Progress) == 1


def test_of_two_decisions_at_once_one_remains(app: Flask, town: World, plan: Plan) -> None:
    fact = execute(plan.curators, town.curator)
    results = at_once(
        app,
        [
            (town.coordinator, lambda: operations.confirm(plan.curators.ref, fact, actor=town.coordinator)),
            (
                town.chief,
                lambda: operations.decline(plan.curators.ref, fact, "Нет.", actor=town.chief),
            ),
        ],
    )
    assert sum(one is None for one in results) == 1, results
    assert sum(isinstance(one, Invalid) for one in results) == 1, results
    assert count(MeasureEvent) == 2
