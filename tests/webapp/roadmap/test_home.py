"""What waits on home: executed measures to confirm, measures of one's own that are due."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.roadmap.conftest import Plan
from tests.world import World
from webapp.access.actor import Actor, acting_as
from webapp.dashboard import queries
from workflows.roadmaps.words import PartyKind, ProgressState, RoadmapState


def waiting(actor: Actor) -> set[tuple[str, str]]:
    with acting_as(actor):
        found = {(one.what, one.title) for one in queries.errands(actor)}
        counted = queries.frame_counts(actor).waiting
        listed = len(queries.errands(actor)) + len(queries.mine(actor))
        if actor.of_school:
            listed += len(queries.dues_not_begun(actor))
    assert counted == listed, "home lists what the frame counts"
    return {one for one in found if one[0] in {"confirm", "execute"}}


def test_each_sees_their_own_measures_that_are_due(town: World, plan: Plan) -> None:
    make.measure(plan.roadmap, "25.12.2026", make.party(plan.roadmap, "УО"), title="Ещё не скоро")
    make.measure(
        plan.roadmap,
        "15.05.2026",
        make.party(plan.roadmap, "МОУО"),
        title="Исключено",
        excluded_on=date(2026, 2, 1),
    )
    soon = f"{make.today() + timedelta(days=6):%d.%m.%Y}"
    person = make.party(plan.roadmap, "Управленцев В. И.", PartyKind.PERSON, user_id=town.chief.user_id)
    make.measure(plan.roadmap, soon, person, title="Совещание")
    assert waiting(town.coordinator) == {("execute", "Утвердить состав рабочей группы")}
    assert waiting(town.curator) == {("execute", "Собеседования с командами школ")}
    assert waiting(town.chief) == {("execute", "Совещание")}
    assert waiting(town.school_1.head) == {
        ("execute", "Методический день в школе"), ("execute", "Прохождение самодиагностики"),
    }  # fmt: skip
    assert waiting(town.school_2.coordinator) == {("execute", "Прохождение самодиагностики")}
    for stranger in (town.foreign_coordinator, town.foreign_school.head, town.expert, town.observer):
        assert waiting(stranger) == set()


def test_what_is_executed_waits_for_another(town: World, plan: Plan) -> None:
    make.progress(plan.curators, town.curator)
    make.progress(plan.every, town.school_1.head, occurrence="s1", school_id=town.school_1.school.id)
    assert waiting(town.curator) == set()
    assert waiting(town.coordinator) == {
        ("execute", "Утвердить состав рабочей группы"),
        ("confirm", "Собеседования с командами школ"), ("confirm", "Прохождение самодиагностики"),
    }  # fmt: skip
    assert waiting(town.school_1.head) == {("execute", "Методический день в школе")}
    assert waiting(town.school_2.head) == {("execute", "Прохождение самодиагностики")}
    assert waiting(town.chief) == set()
    make.progress(plan.office, town.coordinator)
    assert ("confirm", "Утвердить состав рабочей группы") not in waiting(town.coordinator)
    assert waiting(town.chief) == {("confirm", "Утвердить состав рабочей группы")}


def test_a_declined_mark_is_work_again(town: World, plan: Plan) -> None:
    make.progress(plan.curators, town.curator, ProgressState.DECLINED, decided_by=town.coordinator)
    assert waiting(town.curator) == {("execute", "Собеседования с командами школ")}


@pytest.mark.parametrize("state", [RoadmapState.DRAFT, RoadmapState.CLOSED])
def test_a_roadmap_that_is_not_in_force_asks_nothing(town: World, state: RoadmapState) -> None:
    roadmap = make.roadmap(town.municipality, state=state)
    make.measure(roadmap, "15.05.2026", make.party(roadmap, "УО"))
    assert waiting(town.coordinator) == set()


def test_home_leads_to_the_measure_and_costs_the_same(
    town: World, plan: Plan, as_coordinator: Browser, sign_in: SignIn
) -> None:
    def cost(browser: Browser) -> int:
        browser.get("/")
        with statements() as seen:
            browser.get("/")
        return len(seen)

    as_head = sign_in(town.school_1.head)
    before, schools = cost(as_coordinator), cost(as_head)
    make.progress(plan.curators, town.curator)
    page = as_coordinator.get("/")
    assert page.has("Отметить исполнение", "Утвердить состав рабочей группы", "Подтвердить мероприятие")
    for n in range(3):
        make.measure(plan.roadmap, "15.05.2026", make.party(plan.roadmap, f"Отдел {n}"))
    assert (cost(as_coordinator), cost(as_head)) == (before, schools)
