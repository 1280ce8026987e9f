"""Facts the product knows by itself: when all conditions of a measure are met, its execution is proposed (К18)."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflows.roadmaps.words import ConditionKind


@dataclass(frozen=True, slots=True)
class StageFacts:
    """How far the packages of a stage are: of so many expected ones."""

    expected: int
    sent: int = 0
    examined: int = 0
    placed: int = 0
    reported: bool = False
    """The report of the stage was accepted."""
    schools: int = 0
    """How many take part; in so many of them, `recorded`, the curator's diary has its norm of entries."""
    recorded: int = 0


def is_met(kind: ConditionKind, facts: StageFacts) -> bool:
    """Tell whether a condition is met; one about packages never is where none is expected."""
    if kind is ConditionKind.STAGE_REPORTED:
        return facts.reported
    return 0 < _expected(kind, facts) <= _reached(kind, facts)


def how_far(kind: ConditionKind, facts: StageFacts) -> str:
    """Return «12 из 34», or whether the report was accepted."""
    if kind is ConditionKind.STAGE_REPORTED:
        return "принят" if facts.reported else "ещё не принят"
    expected = _expected(kind, facts)
    return f"{min(_reached(kind, facts), expected)} из {expected}"


def all_met(conditions: Iterable[tuple[ConditionKind, StageFacts]]) -> bool:
    """Tell whether there are conditions and each of them is met."""
    found = list(conditions)
    return bool(found) and all(is_met(kind, facts) for kind, facts in found)


def _expected(kind: ConditionKind, facts: StageFacts) -> int:
    return facts.schools if kind is ConditionKind.DIARY_KEPT else facts.expected


def _reached(kind: ConditionKind, facts: StageFacts) -> int:
    return {
        ConditionKind.STAGE_SENT: facts.sent,
        ConditionKind.STAGE_EXAMINED: facts.examined,
        ConditionKind.STAGE_PLACED: facts.placed,
        ConditionKind.STAGE_REPORTED: 0,
        ConditionKind.DIARY_KEPT: facts.recorded,
    }[kind]
