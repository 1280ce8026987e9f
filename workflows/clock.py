"""Whose working days a package took: the clock of a party runs while it is their turn and stops with the decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from workflows.vocabulary import Labelled, Turn
from workflows.working_days import DayCount


class Party(Labelled):
    """Who holds a package while it is on its way; experts and the coordinator are one party, the examiners."""

    SCHOOL = "school", "школа"
    CURATOR = "curator", "куратор"
    EXAMINERS = "examiners", "экспертиза"
    FOUNDER = "founder", "учредитель"


PARTY_OF: Mapping[Turn, Party] = MappingProxyType(
    {
        Turn.SCHOOL: Party.SCHOOL,
        Turn.CURATOR: Party.CURATOR,
        Turn.EXPERT: Party.EXAMINERS,
        Turn.COORDINATOR: Party.EXAMINERS,
        Turn.CHIEF: Party.FOUNDER,
    }
)
"""The parties; nobody's turn is nobody's time."""


@dataclass(frozen=True, slots=True)
class Move:
    """From this instant on it is this one's turn."""

    at: datetime
    turn: Turn


@dataclass(frozen=True, slots=True)
class InHand:
    """Working days in the hands of each party."""

    school: int = 0
    curator: int = 0
    examiners: int = 0
    founder: int = 0

    def of(self, party: Party) -> int:
        return int(getattr(self, party.value))

    @property
    def total(self) -> int:
        return self.school + self.curator + self.examiners + self.founder


def in_hand(moves: Iterable[Move], until: datetime, zone: ZoneInfo, days: DayCount) -> InHand:
    """Return the working days of each party from the first move to `until`, as the calendar of the zone has them.

    The day of a move belongs to the one who had the turn before it: a day begins to count for the other on the next
    one, so that no day counts twice. `moves` come in the order of time. Source: К07, О16."""
    found = dict.fromkeys(Party, 0)
    holder, since = Turn.NOBODY, None
    for move in (*moves, Move(until, Turn.NOBODY)):
        day = min(move.at, until).astimezone(zone).date()
        if since is not None and holder in PARTY_OF:
            found[PARTY_OF[holder]] += days.between(since, day)
        holder, since = move.turn, day
    return InHand(*found.values())
