"""The engine of a route: a literal table of steps, checked when it is imported, asked in two ways."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from workflows.facts import Facts
from workflows.vocabulary import Asks, Event, Role, State, Turn

Guard = Callable[[Facts], str | None]
"""A condition: None when it holds, otherwise what to do, in the user's words."""

Choice = Callable[[Facts], bool]
"""Tells which of several steps with one action this case takes."""


class Refused(Exception):
    """The step may not be taken; `reasons` are all unmet conditions in the user's words."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.reasons))


class BrokenRoute(Exception):
    """A route table that cannot work; raised at import, never in front of a user."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a route: who may move a package from where to where, under which conditions."""

    action: str
    label: str
    from_states: frozenset[State]
    to_state: State
    roles: frozenset[Role]
    needs: tuple[Guard, ...] = ()
    answered: tuple[Guard, ...] = ()
    """Conditions that the person's own answer on the page of the step must meet."""
    emits: tuple[Event, ...] = ()
    asks: Asks = Asks.NOTHING
    when: Choice | None = None
    promise: str = ""
    """What will follow, said on the page of the step."""


@dataclass(frozen=True)
class Route:
    """The life of a package. `turn` says who moves in each state; `private` states the school alone sees."""

    code: str
    initial: State
    final: frozenset[State]
    private: frozenset[State]
    turn: Mapping[State, Turn]
    steps: tuple[Step, ...]
    _by_action: dict[str, tuple[Step, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_action: dict[str, tuple[Step, ...]] = {}
        for step in self.steps:
            by_action[step.action] = (*by_action.get(step.action, ()), step)
        object.__setattr__(self, "_by_action", by_action)
        _validate(self)

    @property
    def states(self) -> frozenset[State]:
        ends = {step.to_state for step in self.steps}
        return frozenset({self.initial, *ends, *(s for step in self.steps for s in step.from_states)})

    def open_steps(self, state: State, roles: Iterable[Role], facts: Facts) -> tuple[Step, ...]:
        """Return the steps these roles may try in such a case, one for each action, in table order."""
        mine = frozenset(roles)
        found: dict[str, Step] = {}
        for step in self.steps:
            if state in step.from_states and mine & step.roles and (step.when is None or step.when(facts)):
                found.setdefault(step.action, step)
        return tuple(found.values())

    def choose(self, action: str, state: State, roles: Iterable[Role], facts: Facts) -> Step:
        """Return the one step this action means here, or raise Refused with every unmet condition."""
        mine = frozenset(roles)
        candidates = self._by_action.get(action, ())
        here = [step for step in candidates if state in step.from_states]
        if not here:
            raise Refused([f"В состоянии «{state.label}» это действие невозможно. Обновите страницу."])
        allowed = [step for step in here if mine & step.roles]
        if not allowed:
            raise Refused(["Это действие выполняет другой участник."])
        fitting = [step for step in allowed if step.when is None or step.when(facts)]
        if not fitting:
            raise Refused(["Сейчас это действие невозможно. Обновите страницу."])
        step = fitting[0]
        reasons = (*unmet(step, facts), *_reasons(step.answered, facts))
        if reasons:
            raise Refused(reasons)
        return step


def unmet(step: Step, facts: Facts) -> tuple[str, ...]:
    """Return every condition that does not hold before the step's page asks its question, as sentences."""
    return _reasons(step.needs, facts)


def _reasons(guards: Iterable[Guard], facts: Facts) -> tuple[str, ...]:
    return tuple(reason for guard in guards if (reason := guard(facts)) is not None)


def _validate(route: Route) -> None:
    _check_names(route)
    _check_turns(route)
    _check_reachable(route)
    _check_dead_ends(route)
    _check_choices(route)


def _check_names(route: Route) -> None:
    for step in route.steps:
        if not step.from_states or not step.roles:
            raise BrokenRoute(f"{route.code}: шаг {step.action} ниоткуда или ничей")
        if not step.label:
            raise BrokenRoute(f"{route.code}: у шага {step.action} нет названия")
        unknown: list[object] = [e for e in step.emits if not isinstance(e, Event)]
        unknown += [r for r in step.roles if not isinstance(r, Role)]
        if unknown:
            raise BrokenRoute(f"{route.code}: неизвестно {unknown}")


def _check_turns(route: Route) -> None:
    missing = route.states - set(route.turn)
    if missing:
        raise BrokenRoute(f"{route.code}: не сказано, чей ход в состояниях {sorted(missing)}")


def _check_reachable(route: Route) -> None:
    seen, frontier = {route.initial}, [route.initial]
    while frontier:
        state = frontier.pop()
        for step in route.steps:
            if state in step.from_states and step.to_state not in seen:
                seen.add(step.to_state)
                frontier.append(step.to_state)
    lost = route.states - seen
    if lost or not route.final <= seen:
        raise BrokenRoute(f"{route.code}: недостижимо {sorted(lost | (route.final - seen))}")


def _check_dead_ends(route: Route) -> None:
    leaving = {state for step in route.steps for state in step.from_states}
    dead = route.states - leaving - route.final
    if dead:
        raise BrokenRoute(f"{route.code}: тупик в состояниях {sorted(dead)}")


def _check_choices(route: Route) -> None:
    """Two steps of one action from one state must differ by `when`, or the second can never be chosen."""
    taken: dict[tuple[str, State], bool] = {}
    for step in route.steps:
        for state in step.from_states:
            if taken.get((step.action, state)) or ((step.action, state) in taken and step.when is None):
                raise BrokenRoute(f"{route.code}: шаг {step.action} из {state} неоднозначен")
            taken[step.action, state] = step.when is None
