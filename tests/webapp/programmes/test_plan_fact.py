"""Plan and fact of an expertise (К31)."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.pages import Browser, SignIn
from tests.webapp.programmes.test_stages import EDIT, form_of
from tests.world import World
from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import JournalEntry
from webapp.programmes.queries import ExpertisePlan, PlanFact
from workflows.vocabulary import State


@pytest.mark.parametrize(
    ("plan", "done", "words"),
    [
        (ExpertisePlan(1, 10, 1, "№ 5"), 6, "План 11 = 1 муниципальная + 10 школьных, факт 7 = 1 + 6"),
        (ExpertisePlan(2, 3), 0, "План 5 = 2 муниципальные + 3 школьные, факт 0 = 0 + 0"),
        (ExpertisePlan(0, 1), 2, "План 1 = 0 муниципальных + 1 школьная, факт 2 = 0 + 2"),
    ],
)
def test_the_counter_speaks_as_the_plan_does(plan: ExpertisePlan, done: int, words: str) -> None:
    assert PlanFact("Этап", plan, done).words.replace("\xa0", " ") == words


def test_the_plan_is_set_in_the_stage_and_counted_in_both_places(
    town: World, as_coordinator: Browser, sign_in: SignIn
) -> None:
    make.package(town.school_1.school, town.stage, kind="development", state=State.FOUNDER_REVIEW)
    make.package(town.school_2.school, town.stage, kind="development", state=State.EXPERTISE)
    make.package(town.school_3.school, town.stage, kind="development", state=State.REPORTED)
    make.package(
        town.foreign_school.school, town.foreign_stage, kind="development", state=State.FOUNDER_REVIEW
    )
    assert "План" not in as_coordinator.get("/monitoring").words
    asked = {"planned_municipal": "1", "planned_school": "10", "municipal_done": "1"}
    refused = as_coordinator.post(EDIT, form_of(as_coordinator.get(EDIT), **asked), status=422)
    assert refused.has("Укажите реквизиты заключений")
    as_coordinator.post(EDIT, form_of(as_coordinator.get(EDIT), **asked, municipal_basis="№ 5 от 01.11.2026"))
    words = "План 11 = 1 муниципальная + 10 школьных, факт 3 = 1 + 2"
    assert as_coordinator.get(EDIT).has(words)
    for actor in (town.coordinator, town.other_curator, town.observer):
        assert sign_in(actor).get("/monitoring").has(words)
    with system_scope("test"):
        entry = session.scalar(select(JournalEntry).where(JournalEntry.action == "stage.changed"))
    assert entry is not None and entry.details["after"]["plan"] == [1, 10]
