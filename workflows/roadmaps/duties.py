"""What a person owes by a roadmap: whose a measure is, what of it is still open, how soon it is due."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from workflows.roadmaps.occurrences import Occurrence
from workflows.roadmaps.words import STANDING, PartyKind, ProgressState
from workflows.vocabulary import Labelled, Role

ROLES_OF: Mapping[PartyKind, frozenset[Role]] = MappingProxyType(
    {
        PartyKind.CURATORS: frozenset({Role.CURATOR}),
        PartyKind.DEPARTMENT: frozenset({Role.COORDINATOR}),
    }
)
"""Who answers for a party that is named by its office."""
STEPS = (1, 3, 7)
"""Days before a deadline on which people are reminded of it (К41)."""
OVERDUE = "overdue"
FORGOTTEN_AFTER = 30
"""Days after which nobody is reminded for the first time of what is overdue."""
_SATURDAY_TO_SUNDAY = 6


class Soon(Labelled):
    """How soon something is due."""

    OVERDUE = "overdue", "Просрочено"
    NOW = "now", "Сегодня и завтра"
    WEEK = "week", "До конца недели"
    LATER = "later", "Позже"
    ENDLESS = "endless", "Без последнего дня"


def how_soon(due: date | None, today: date) -> Soon:
    """Return the group of a list; a week ends on Sunday."""
    if due is None:
        return Soon.ENDLESS
    if due < today:
        return Soon.OVERDUE
    if due <= today + timedelta(days=1):
        return Soon.NOW
    sunday = today + timedelta(days=_SATURDAY_TO_SUNDAY - today.weekday())
    return Soon.WEEK if due <= sunday else Soon.LATER


def owed(
    occurrences: Iterable[Occurrence], states: Mapping[str, ProgressState], today: date
) -> Iterator[Occurrence]:
    """Yield the occurrences nobody has executed that are due by the end of this week, and the first of the later ones.

    A school's occurrences are counted apart: each has a first one."""
    told: set[int | None] = set()
    open_ones = [one for one in occurrences if states.get(one.key) not in STANDING]
    for one in sorted(open_ones, key=lambda one: (one.end is None, one.end or today, one.key)):
        if how_soon(one.end, today) in {Soon.LATER, Soon.ENDLESS}:
            if one.school_id in told:
                continue
            told.add(one.school_id)
        yield one


def reminder(due: date, today: date, known_since: date) -> str | None:
    """Return the name of the reminder that is due today: «7», «3», «1» or «overdue»; None when there is none.

    Who learned of a deadline after the day of a reminder has just been told of it and is not told again."""
    left = (due - today).days
    if left < 0:
        return OVERDUE if -left <= FORGOTTEN_AFTER and known_since < due else None
    step = next((days for days in STEPS if left <= days), None)
    if step is None or known_since >= due - timedelta(days=step):
        return None
    return str(step)
