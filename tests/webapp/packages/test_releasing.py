"""Many conclusions go to their schools at once: exactly those of the list, all or none."""

import pytest
from sqlalchemy import select

from tests.counting import statements
from tests.pages import SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session
from webapp.errors import NotThere, Stale
from webapp.models import OutboxMessage, Package
from webapp.packages import operations, queries
from workflows.route import Refused
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import State

LOW = {"Б.1": (MarkValue.ONE, "Решения есть не для всех дефицитов.")}


@pytest.fixture
def held(town: World) -> on.Walk:
    walk = on.admitted(town)
    walk.examine(VerdictKind.WITH_REMARKS, LOW)
    return walk


def test_the_list_shows_what_each_school_will_get_and_sends_it_once(
    town: World, held: on.Walk, sign_in: SignIn
) -> None:
    browser = sign_in(town.coordinator)
    assert held.number in browser.get("/packages/release").text
    page = browser.get(f"/packages/release/preview?package={held.number}").text
    assert "Обоснование вердикта." in page and "Замечаний: 1" in page
    assert held.row().state is State.CONCLUDED
    data = {"package": f"{held.number}:{held.seen}"}
    browser.post("/packages/release", data, token="send-once")
    browser.post("/packages/release", data, token="send-once")
    assert held.row().verdict is VerdictKind.WITH_REMARKS
    assert [remark.published_at is not None for remark in held.remarks()] == [True]
    with system_scope("look"):
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.event == "verdict_released")).all()
        assert len(told) == 1
    assert "Подготовленных заключений нет" in browser.get("/packages/release").text
    assert "Направлять нечего" in browser.get(f"/packages/release/preview?package={held.number}").text


def test_one_changed_package_keeps_all_of_the_list_back(town: World, held: on.Walk, sign_in: SignIn) -> None:
    browser = sign_in(town.coordinator)
    browser.get("/packages/release")
    stale = browser.post("/packages/release", {"package": f"{held.number}:1"}, status=409)
    assert "пакет изменился" in stale.text and held.number in stale.text
    browser.post("/packages/release", {"package": "нечто"}, status=422)
    assert held.row().state is State.CONCLUDED


def test_who_confirmed_does_not_release_and_the_reason_names_the_package(town: World, held: on.Walk) -> None:
    confirmer = on.also(town.curator, "coordinator", town.municipality)
    with acting_as(confirmer), pytest.raises(Refused) as refused:
        operations.release_together({held.number: held.seen}, actor=confirmer)
    assert refused.value.reasons[0].startswith(f"№ {held.number}. Вы подтвердили")


def test_a_foreign_conclusion_is_neither_listed_nor_sent(town: World, held: on.Walk) -> None:
    with acting_as(town.foreign_coordinator) as actor:
        assert queries.prepared() == ()
        with pytest.raises(NotThere):
            operations.release_together({held.number: 1}, actor=actor)
    with acting_as(town.coordinator) as actor, pytest.raises(Stale):
        operations.release_together({held.number: 1}, actor=actor)


def test_the_list_is_one_statement_whatever_its_length(town: World, held: on.Walk) -> None:
    with acting_as(town.coordinator), statements() as asked:
        assert len(queries.prepared()) == 1
    assert len(asked) == 1
    with system_scope("look"):
        assert session.scalar(select(Package.number)) == held.number
