"""Facts the product knows by itself: when all conditions of a measure are met, its execution is proposed (К18)."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflows.roadmaps.words import ConditionKind


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the stage or the survey of a condition: of so many expected packages, so many are so far."""

    expected: int
    sent: int = 0
    examined: int = 0
    placed: int = 0
    reported: bool = False
    """The report of the stage was accepted."""
    schools: int = 0
    """How many take part; in so many of them, `recorded`, the curator's diary has its norm of entries."""
    recorded: int = 0
    asked: int = 0
    """How many a survey asks; so many of them, `answered`, took part."""
    answered: int = 0


def is_met(kind: ConditionKind, facts: Known) -> bool:
    """Tell whether a condition is met; one about packages never is where none is expected."""
    expected, reached = _counts(kind, facts)
    return 0 < expected <= reached


def how_far(kind: ConditionKind, facts: Known) -> str:
    """Return «12 из 34», or whether the report was accepted."""
    if kind is ConditionKind.STAGE_REPORTED:
        return "принят" if facts.reported else "ещё не принят"
    expected, reached = _counts(kind, facts)
    return f"{min(reached, expected)} из {expected}"


def all_met(conditions: Iterable[tuple[ConditionKind, Known]]) -> bool:
    """Tell whether there are conditions and each of them is met."""
    found = list(conditions)
    return bool(found) and all(is_met(kind, facts) for kind, facts in found)


def _counts(kind: ConditionKind, facts: Known) -> tuple[int, int]:
    """Return of how many, and how many."""
    return {
        ConditionKind.STAGE_SENT: (facts.expected, facts.sent),
        ConditionKind.STAGE_EXAMINED: (facts.expected, facts.examined),
        ConditionKind.STAGE_PLACED: (facts.expected, facts.placed),
        ConditionKind.STAGE_REPORTED: (1, int(facts.reported)),
        ConditionKind.DIARY_KEPT: (facts.schools, facts.recorded),
        ConditionKind.SURVEY_TAKEN: (facts.asked, facts.answered),
    }[kind]
