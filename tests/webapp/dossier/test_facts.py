"""What the guards are told of a package in each state of its way."""

from collections.abc import Callable

import pytest

from tests import factories as make
from tests.webapp.packages import walk as on
from tests.world import World
from webapp.access.actor import Actor, acting_as
from webapp.dossier import queries
from webapp.remarks import operations as remarks
from workflows.facts import Facts
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import FileDecision, RemarkKind, Role, State

ZERO = {"Б.1": (MarkValue.ZERO, "Причины не названы.")}


def facts(actor: Actor, walk: on.Walk, **given: VerdictKind) -> Facts:
    with acting_as(actor):
        return queries.facts_of(queries.dossier(walk.number, actor), actor, **given)


def actions(actor: Actor, walk: on.Walk) -> dict[str, int]:
    """The steps open to a person, each with how many conditions it still lacks."""
    with acting_as(actor):
        steps = queries.steps_for(queries.dossier(walk.number, actor), actor)
    return {step.action: len(lacking) for step, lacking in steps}


def write(walk: on.Walk, actor: Actor, kind: RemarkKind = RemarkKind.ESSENTIAL) -> None:
    with acting_as(actor):
        remarks.write(walk.number, on.remark(walk.town.today, "Нет подписи.", kind), actor=actor)


def test_a_draft_lacks_what_its_kind_asks_for(town: World) -> None:
    walk = on.begun(town)
    whole = facts(town.school_1.head, walk)
    assert (whole.missing_slots, whole.missing_answers, whole.has_files) == ((), (), True)
    assert whole.has_curator and whole.window_opened and not whole.window_closed
    for file in walk.files():
        file.in_draft = False
        make.save(file)
    bare = facts(town.school_1.head, walk)
    assert not bare.has_files and len(bare.missing_slots) == 2
    assert actions(town.school_1.head, walk)["submit"] > 0


def test_on_the_curators_desk_files_wait_for_decisions_and_remarks_for_the_school(town: World) -> None:
    walk = on.sent(town)
    fresh = facts(town.curator, walk)
    assert set(fresh.unchecked_files) == {"Программа.pdf", "Протокол.pdf"} and fresh.open_remarks == 0
    first, second = walk.files()
    walk.check(first)
    walk.check(second, FileDecision.RETURNED, text="Нет подписи.")
    write(walk, town.curator, RemarkKind.RECOMMENDATION)
    judged = facts(town.curator, walk)
    assert judged.unchecked_files == () and judged.returned_files == (second.name,)
    assert judged.open_remarks == 1, "advice binds nobody"
    assert (judged.new_remarks, judged.unanswered_remarks, judged.undated_remarks) == (2, (), ())
    assert actions(town.curator, walk)["return"] == 0 and actions(town.curator, walk)["confirm"] > 0


def test_a_returned_package_waits_for_answers(town: World) -> None:
    walk = on.sent(town)
    write(walk, town.curator)
    walk.step(town.curator, "return")
    returned = facts(town.school_1.head, walk)
    assert returned.unanswered_remarks == returned.essential_open == (1,)
    assert (returned.rounds_used, returned.rounds_limit, returned.new_remarks) == (1, 2, 0)
    walk.answer(1)
    answered = facts(town.school_1.head, walk)
    assert answered.unanswered_remarks == () and answered.essential_open == (1,)


def test_who_confirmed_is_remembered(town: World) -> None:
    walk = on.sent(town)
    assert facts(town.curator, walk).confirmer_id is None
    walk.admit()
    admitted = facts(town.coordinator, walk)
    assert (admitted.confirmer_id, admitted.examined_by) == (town.curator.user_id, frozenset())
    assert admitted.acting_examiner_id is None and admitted.sheet_problems == ()


def test_an_open_sheet_tells_what_it_lacks(town: World) -> None:
    walk = on.admitted(town)
    walk.step(town.coordinator, "begin")
    empty = facts(town.coordinator, walk)
    assert (empty.acting_examiner_id, empty.examined_by) == (
        town.coordinator.user_id,
        frozenset({town.coordinator.user_id}),
    )
    assert "Б.1" in empty.sheet_problems and empty.verdict is None
    walk.mark_all(ZERO)
    filled = facts(town.coordinator, walk, verdict=VerdictKind.REWORK)
    assert (filled.sheet_problems, filled.new_remarks) == ((), 1)
    assert filled.verdict is VerdictKind.REWORK


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (VerdictKind.CONFORMS, State.FOUNDER_REVIEW),
        (VerdictKind.WITH_REMARKS, State.FOUNDER_REVIEW),
        (VerdictKind.FAILS, State.FAILS),
    ],
)
def test_a_conclusion_and_a_decision_carry_their_verdict(
    town: World, verdict: VerdictKind, state: State
) -> None:
    walk = on.admitted(town)
    walk.examine(verdict)
    concluded = facts(town.coordinator, walk)
    assert concluded.verdict is verdict and concluded.acting_examiner_id is None
    assert facts(town.school_1.head, walk).verdict is None, "not before its release"
    walk.step(town.coordinator, "release")
    assert walk.row().state is state
    assert facts(town.school_1.head, walk).verdict is verdict
    if state is State.FOUNDER_REVIEW:
        assert actions(town.coordinator, walk) == {}
        assert set(actions(town.chief, walk)) == {"agree", "decline"}
        return
    assert actions(town.coordinator, walk) == {"include": 0}
    walk.step(town.coordinator, "include")
    assert actions(town.coordinator, walk) == {}


def test_a_withdrawn_package_is_the_schools_to_resume(town: World) -> None:
    walk = on.sent(town)
    walk.step(town.school_1.head, "withdraw", text="Отправлен по ошибке.")
    assert set(actions(town.school_1.head, walk)) == {"resume"}


@pytest.mark.parametrize(
    ("person", "roles"),
    [
        (lambda town: town.school_1.head, {Role.HEAD}),
        (lambda town: town.curator, {Role.CURATOR}),
        (lambda town: town.school_2.head, set()),
    ],
    ids=["own head", "curator", "head of another school"],
)
def test_roles_are_those_on_this_very_package(
    town: World, person: Callable[[World], Actor], roles: set[Role]
) -> None:
    walk = on.sent(town)
    assert queries.roles_on(person(town), walk.row()) == roles
