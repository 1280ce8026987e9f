"""What each person owes and what is overdue: by whom the names in the cell mean, never what is not theirs to see."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from tests import factories as make
from tests.counting import statements
from tests.webapp.agenda.conftest import Plan
from tests.world import World
from webapp.access.actor import Actor, acting_as
from webapp.agenda import queries
from webapp.agenda.queries import Duty
from workflows.roadmaps.words import PartyKind, ProgressState, RoadmapState


def mine(actor: Actor, today: date) -> Sequence[Duty]:
    with acting_as(actor):
        return queries.mine(actor, today)


def titles(duties: Sequence[Duty]) -> list[str]:
    return [duty.measure.title for duty in duties]


def late(actor: Actor, today: date) -> list[str]:
    with acting_as(actor):
        return titles(queries.overdue(today))


def test_each_name_of_the_cell_means_somebody(town: World, plan: Plan, monday: date) -> None:
    person = make.party(plan.roadmap, "Критериев Д. О.", PartyKind.PERSON, user_id=town.school_2.head.user_id)
    for name, party in (
        ("управления", plan.department),
        ("кураторов", plan.curators),
        ("всех школ", plan.schools),
        ("первой школы", plan.first_school),
        ("института", plan.other),
        ("человека", person),
    ):
        make.measure(plan.roadmap, "15.12.2026", party, title=f"Дело {name}")
    assert titles(mine(town.coordinator, monday)) == ["Дело управления"]
    assert titles(mine(town.curator, monday)) == ["Дело кураторов"]
    assert titles(mine(town.school_1.head, monday)) == ["Дело всех школ", "Дело первой школы"]
    assert titles(mine(town.school_2.head, monday)) == ["Дело всех школ", "Дело человека"]
    assert titles(mine(town.school_2.coordinator, monday)) == ["Дело всех школ"]
    for nobody in (town.observer, town.chief, town.foreign_coordinator, town.foreign_school.head):
        assert titles(mine(nobody, monday)) == []


def test_what_is_not_in_force_is_owed_by_nobody(town: World, plan: Plan, monday: date) -> None:
    draft = make.roadmap(town.municipality, state=RoadmapState.DRAFT)
    closed = make.roadmap(town.municipality, state=RoadmapState.CLOSED)
    foreign = make.roadmap(town.foreign)
    for row in (draft, closed, foreign):
        make.measure(row, "01.11.2026", make.party(row, "УО"), title="Не в силе")
    make.measure(
        plan.roadmap, "01.11.2026", plan.department, title="Исключено", excluded_on=date(2026, 10, 1)
    )
    make.measure(plan.roadmap, "01.11.2026", plan.department, title="В силе")
    assert titles(mine(town.coordinator, monday)) == ["В силе"]
    for actor in (town.coordinator, town.observer, town.curator, town.chief):
        assert late(actor, monday) == ["В силе"]
    assert late(town.foreign_coordinator, monday) == ["Не в силе"]


def test_a_schools_own_roadmap_is_the_schools_own_business(town: World, monday: date) -> None:
    own = make.roadmap(town.municipality, school_id=town.school_1.school.id)
    make.measure(own, "01.12.2026", make.party(own, "Директор", PartyKind.OTHER), title="Своё")
    assert titles(mine(town.school_1.head, monday)) == ["Своё"]
    assert titles(mine(town.school_2.head, monday)) == titles(mine(town.coordinator, monday)) == []


def test_each_school_owes_its_own_execution(town: World, plan: Plan, monday: date) -> None:
    measure = make.measure(plan.roadmap, "20.11.2026", plan.schools, plan.curators, per_school=True)
    make.progress(
        measure,
        town.school_1.head,
        occurrence=f"s{town.school_1.school.id}",
        school_id=town.school_1.school.id,
    )
    assert mine(town.school_1.head, monday) == ()
    (duty,) = mine(town.school_2.head, monday)
    assert duty.occurrence.school_id == town.school_2.school.id
    assert [one.occurrence.school_id for one in mine(town.curator, monday)] == [town.school_2.school.id]
    assert [one.occurrence.school_id for one in mine(town.other_curator, monday)] == [town.school_3.school.id]
    with acting_as(town.coordinator):
        assert len(queries.overdue(monday)) == 2
    with acting_as(town.school_2.head):
        assert [one.occurrence.school_id for one in queries.overdue(monday)] == [town.school_2.school.id]


@pytest.mark.parametrize(("state", "owed"), [
    (ProgressState.EXECUTED, False), (ProgressState.CONFIRMED, False), (ProgressState.DECLINED, True),
    (ProgressState.REVOKED, True), (ProgressState.WITHDRAWN, True),
])  # fmt: skip
def test_what_was_executed_is_no_longer_owed(
    town: World, plan: Plan, monday: date, state: ProgressState, owed: bool
) -> None:
    make.progress(make.measure(plan.roadmap, "20.11.2026", plan.department), town.coordinator, state)
    found = mine(town.coordinator, monday)
    assert len(found) == len(late(town.coordinator, monday)) == int(owed)
    assert [one.declined for one in found] == ([state is not ProgressState.WITHDRAWN] if owed else [])


def test_turns_that_were_missed_are_overdue_and_the_next_one_comes(
    town: World, plan: Plan, monday: date
) -> None:
    make.measure(plan.roadmap, "ежемесячно, сентябрь – декабрь", plan.department)
    assert [one.occurrence.label for one in mine(town.coordinator, monday)] == [
        "сентябрь 2026", "октябрь 2026", "ноябрь 2026",
    ]  # fmt: skip
    with acting_as(town.coordinator):
        assert [one.occurrence.label for one in queries.overdue(monday)] == ["сентябрь 2026", "октябрь 2026"]


@pytest.mark.parametrize("read", [mine, late])
def test_the_number_of_statements_does_not_grow(
    town: World, monday: date, read: Callable[[Actor, date], object]
) -> None:
    counts = []
    for n in (1, 3):
        for _ in range(n):
            roadmap = make.roadmap(town.municipality, programme_id=town.programme.id)
            department = make.party(roadmap, "УО")
            for per_school in (True, False):
                measure = make.measure(roadmap, "20.11.2026", department, per_school=per_school)
                make.progress(measure, town.curator, ProgressState.DECLINED, decided_by=town.coordinator)
        with statements() as seen:
            read(town.coordinator, monday)
        counts.append(len(seen))
    assert counts[0] == counts[1]
