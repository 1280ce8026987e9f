"""Both routes against a table written apart from them (BZ-01), and the invariants of the process by name."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from workflows.facts import Facts, SheetOf
from workflows.kinds import KINDS, route_of
from workflows.route import Refused, Route, Step
from workflows.routes import ROUTES
from workflows.verdicts import VerdictKind as V
from workflows.vocabulary import Asks, Event, Role, State, Turn
from workflows.vocabulary import Role as R
from workflows.vocabulary import State as S

MAIN, PROGRAMME, DEVELOPMENT = ROUTES["main"], ROUTES["programme"], ROUTES["development"]
ACTIONS = {step.action for route in ROUTES.values() for step in route.steps}
SENDERS, EXAMINERS = {R.SCHOOL, R.HEAD}, {R.EXPERT, R.COORDINATOR}

Line = tuple[set[Role], State]
COMMON: Mapping[tuple[State, str], Line] = {
    (S.DRAFT, "submit"): (SENDERS, S.CURATOR_REVIEW),
    (S.CURATOR_REVIEW, "withdraw"): (SENDERS, S.WITHDRAWN),
    (S.CURATOR_REVIEW, "return"): ({R.CURATOR}, S.CURATOR_RETURNED),
    (S.CURATOR_REVIEW, "confirm"): ({R.CURATOR}, S.ADMITTED),
    (S.CURATOR_RETURNED, "resubmit"): (SENDERS, S.CURATOR_REVIEW),
    (S.WITHDRAWN, "resume"): (SENDERS, S.DRAFT),
    (S.ADMITTED, "begin"): (EXAMINERS, S.EXPERTISE),
    (S.EXPERTISE, "conclude"): (EXAMINERS, S.CONCLUDED),
    (S.CONCLUDED, "reopen"): ({R.COORDINATOR}, S.EXPERTISE),
    (S.CONCLUDED, "release"): ({R.COORDINATOR}, S.CONFORMS),
    (S.EXPERTISE_RETURNED, "resubmit"): (SENDERS, S.CURATOR_REVIEW),
    (S.CONFORMS, "include"): ({R.COORDINATOR}, S.REPORTED),
    (S.CONFORMS_WITH_REMARKS, "include"): ({R.COORDINATOR}, S.REPORTED),
    (S.FAILS, "include"): ({R.COORDINATOR}, S.REPORTED),
}
PLACING: Mapping[tuple[State, str], Line] = {
    (S.CONFORMS, "place"): ({R.COORDINATOR}, S.PLACED),
    (S.CONFORMS_WITH_REMARKS, "place"): ({R.COORDINATOR}, S.PLACED),
    (S.REPORTED, "place"): ({R.COORDINATOR}, S.PLACED),
}
FOUNDING: Mapping[tuple[State, str], Line] = {
    (S.CONCLUDED, "release"): ({R.COORDINATOR}, S.FOUNDER_REVIEW),
    (S.FOUNDER_REVIEW, "agree"): ({R.CHIEF}, S.AGREED),
    (S.FOUNDER_REVIEW, "decline"): ({R.CHIEF}, S.FOUNDER_RETURNED),
    (S.FOUNDER_RETURNED, "resubmit"): (SENDERS, S.CURATOR_REVIEW),
    (S.AGREED, "approve"): (SENDERS, S.APPROVED),
    (S.APPROVED, "include"): ({R.COORDINATOR}, S.REPORTED),
}
POSITIVE = {S.CONFORMS, S.CONFORMS_WITH_REMARKS}
TABLE = {
    "main": {**COMMON, **PLACING},
    "programme": dict(COMMON),
    "development": {key: line for key, line in COMMON.items() if key[0] not in POSITIVE} | FOUNDING,
}

ALONE = {(S.ADMITTED, "begin"), (S.EXPERTISE, "conclude"), (S.CONCLUDED, "reopen")}
JOINT: Mapping[tuple[State, str], Line] = {
    (S.ADMITTED, "begin"): ({R.EXPERT}, S.EXPERTISE),
    (S.EXPERTISE, "join"): ({R.EXPERT}, S.EXPERTISE),
    (S.EXPERTISE, "hand_in"): ({R.EXPERT}, S.EXPERTISE),
    (S.EXPERTISE, "reconcile_early"): ({R.COORDINATOR}, S.RECONCILIATION),
    (S.RECONCILIATION, "reconcile"): ({R.COORDINATOR}, S.RECONCILIATION),
    (S.RECONCILIATION, "conclude"): ({R.COORDINATOR}, S.CONCLUDED),
    (S.CONCLUDED, "reopen"): ({R.COORDINATOR}, S.RECONCILIATION),
}
"""What differs when two experts examine apart."""

FREE = Facts(
    actor_id=1,
    actor_roles=frozenset(Role),
    declared_no_personal_data=True,
    open_remarks=1,
    standing_remarks=1,
    confirmer_id=2,
    verdict=V.CONFORMS,
)
"""Nothing stands in the way: what is refused now is refused by the table alone."""
NO_REMARKS = replace(FREE, open_remarks=0, standing_remarks=0)


def facts_for(action: str) -> Facts:
    return FREE if action == "return" else NO_REMARKS


def offered(route: Route, state: State, role: Role, facts: Facts) -> set[str]:
    return {step.action for step in route.open_steps(state, [role], facts)}


@pytest.mark.parametrize("code", sorted(ROUTES))
def test_only_what_stands_in_the_table_may_be_done_for_every_state_action_and_role(code: str) -> None:
    route = ROUTES[code]
    for state in State:
        for action in sorted(ACTIONS):
            allowed, target = TABLE[code].get((state, action), (set(), None))
            for role in Role:
                case = (code, state, action, role)
                if role in allowed:
                    assert route.choose(action, state, [role], facts_for(action)).to_state is target, case
                    assert action in offered(route, state, role, facts_for(action)), case
                else:
                    with pytest.raises(Refused):
                        route.choose(action, state, [role], facts_for(action))
                    assert action not in offered(route, state, role, facts_for(action)), case


@pytest.mark.parametrize("code", sorted(ROUTES))
def test_two_experts_go_their_own_way_between_admission_and_conclusion(code: str) -> None:
    route = ROUTES[code]
    table = {line: where for line, where in TABLE[code].items() if line not in ALONE} | JOINT
    for state in State:
        for action in sorted(ACTIONS):
            allowed, target = table.get((state, action), (set(), None))
            facts = replace(facts_for(action), joint=True, **JOINT_FACTS.get(action, {}))
            for role in Role:
                case = (code, state, action, role)
                if role in allowed:
                    assert route.choose(action, state, [role], facts).to_state is target, case
                    assert action in offered(route, state, role, facts), case
                else:
                    with pytest.raises(Refused):
                        route.choose(action, state, [role], facts)


JOINT_FACTS: Mapping[str, dict[str, Any]] = {
    "hand_in": {"sheets": (SheetOf(1, handed_in=False), SheetOf(3, handed_in=False))},
    "reconcile_early": {"sheets": (SheetOf(3, handed_in=True), SheetOf(4, handed_in=False))},
    "conclude": {"reconciling": True},
}


def test_the_last_of_two_sheets_opens_the_reconciliation_and_no_sheet_is_handed_in_twice() -> None:
    mine, theirs = SheetOf(1, handed_in=False), SheetOf(3, handed_in=True)
    last = replace(NO_REMARKS, joint=True, sheets=(theirs, mine))
    assert MAIN.choose("hand_in", S.EXPERTISE, [R.EXPERT], last).to_state is S.RECONCILIATION
    again = replace(last, sheets=(theirs, SheetOf(1, handed_in=True)))
    assert offered(MAIN, S.EXPERTISE, R.EXPERT, again) == set()
    third = replace(last, sheets=(theirs, SheetOf(4, handed_in=False)))
    assert "два эксперта" in joint_refusal("join", S.EXPERTISE, R.EXPERT, third)
    unfilled = replace(last, sheet_problems=("А.1",))
    assert "А.1" in joint_refusal("hand_in", S.EXPERTISE, R.EXPERT, unfilled)
    nothing = replace(last, actor_id=9, sheets=(mine,))
    assert "reconcile_early" not in offered(MAIN, S.EXPERTISE, R.COORDINATOR, nothing)


def test_who_examined_does_not_reconcile_and_differences_are_decided_before_the_conclusion() -> None:
    sheets = (SheetOf(1, handed_in=True), SheetOf(3, handed_in=True))
    joint = replace(NO_REMARKS, joint=True, sheets=sheets)
    assert "другой координатор" in joint_refusal("reconcile", S.RECONCILIATION, R.COORDINATOR, joint)
    others = replace(joint, actor_id=9)
    assert offered(MAIN, S.RECONCILIATION, R.COORDINATOR, others) == {"reconcile"}
    begun = replace(others, reconciling=True, sheet_problems=("Б.2",))
    assert offered(MAIN, S.RECONCILIATION, R.COORDINATOR, begun) == {"conclude"}
    assert "Б.2" in joint_refusal("conclude", S.RECONCILIATION, R.COORDINATOR, begun)


def test_a_declared_conflict_of_interest_closes_every_decision() -> None:
    biased = replace(NO_REMARKS, standing_remarks=1, declared_conflict="Сестра работает в школе.")
    for action, state, role in (
        ("return", S.CURATOR_REVIEW, R.CURATOR),
        ("confirm", S.CURATOR_REVIEW, R.CURATOR),
        ("begin", S.ADMITTED, R.EXPERT),
        ("conclude", S.EXPERTISE, R.EXPERT),
        ("reopen", S.CONCLUDED, R.COORDINATOR),
        ("release", S.CONCLUDED, R.COORDINATOR),
    ):
        assert "Сестра работает в школе" in " ".join(refused(action, state, role, biased))


def joint_refusal(action: str, state: State, role: Role, facts: Facts) -> str:
    return " ".join(refused(action, state, role, facts))


def test_a_role_that_never_moves_has_no_button_anywhere() -> None:
    for route in ROUTES.values():
        for state in State:
            assert route.open_steps(state, [R.METHODIST, R.OBSERVER, R.ADMIN], FREE) == ()
    for route in (MAIN, PROGRAMME):
        for state in State:
            assert route.open_steps(state, [R.CHIEF], FREE) == (), (
                "the founder decides on development programmes alone"
            )


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (V.CONFORMS, S.CONFORMS),
        (V.WITH_REMARKS, S.CONFORMS_WITH_REMARKS),
        (V.FAILS, S.FAILS),
        (V.REWORK, S.EXPERTISE_RETURNED),
    ],
)
@pytest.mark.parametrize("code", sorted(ROUTES))
def test_a_released_verdict_leads_where_it_says(code: str, verdict: V, state: State) -> None:
    step = ROUTES[code].choose("release", S.CONCLUDED, [R.COORDINATOR], replace(NO_REMARKS, verdict=verdict))
    founders = code == "development" and state in POSITIVE
    assert step.to_state is (S.FOUNDER_REVIEW if founders else state)


def test_no_verdict_is_released_before_it_is_given() -> None:
    with pytest.raises(Refused, match="Обновите страницу"):
        MAIN.choose("release", S.CONCLUDED, [R.COORDINATOR], replace(NO_REMARKS, verdict=None))


@pytest.mark.parametrize("route", ROUTES.values(), ids=lambda route: route.code)
def test_each_route_begins_in_a_private_draft_and_says_whose_turn_it_is(route: Route) -> None:
    assert route.initial is S.DRAFT and route.private == {S.DRAFT}
    assert set(route.turn) == route.states
    for state in route.states:
        movers = {role for step in route.steps if state in step.from_states for role in step.roles}
        if route.turn[state] is not Turn.NOBODY:
            assert movers & MOVERS[route.turn[state]], f"the turn of {state} belongs to one who can move"


MOVERS = {
    Turn.SCHOOL: SENDERS,
    Turn.CURATOR: {R.CURATOR},
    Turn.EXPERT: EXAMINERS,
    Turn.COORDINATOR: {R.COORDINATOR},
    Turn.CHIEF: {R.CHIEF},
}


@pytest.mark.parametrize("route", ROUTES.values(), ids=lambda route: route.code)
def test_each_step_announces_an_event_and_promises_what_follows(route: Route) -> None:
    for step in route.steps:
        assert step.emits and all(isinstance(event, Event) for event in step.emits), step.action
    promised = {step.action for step in route.steps if step.promise}
    silent = {step.action for step in route.steps} - promised
    assert silent <= {"include"}, "included packages are chosen in the report, not on a page of their own"


def test_every_kind_goes_along_a_route_that_is_there() -> None:
    assert {kind.route for kind in KINDS.values()} == set(ROUTES)
    assert route_of("concept") is MAIN and route_of("effective_mode") is PROGRAMME
    assert route_of("development") is DEVELOPMENT
    with pytest.raises(KeyError):
        route_of("vanished")


def test_placing_in_the_federal_system_is_no_part_of_a_municipal_programme() -> None:
    assert S.PLACED in MAIN.states and S.PLACED not in PROGRAMME.states


# --- the invariants of the process, each on both tables ----------------------------------------------


def refused(action: str, state: State, role: Role, facts: Facts) -> tuple[str, ...]:
    """The reasons all routes give, which are the same."""
    told = []
    for route in ROUTES.values():
        with pytest.raises(Refused) as refusal:
            route.choose(action, state, [role], facts)
        told.append(refusal.value.reasons)
    assert len(set(told)) == 1
    return told[0]


def steps_into(state: State) -> set[str]:
    return {step.action for route in ROUTES.values() for step in route.steps if step.to_state is state}


def test_1_the_same_person_never_confirms_and_examines_one_package() -> None:
    confirmed_it = replace(NO_REMARKS, confirmer_id=1)
    for action, state, role in (
        ("begin", S.ADMITTED, R.EXPERT),
        ("begin", S.ADMITTED, R.COORDINATOR),
        ("conclude", S.EXPERTISE, R.COORDINATOR),
        ("reopen", S.CONCLUDED, R.COORDINATOR),
        ("release", S.CONCLUDED, R.COORDINATOR),
    ):
        assert "подтвердили этот пакет" in " ".join(refused(action, state, role, confirmed_it))
    examined_it = replace(NO_REMARKS, examined_by=frozenset({1}))
    assert "проводили экспертизу" in " ".join(refused("confirm", S.CURATOR_REVIEW, R.CURATOR, examined_it))


def test_1_nobody_decides_on_the_package_of_his_own_school() -> None:
    own = replace(FREE, own_school=True)
    for action, state, role in (
        ("return", S.CURATOR_REVIEW, R.CURATOR),
        ("confirm", S.CURATOR_REVIEW, R.CURATOR),
        ("begin", S.ADMITTED, R.EXPERT),
        ("conclude", S.EXPERTISE, R.EXPERT),
        ("reopen", S.CONCLUDED, R.COORDINATOR),
        ("release", S.CONCLUDED, R.COORDINATOR),
    ):
        assert "вашей школы" in " ".join(refused(action, state, role, own))


def test_2_only_the_curator_of_this_package_confirms_and_returns_it() -> None:
    for route in ROUTES.values():
        for step in route.steps:
            if step.action in {"confirm", "return"}:
                assert step.roles == {R.CURATOR}
        assert {step.action for step in route.steps if step.to_state is S.ADMITTED} == {"confirm"}


def test_3_an_expertise_is_begun_once_a_round_and_every_new_version_passes_the_curator() -> None:
    assert steps_into(S.EXPERTISE) - {"join", "hand_in"} == {"begin", "reopen"}, (
        "reopening continues the same expertise and its edition"
    )
    assert steps_into(S.CURATOR_REVIEW) == {"submit", "resubmit"}
    leaving = {step.to_state for step in MAIN.steps if S.EXPERTISE_RETURNED in step.from_states}
    assert leaving == {S.CURATOR_REVIEW}


def test_4_a_return_carries_a_dated_remark() -> None:
    assert "хотя бы одно замечание" in refused("return", S.CURATOR_REVIEW, R.CURATOR, NO_REMARKS)[0]
    undated = replace(FREE, undated_remarks=(3,))
    assert "№ 3" in refused("return", S.CURATOR_REVIEW, R.CURATOR, undated)[0]
    rework = replace(NO_REMARKS, verdict=V.REWORK)
    assert "хотя бы одно замечание" in refused("conclude", S.EXPERTISE, R.EXPERT, rework)[0]
    undated = replace(rework, new_remarks=1, undated_remarks=(3, 4))
    assert "срок устранения у замечаний № 3, 4" in refused("conclude", S.EXPERTISE, R.EXPERT, undated)[0]


def test_4_an_unanswered_remark_blocks_resubmission() -> None:
    unanswered = replace(FREE, unanswered_remarks=(1, 4))
    for state in (S.CURATOR_RETURNED, S.EXPERTISE_RETURNED):
        assert refused("resubmit", state, R.HEAD, unanswered) == ("Ответьте на замечания: № 1, 4.",)
    assert refused("submit", S.DRAFT, R.HEAD, unanswered) == ("Ответьте на замечания: № 1, 4.",)


def test_4_a_remark_already_answered_is_no_reason_to_return() -> None:
    answered = replace(FREE, standing_remarks=0, essential_open=(1,))
    assert "хотя бы одно замечание" in refused("return", S.CURATOR_REVIEW, R.CURATOR, answered)[0]
    rework = replace(answered, verdict=V.REWORK)
    assert "хотя бы одно замечание" in refused("conclude", S.EXPERTISE, R.EXPERT, rework)[0]


def test_4_a_package_once_returned_cannot_be_withdrawn_from_its_remarks() -> None:
    returned = replace(FREE, rounds_used=1)
    assert "уже возвращали" in refused("withdraw", S.CURATOR_REVIEW, R.HEAD, returned)[0]


def test_5_a_package_is_not_withdrawn_when_it_could_not_be_sent_again() -> None:
    late = replace(FREE, window_closed=True)
    assert "нельзя будет направить снова" in refused("withdraw", S.CURATOR_REVIEW, R.HEAD, late)[0]
    excused = replace(late, late_reason="Паводок.")
    assert MAIN.choose("withdraw", S.CURATOR_REVIEW, [R.HEAD], excused).to_state is S.WITHDRAWN


@pytest.mark.parametrize("verdict", [V.CONFORMS, V.WITH_REMARKS])
def test_4_an_open_essential_remark_blocks_acceptance(verdict: V) -> None:
    open_one = replace(NO_REMARKS, essential_open=(2,), verdict=verdict)
    assert "№ 2" in refused("conclude", S.EXPERTISE, R.EXPERT, open_one)[0]
    assert "Подтвердите устранение" in refused("confirm", S.CURATOR_REVIEW, R.CURATOR, FREE)[0]


def test_4_an_open_essential_remark_does_not_block_a_refusal() -> None:
    for verdict in (V.FAILS, V.REWORK):
        facts = replace(NO_REMARKS, standing_remarks=1, essential_open=(2,), verdict=verdict)
        assert MAIN.choose("conclude", S.EXPERTISE, [R.EXPERT], facts).to_state is S.CONCLUDED


def test_5_a_late_package_is_taken_only_with_the_coordinators_reason() -> None:
    late = replace(NO_REMARKS, window_closed=True)
    assert "Приём документов закрыт" in refused("submit", S.DRAFT, R.HEAD, late)[0]
    excused = replace(late, late_reason="Отключение связи подтверждено.")
    assert MAIN.choose("submit", S.DRAFT, [R.HEAD], excused).to_state is S.CURATOR_REVIEW
    early = replace(NO_REMARKS, window_opened=False, late_reason="Причина.")
    assert "ещё не открыт" in refused("submit", S.DRAFT, R.HEAD, early)[0]


def test_5_a_returned_package_may_come_back_after_the_stage_closed() -> None:
    late = replace(NO_REMARKS, window_closed=True)
    assert MAIN.choose("resubmit", S.CURATOR_RETURNED, [R.HEAD], late).to_state is S.CURATOR_REVIEW


def test_6_nothing_of_the_expertise_reaches_the_school_but_by_release() -> None:
    for route in ROUTES.values():
        outside = {S.CONFORMS, S.CONFORMS_WITH_REMARKS, S.FAILS, S.EXPERTISE_RETURNED, S.FOUNDER_REVIEW}
        for step in route.steps:
            if step.to_state in outside:
                assert step.action == "release" and step.roles == {R.COORDINATOR}
            if step.from_states & {S.ADMITTED, S.EXPERTISE, S.CONCLUDED}:
                assert not step.roles & SENDERS


def test_6_only_the_acting_expert_goes_on_with_his_expertise() -> None:
    anothers = replace(NO_REMARKS, acting_examiner_id=9)
    for action, state in (("begin", S.ADMITTED), ("conclude", S.EXPERTISE)):
        assert "другой эксперт" in refused(action, state, R.EXPERT, anothers)[0]


def test_7_a_decided_package_goes_forward_only_and_reopening_asks_for_a_reason() -> None:
    decided = {S.CONFORMS, S.CONFORMS_WITH_REMARKS, S.FAILS, S.REPORTED, S.PLACED}
    for route in ROUTES.values():
        for step in route.steps:
            if step.from_states & decided:
                assert step.to_state in {S.REPORTED, S.PLACED}
            if step.action in {"reopen", "withdraw"}:
                assert step.asks is Asks.REASON


def test_8_rounds_are_limited_for_the_curator_and_for_the_expert() -> None:
    spent = replace(FREE, rounds_used=2, rounds_limit=2)
    assert "2 из 2" in refused("return", S.CURATOR_REVIEW, R.CURATOR, spent)[0]
    rework = replace(spent, verdict=V.REWORK)
    assert "2 из 2" in " ".join(refused("conclude", S.EXPERTISE, R.EXPERT, rework))
    final = replace(spent, open_remarks=0, standing_remarks=0, verdict=V.FAILS)
    assert MAIN.choose("conclude", S.EXPERTISE, [R.EXPERT], final).to_state is S.CONCLUDED
    another = replace(spent, rounds_limit=3)
    assert MAIN.choose("return", S.CURATOR_REVIEW, [R.CURATOR], another).to_state is S.CURATOR_RETURNED


def test_the_founder_decides_after_a_positive_conclusion_alone() -> None:
    before = DEVELOPMENT.states - {S.FOUNDER_REVIEW}
    for state in before:
        for action in ("agree", "decline"):
            with pytest.raises(Refused):
                DEVELOPMENT.choose(action, state, [R.CHIEF], NO_REMARKS)


def test_the_founder_is_apart_from_those_who_checked_and_examined_the_package() -> None:
    for own, word in (
        ({"own_school": True}, "вашей школы"),
        ({"confirmer_id": 1}, "другой человек"),
        ({"examined_by": frozenset({1})}, "другой человек"),
    ):
        for action in ("agree", "decline"):
            with pytest.raises(Refused, match=word):
                DEVELOPMENT.choose(action, S.FOUNDER_REVIEW, [R.CHIEF], replace(NO_REMARKS, **own))  # type: ignore[arg-type]


def test_a_refusal_of_the_founder_carries_its_reasons_and_every_decision_its_paper() -> None:
    with pytest.raises(Refused, match="мотивы"):
        DEVELOPMENT.choose("decline", S.FOUNDER_REVIEW, [R.CHIEF], replace(NO_REMARKS, reasons=False))
    for action, state, role in (
        ("agree", S.FOUNDER_REVIEW, R.CHIEF),
        ("decline", S.FOUNDER_REVIEW, R.CHIEF),
        ("approve", S.AGREED, R.HEAD),
    ):
        with pytest.raises(Refused, match="реквизиты"):
            DEVELOPMENT.choose(action, state, [role], replace(NO_REMARKS, paper_named=False))


def test_a_round_the_founder_opened_is_not_one_of_the_limited_ones() -> None:
    spent = replace(NO_REMARKS, rounds_used=2, rounds_limit=2)
    assert DEVELOPMENT.choose("decline", S.FOUNDER_REVIEW, [R.CHIEF], spent).to_state is S.FOUNDER_RETURNED
    assert DEVELOPMENT.choose("resubmit", S.FOUNDER_RETURNED, [R.HEAD], spent).to_state is S.CURATOR_REVIEW


def test_only_accepted_packages_are_placed_in_the_federal_system() -> None:
    failed = replace(NO_REMARKS, verdict=V.FAILS)
    with pytest.raises(Refused, match="ИС МЭДК"):
        MAIN.choose("place", S.REPORTED, [R.COORDINATOR], failed)
    assert MAIN.choose("place", S.REPORTED, [R.COORDINATOR], NO_REMARKS).to_state is S.PLACED


def test_steps_that_ask_have_a_question_and_those_that_send_a_declaration() -> None:
    asked: dict[str, Asks] = {}
    step: Step
    for step in MAIN.steps:
        asked.setdefault(step.action, step.asks)
    assert asked == {
        "submit": Asks.DECLARATION,
        "resubmit": Asks.DECLARATION,
        "withdraw": Asks.REASON,
        "resume": Asks.NOTHING,
        "return": Asks.PARTS,
        "confirm": Asks.STATEMENT,
        "begin": Asks.NOTHING,
        "join": Asks.NOTHING,
        "hand_in": Asks.NOTHING,
        "reconcile_early": Asks.REASON,
        "reconcile": Asks.NOTHING,
        "conclude": Asks.VERDICT,
        "reopen": Asks.REASON,
        "release": Asks.NOTHING,
        "include": Asks.NOTHING,
        "place": Asks.PLACEMENT,
    }
    undeclared = replace(NO_REMARKS, declared_no_personal_data=False)
    assert "персональных данных" in refused("submit", S.DRAFT, R.HEAD, undeclared)[0]


OLD_RULES = replace(
    NO_REMARKS, rounds_used=3, rounds_limit=2, window_closed=True, unanswered_remarks=(1,), unchecked_files=("Программа",)
)  # fmt: skip
"""What an earlier release may have left: a package returned, sent again and withdrawn, its stage closed since."""
REMEDY: Mapping[str, dict[str, object]] = {
    "the school answers its remarks": {"unanswered_remarks": ()},
    "the coordinator gives leave to send late": {"late_reason": "Паводок."},
    "the curator checks every file": {"unchecked_files": ()},
}


@pytest.mark.parametrize("code", sorted(ROUTES))
def test_from_no_state_of_stored_data_the_way_is_closed(code: str) -> None:
    route = ROUTES[code]
    mended = replace(OLD_RULES, **{name: value for one in REMEDY.values() for name, value in one.items()})  # type: ignore[arg-type]
    for state in set(State) & set(route.turn) - route.final:
        facts = replace(mended, joint=state is S.RECONCILIATION)
        steps = route.open_steps(state, list(Role), facts)
        ways = [step for step in steps if passes(route, step, state, facts)]
        assert ways, (code, state)


def passes(route: Route, step: Step, state: State, facts: Facts) -> bool:
    try:
        route.choose(step.action, state, list(Role), facts)
    except Refused:
        return False
    return True
