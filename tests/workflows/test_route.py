"""The engine: a table that cannot work does not import, a step that may not be taken is refused with every reason."""

from dataclasses import replace

import pytest

from workflows.facts import Facts
from workflows.route import BrokenRoute, Refused, Route, Step, unmet
from workflows.vocabulary import Event, Role, State, Turn

FACTS = Facts(actor_id=1, actor_roles=frozenset({Role.SCHOOL}))
TURN = dict.fromkeys(State, Turn.NOBODY)
A, B, C = State.DRAFT, State.CURATOR_REVIEW, State.ADMITTED


def go(action: str, start: set[State], end: State, **more: object) -> Step:
    roles = more.pop("roles", {Role.SCHOOL})
    return Step(action, action.capitalize(), frozenset(start), end, frozenset(roles), **more)  # type: ignore[arg-type, call-overload]


def route(*steps: Step, final: set[State] | None = None, turn: dict[State, Turn] | None = None) -> Route:
    return Route("sample", A, frozenset(final or {B}), frozenset({A}), TURN if turn is None else turn, steps)


def test_a_sound_table_is_a_route() -> None:
    sound = route(go("send", {A}, B))
    assert sound.states == {A, B}
    assert [step.action for step in sound.open_steps(A, [Role.SCHOOL], FACTS)] == ["send"]


@pytest.mark.parametrize(
    ("fault", "steps", "final"),
    [
        ("тупик", (go("send", {A}, B), go("lose", {A}, C)), {B}),
        ("недостижимо", (go("send", {A}, B), go("skip", {C}, B)), {B}),
        ("недостижимо", (go("send", {A}, B),), {B, C}),
        ("неоднозначен", (go("send", {A}, B), go("send", {A}, C)), {B, C}),
        ("неоднозначен", (go("send", {A}, B), go("send", {A}, C, when=lambda facts: True)), {B, C}),
        ("неоднозначен", (go("send", {A}, B, when=lambda facts: True), go("send", {A}, C)), {B, C}),
        ("ниоткуда или ничей", (go("send", set(), B), go("go", {A}, B)), {B}),
        ("ниоткуда или ничей", (go("send", {A}, B, roles=set()),), {B}),
        ("нет названия", (Step("send", "", frozenset({A}), B, frozenset({Role.SCHOOL})),), {B}),
        ("неизвестно", (go("send", {A}, B, emits=("vanished",)),), {B}),
        ("неизвестно", (go("send", {A}, B, roles={"stranger"}),), {B}),
    ],
)
def test_a_table_that_cannot_work_does_not_import(
    fault: str, steps: tuple[Step, ...], final: set[State]
) -> None:
    with pytest.raises(BrokenRoute, match=fault):
        route(*steps, final=final)


def test_a_table_that_does_not_say_whose_turn_it_is_does_not_import() -> None:
    with pytest.raises(BrokenRoute, match="чей ход"):
        route(go("send", {A}, B), turn={A: Turn.SCHOOL})


def test_one_action_may_lead_to_several_places_when_each_says_when() -> None:
    sound = route(
        go("decide", {A}, B, when=lambda facts: facts.has_files),
        go("decide", {A}, C, when=lambda facts: not facts.has_files),
        final={B, C},
    )
    assert sound.choose("decide", A, [Role.SCHOOL], FACTS).to_state is B
    assert sound.choose("decide", A, [Role.SCHOOL], replace(FACTS, has_files=False)).to_state is C
    assert [step.action for step in sound.open_steps(A, [Role.SCHOOL], FACTS)] == ["decide"], "one button"


def test_open_steps_keep_the_order_of_the_table_and_belong_to_the_role_and_the_state() -> None:
    sound = route(
        go("second", {A}, B),
        go("first", {A}, B),
        go("other", {A}, B, roles={Role.CURATOR}),
        go("later", {B}, A),
    )
    assert [step.action for step in sound.open_steps(A, [Role.SCHOOL], FACTS)] == ["second", "first"]
    assert [step.action for step in sound.open_steps(A, [Role.SCHOOL, Role.CURATOR], FACTS)] == [
        "second",
        "first",
        "other",
    ]
    assert sound.open_steps(A, [], FACTS) == ()


def test_refusal_carries_every_unmet_condition_of_the_case_and_of_the_answer() -> None:
    step = go(
        "send",
        {A},
        B,
        needs=(lambda facts: "Первое.", lambda facts: None, lambda facts: "Второе."),
        answered=(lambda facts: "Третье.",),
    )
    with pytest.raises(Refused) as refusal:
        route(step).choose("send", A, [Role.SCHOOL], FACTS)
    assert refusal.value.reasons == ("Первое.", "Второе.", "Третье.")
    assert str(refusal.value) == "Первое. Второе. Третье."
    assert unmet(step, FACTS) == ("Первое.", "Второе."), "the page shows what can be mended before it asks"


def test_an_action_elsewhere_by_somebody_else_or_unknown_is_refused_in_words() -> None:
    sound = route(go("send", {A}, B), go("back", {B}, A, roles={Role.CURATOR}))
    for action, state, roles, words in (
        ("send", B, [Role.SCHOOL], "Обновите страницу"),
        ("vanished", A, [Role.SCHOOL], "Обновите страницу"),
        ("back", B, [Role.SCHOOL], "выполняет другой участник"),
        ("back", B, [], "выполняет другой участник"),
    ):
        with pytest.raises(Refused, match=words):
            sound.choose(action, state, roles, FACTS)


def test_a_choice_without_a_fitting_case_is_refused() -> None:
    sound = route(go("decide", {A}, B, when=lambda facts: False), go("send", {A}, B))
    with pytest.raises(Refused, match="Обновите страницу"):
        sound.choose("decide", A, [Role.SCHOOL], FACTS)


def test_a_taken_step_says_what_follows() -> None:
    sound = route(go("send", {A}, B, emits=(Event.SUBMITTED,)))
    assert sound.choose("send", A, [Role.SCHOOL], FACTS).emits == (Event.SUBMITTED,)
