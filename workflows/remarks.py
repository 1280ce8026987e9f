"""Whose hand moves a remark: who writes it and when, who closes it, what still waits for the school."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import RemarkKind, RemarkOrigin, RemarkState, Role, State

SETTLED = frozenset({RemarkState.CONFIRMED, RemarkState.DROPPED})
WAITING = frozenset({RemarkState.OPEN, RemarkState.NOT_FIXED})
"""What the school has to mend, or to mend again."""

DESK: Mapping[Role, frozenset[State]] = MappingProxyType(
    {
        Role.CURATOR: frozenset({State.CURATOR_REVIEW}),
        Role.EXPERT: frozenset({State.EXPERTISE}),
        Role.COORDINATOR: frozenset({State.EXPERTISE, State.RECONCILIATION}),
    }
)
"""Where a package lies while this role writes and closes remarks."""
ORIGIN: Mapping[Role, RemarkOrigin] = MappingProxyType(
    {
        Role.CURATOR: RemarkOrigin.CURATOR,
        Role.EXPERT: RemarkOrigin.EXPERTISE,
        Role.COORDINATOR: RemarkOrigin.EXPERTISE,
    }
)


@dataclass(frozen=True, slots=True)
class Burden:
    """How much of what binds the school is still without its answer."""

    left: int
    total: int


def kind_of_mark(value: MarkValue, verdict: VerdictKind) -> RemarkKind:
    """Return how binding the remark of a low mark is: only a return makes a zero essential."""
    if verdict is VerdictKind.CONFORMS:
        return RemarkKind.RECOMMENDATION
    if verdict is VerdictKind.WITH_REMARKS:
        return RemarkKind.EDITORIAL
    return RemarkKind.ESSENTIAL if value is MarkValue.ZERO else RemarkKind.EDITORIAL


def writes(role: Role, state: State) -> bool:
    """Tell whether this role writes and closes remarks while a package is in this state."""
    return state in DESK.get(role, ())


def closes(role: Role, origin: RemarkOrigin) -> bool:
    """Tell whether a remark of this origin is closed by this role: by those who made it."""
    return ORIGIN.get(role) is origin


def is_overdue(state: RemarkState, due_on: date | None, today: date) -> bool:
    """Tell whether the school is late: an answer that waits for its check is not."""
    return state in WAITING and due_on is not None and due_on < today


def burden(remarks: Iterable[tuple[RemarkKind, RemarkState]]) -> Burden:
    """Return what the remarks the school has received ask of it; a recommendation asks nothing."""
    states = [
        state for kind, state in remarks if kind is not RemarkKind.RECOMMENDATION and state not in SETTLED
    ]
    return Burden(sum(1 for state in states if state in WAITING), len(states))
