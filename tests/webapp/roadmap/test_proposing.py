"""The product proposes an execution it knows of; a person accepts it, another confirms."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests import factories as make
from tests.counting import statements
from tests.pages import Browser, SignIn
from tests.webapp.roadmap.conftest import Plan
from tests.webapp.roadmap.test_facts import fact_of
from tests.world import World
from webapp.access.actor import acting_as
from webapp.errors import Invalid, NotThere
from webapp.models import DiaryEntry, Measure, School
from webapp.roadmap import operations, queries
from workflows.diary import Contact, asked_of
from workflows.roadmaps.words import ConditionKind, EvidenceKind
from workflows.vocabulary import State


def tie(town: World, measure: Measure, kind: ConditionKind, package_kind: str = "concept") -> None:
    with acting_as(town.coordinator):
        source = operations.Source(stage_id=town.stage.id, package_kind=package_kind)
        operations.add_condition(measure.ref, kind, source, actor=town.coordinator)


def proposed(town: World, measure: Measure) -> queries.Proposal | None:
    with acting_as(town.coordinator):
        return queries.item(measure.ref, make.today()).proposal


def test_an_execution_is_proposed_when_every_school_has_sent(town: World, plan: Plan) -> None:
    tie(town, plan.office, ConditionKind.STAGE_SENT)
    make.package(town.school_1.school, town.stage, kind="concept", state=State.CURATOR_REVIEW)
    make.package(town.school_2.school, town.stage, kind="concept", state=State.EXPERTISE)
    last = make.package(town.school_3.school, town.stage, kind="concept", state=State.DRAFT)
    assert proposed(town, plan.office) is None
    with acting_as(town.coordinator):
        (condition,) = queries.item(plan.office.ref, make.today()).conditions
    assert "(2 из 3)" in condition.words and not condition.met
    last.state = State.CURATOR_RETURNED
    make.save(last)
    found = proposed(town, plan.office)
    assert found is not None and len(found.packages) == 3


def test_a_proposal_is_accepted_once_and_confirmed_by_another(town: World, plan: Plan) -> None:
    tie(town, plan.office, ConditionKind.STAGE_EXAMINED)
    for people in (town.school_1, town.school_2, town.school_3):
        make.package(people.school, town.stage, kind="concept", state=State.CONFORMS)
    with acting_as(town.coordinator):
        fact = operations.accept(plan.office.ref, actor=town.coordinator)
        with pytest.raises(Invalid, match="больше не предлагается"):
            operations.accept(plan.office.ref, actor=town.coordinator)
        with pytest.raises(Invalid, match="другой человек"):
            operations.confirm(plan.office.ref, fact, actor=town.coordinator)
        kinds = [one.kind for one in queries.line(plan.office.ref, make.today()).facts[0].evidence]
    assert fact_of(fact).by_system and kinds == [EvidenceKind.PACKAGE] * 3
    with acting_as(town.chief):
        operations.confirm(plan.office.ref, fact, actor=town.chief)


def test_who_is_not_responsible_is_offered_nothing(
    town: World, plan: Plan, as_curator: Browser, as_coordinator: Browser
) -> None:
    tie(town, plan.office, ConditionKind.STAGE_SENT)
    for people in (town.school_1, town.school_2, town.school_3):
        make.package(people.school, town.stage, kind="concept", state=State.CURATOR_REVIEW)
    path = f"/roadmap/items/{plan.office.ref}"
    assert not as_curator.get(path).has("Исполнение предлагается")
    assert not as_curator.get("/roadmap").has("Исполнение предлагается")
    as_curator.post(f"{path}/accept", status=404)
    assert as_coordinator.get("/roadmap").has("Исполнение предлагается")
    assert as_coordinator.get(path).has("Исполнение предлагается", "3 из 3")
    as_coordinator.post(f"{path}/accept")
    assert as_coordinator.get(path).has("Исполнено, ожидает подтверждения")
    refused = as_coordinator.post(f"{path}/accept", status=422)
    assert refused.has("больше не предлагается")


def test_conditions_are_kept_by_those_who_keep_the_roadmap(
    town: World, plan: Plan, as_coordinator: Browser, as_head: Browser, sign_in: SignIn
) -> None:
    path = f"/roadmap/items/{plan.school.ref}/conditions"
    ref, stage, foreign = plan.school.ref, town.stage.id, town.foreign_stage.id
    as_head.get(path, status=404)
    with acting_as(town.school_1.head), pytest.raises(NotThere):
        operations.add_condition(
            ref, ConditionKind.STAGE_SENT, operations.Source(stage_id=stage), actor=town.school_1.head
        )
    with acting_as(town.coordinator), pytest.raises(NotThere):
        operations.add_condition(
            ref, ConditionKind.STAGE_SENT, operations.Source(stage_id=foreign), actor=town.coordinator
        )
    as_coordinator.get(path)
    assert as_coordinator.post(path, {"kind": "stage_sent", "stage": "0"}, status=422)
    for _twice in range(2):
        as_coordinator.post(path, {"kind": "stage_reported", "stage": str(stage)})
    page = as_coordinator.get(path)
    assert page.text.count("отчёт этапа принят (ещё не принят)") >= 1
    removals = page.tree.xpath("//form[contains(@action, '/remove')]/@action")
    assert len(removals) == 1
    as_coordinator.post(str(removals[0]))
    assert not as_coordinator.get(path).tree.xpath("//form[contains(@action, '/remove')]")


def test_the_list_costs_the_same_with_many_conditions(
    town: World, plan: Plan, as_coordinator: Browser
) -> None:
    def cost() -> int:
        with statements() as seen:
            as_coordinator.get("/roadmap")
        return len(seen)

    tie(town, plan.office, ConditionKind.STAGE_SENT)
    cost()
    first = cost()
    tie(town, plan.office, ConditionKind.STAGE_EXAMINED)
    tie(town, plan.curators, ConditionKind.STAGE_PLACED, "")
    assert cost() == first


def entry(town: World, school: School, day: date, number: int) -> DiaryEntry:
    at = datetime.combine(day, time(12), ZoneInfo(town.municipality.zone))
    row: DiaryEntry = make.save(DiaryEntry(
        municipality_id=town.municipality.id, number=number, school_id=school.id, author_id=town.curator.user_id,
        author_name=town.curator.name, happened_at=at, contact=Contact.VISIT, examined="Уроки", risks=[],
        entered_at=at,
    ))  # fmt: skip
    return row


def test_a_diary_kept_on_every_school_executes_a_measure(town: World, plan: Plan) -> None:
    tie(town, plan.office, ConditionKind.DIARY_KEPT, "")
    asked = asked_of(town.municipality.diary_norm, town.stage.opens_on, town.stage.closes_on)
    numbers = iter(range(1, 1000))
    for people in (town.school_1, town.school_2):
        for _ in range(asked):
            entry(town, people.school, town.stage.opens_on, next(numbers))
    entry(town, town.school_3.school, town.stage.opens_on - timedelta(days=1), next(numbers))
    assert proposed(town, plan.office) is None
    with acting_as(town.coordinator):
        (condition,) = queries.item(plan.office.ref, make.today()).conditions
    assert "норма дневника" in condition.words and "(2 из 3)" in condition.words
    for _ in range(asked):
        entry(town, town.school_3.school, town.stage.closes_on, next(numbers))
    assert proposed(town, plan.office) is not None


def test_an_entry_of_the_diary_proves_an_execution(town: World, plan: Plan, as_coordinator: Browser) -> None:
    row = entry(town, town.school_1.school, make.today(), 7)
    path = f"/roadmap/items/{plan.office.ref}"
    page = as_coordinator.get(f"{path}/execute")
    assert page.has("Записи дневника куратора", "запись № 7")
    form = {"occurrence": "", "done_on": make.today().isoformat(), "entries": str(row.number)}
    as_coordinator.post(f"{path}/execute", {**form, "entries": "8"}, status=422)
    as_coordinator.post(f"{path}/execute", form)
    shown = as_coordinator.get(path)
    assert shown.has("Посещение школы", "запись № 7") and f'href="/diary/{row.number}"' in shown.text
