"""Packages given out at once with a preview, the load of each expert, conflicts of interest (AZ-09)."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.counting import statements
from tests.pages import SignIn
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import acting_as, system_scope
from webapp.database import session
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere
from webapp.experts import operations, queries
from webapp.models import ConflictOfInterest, ExpertAssignment, JournalEntry, OutboxMessage
from webapp.packages import operations as packages
from webapp.packages import queries as rows
from workflows.route import Refused
from workflows.vocabulary import State

REASON = "Сестра эксперта работает в школе по договору."


def declare(town: World, reason: str = REASON) -> None:
    with acting_as(town.coordinator) as actor:
        operations.declare(town.school_1.school.id, reason, actor=actor, user_id=town.expert.user_id)


def assigned() -> list[str]:
    session.rollback()
    with system_scope("look"):
        return list(session.scalars(select(ExpertAssignment.user_name).order_by(ExpertAssignment.user_name)))


def test_the_preview_names_everybody_and_the_confirmation_assigns_at_once(
    town: World, sign_in: SignIn
) -> None:
    walk = on.admitted(town)
    with acting_as(town.coordinator) as actor:
        packages.set_joint(walk.number, joint=True, seen=walk.seen, actor=actor)
    browser = sign_in(town.coordinator)
    page = browser.get("/experts/assign").text
    assert walk.number in page and "нужно экспертов: 2" in page
    people = f"experts={town.expert.user_id}&experts={town.other_expert.user_id}"
    preview = browser.get(f"/experts/assign/preview?packages={walk.number}&{people}").text
    assert town.expert.name in preview and assigned() == []
    who = [f"{walk.number}:{town.expert.user_id}", f"{walk.number}:{town.other_expert.user_id}"]
    browser.post("/experts/assign", {"who": who}, token="once-and-again")
    browser.post("/experts/assign", {"who": who}, token="once-and-again")
    assert assigned() == sorted([town.expert.name, town.other_expert.name])
    with system_scope("look"):
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.event == "expert_assigned")).all()
        assert len(told) == 2
    assert "Все пакеты распределены" in browser.get("/experts/assign").text


def test_one_conflict_among_many_assigns_nobody_and_says_whom_and_why(town: World, sign_in: SignIn) -> None:
    walk = on.admitted(town)
    declare(town)
    browser = sign_in(town.coordinator)
    browser.get("/experts/assign")
    who = [f"{walk.number}:{town.other_expert.user_id}", f"{walk.number}:{town.expert.user_id}"]
    page = browser.post("/experts/assign", {"who": who}, status=422).text
    assert REASON in page and town.expert.name in page
    assert assigned() == []
    browser.post("/experts/assign", {"who": [""]}, status=422)


def test_a_coordinator_does_not_give_out_a_foreign_package(town: World) -> None:
    walk = on.admitted(town)
    with acting_as(town.foreign_coordinator) as actor, pytest.raises(NotThere):
        packages.assign_experts([(walk.number, town.expert.user_id)], actor=actor)


def test_a_declared_conflict_closes_assignment_and_expertise_until_it_is_withdrawn(town: World) -> None:
    walk = on.admitted(town)
    with acting_as(town.coordinator) as actor:
        packages.assign_expert(walk.number, town.expert.user_id, actor=actor)
    declare(town)
    with pytest.raises(Refused, match="Сестра эксперта"):
        walk.step(town.expert, "begin")
    with acting_as(town.coordinator) as actor:
        assert town.expert.user_id not in {one.id for one in rows.candidates(dossiers.get(walk.number))}
        row = queries.declared()[0]
        operations.withdraw(row.id, actor=actor)
    walk.step(town.expert, "begin")
    with system_scope("look"):
        kept = session.scalars(select(ConflictOfInterest)).one()
        assert kept.withdrawn_by_name == town.coordinator.name, "the row stays"
        actions = set(session.scalars(select(JournalEntry.action)))
    assert {"conflict.declared", "conflict.withdrawn"} <= actions


def test_a_curator_with_a_declared_conflict_does_not_confirm(town: World) -> None:
    walk = on.sent(town)
    walk.check_all()
    with acting_as(town.curator) as actor:
        operations.declare(town.school_1.school.id, "Консультировал школу по договору.", actor=actor)
    with pytest.raises(Refused, match="Консультировал"):
        walk.step(town.curator, "confirm", text="Пакет полон.")


def test_who_may_declare_and_withdraw_what(town: World) -> None:
    declare(town)
    with acting_as(town.coordinator) as actor:
        with pytest.raises(Invalid, match="уже заявлено"):
            operations.declare(town.school_1.school.id, REASON, actor=actor, user_id=town.expert.user_id)
        with pytest.raises(Invalid, match="в чём состоит"):
            operations.declare(town.school_2.school.id, " ", actor=actor)
        with pytest.raises(NotThere):
            operations.declare(town.foreign_school.school.id, REASON, actor=actor)
        with pytest.raises(NotThere):
            operations.declare(
                town.school_2.school.id, REASON, actor=actor, user_id=town.foreign_curator.user_id
            )
        number = queries.declared()[0].id
    with acting_as(town.expert) as actor:
        assert [one.reason for one in queries.declared()] == [REASON], "his own he sees"
        with pytest.raises(Invalid, match="внёс координатор"):
            operations.withdraw(number, actor=actor)
    with acting_as(town.other_expert) as actor:
        assert queries.declared() == []
        with pytest.raises(NotThere):
            operations.withdraw(number, actor=actor)
    with acting_as(town.foreign_coordinator):
        assert queries.declared() == []


def test_the_pages_of_conflicts(town: World, sign_in: SignIn) -> None:
    expert = sign_in(town.expert)
    page = expert.get("/experts/conflicts").text
    assert "Заявить о конфликте интересов" in page and town.other_expert.name not in page
    expert.get("/experts", status=404)
    coordinator = sign_in(town.coordinator)
    coordinator.get("/experts/conflicts")
    school = town.school_1.school.id
    data = {"person": str(town.expert.user_id), "school": str(school), "reason": ""}
    coordinator.post("/experts/conflicts", data, status=422)
    coordinator.post("/experts/conflicts", {**data, "reason": REASON})
    listed = coordinator.get("/experts/conflicts").text
    assert REASON in listed
    assert "1\u00a0школа" in coordinator.get("/experts").text


def test_the_statements_do_not_grow_with_the_packages(town: World, sign_in: SignIn) -> None:
    browser = sign_in(town.coordinator)
    on.admitted(town)
    browser.get("/experts/assign")
    with statements() as few:
        browser.get("/experts/assign")
    make.package(town.school_2.school, town.stage, kind=on.KIND, state=State.ADMITTED)
    with statements() as many:
        page = browser.get("/experts/assign").text
    assert page.count("нужно экспертов") == 2
    assert len(many) == len(few)
