"""The packages of a measurement: everything about one follows from its number."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflows.kinds import route_of
from workflows.verdicts import VerdictKind
from workflows.vocabulary import State

PLACES, SCHOOLS_EACH, CURATORS_EACH = 20, 100, 10
SCHOOLS = PLACES * SCHOOLS_EACH
CURATORS_FROM, HEADS_FROM = PLACES, PLACES + PLACES * CURATORS_EACH
ORDER = ("development", "effective_mode", "concept", "evidence1", "evidence2")
ROUND = SCHOOLS * len(ORDER)
QUEUE = OPEN_SHEETS = 50
STATES = (
    *(State.CURATOR_REVIEW,) * 6,
    *(State.CURATOR_RETURNED,) * 2,
    *(State.ADMITTED,) * 2,
    *(State.EXPERTISE,) * 2,
    *(State.CONCLUDED,) * 2,
    *(State.CONFORMS,) * 3,
    State.CONFORMS_WITH_REMARKS,
    State.FAILS,
    State.DRAFT,
)
"""Of each twenty packages in a row; the last is a draft."""
VERDICTS = {
    State.CONCLUDED: VerdictKind.CONFORMS,
    State.CONFORMS: VerdictKind.CONFORMS,
    State.CONFORMS_WITH_REMARKS: VerdictKind.WITH_REMARKS,
    State.FAILS: VerdictKind.FAILS,
    State.APPROVED: VerdictKind.CONFORMS,
}
EXAMINED = {State.EXPERTISE, *VERDICTS}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same for all packages of one filling."""

    packages: int
    started: datetime

    @property
    def today(self) -> date:
        return self.started.date()

    @property
    def stages(self) -> int:
        """Stages of each municipality: a school sends each kind once a stage."""
        return -(-self.packages // ROUND)

    @property
    def watched(self) -> int:
        """How many schools the first curator looks after, so that fifty packages wait."""
        return max(SCHOOLS_EACH // CURATORS_EACH, QUEUE // max(1, self.packages // SCHOOLS))


@dataclass(frozen=True, slots=True)
class Case:
    """One package: everything about it follows from its number `i`, counted from 0."""

    plan: Plan
    i: int

    @property
    def id(self) -> int:
        return self.i + 1

    @property
    def school(self) -> int:
        return self.i % SCHOOLS + 1

    @property
    def place(self) -> int:
        return (self.school - 1) // SCHOOLS_EACH + 1

    @property
    def kind(self) -> str:
        return ORDER[self.i // SCHOOLS % len(ORDER)]

    @property
    def stage(self) -> int:
        return (self.place - 1) * self.plan.stages + self.i // ROUND + 1

    @property
    def number(self) -> str:
        within = self.i // SCHOOLS * SCHOOLS_EACH + (self.school - 1) % SCHOOLS_EACH + 1
        return f"{code_of(self.place)}-{self.plan.today.year}-{within}"

    @property
    def queued(self) -> bool:
        """One of those that the first curator's queue begins with."""
        return (
            self.school <= self.plan.watched and self.i // SCHOOLS * self.plan.watched + self.school <= QUEUE
        )

    @property
    def on_open_sheet(self) -> bool:
        return SCHOOLS_EACH - OPEN_SHEETS <= self.i < SCHOOLS_EACH

    @property
    def busy(self) -> bool:
        """With a long history and many files."""
        return self.queued or self.on_open_sheet

    @property
    def state(self) -> State:
        if self.queued:
            return State.CURATOR_REVIEW
        found = State.EXPERTISE if self.on_open_sheet else STATES[self.i % len(STATES)]
        return found if found in route_of(self.kind).states else State.APPROVED

    @property
    def sent(self) -> bool:
        return self.state is not State.DRAFT

    @property
    def confirmed(self) -> bool:
        return self.state in EXAMINED or self.state is State.ADMITTED

    @property
    def updated_at(self) -> datetime:
        return self.plan.started - timedelta(seconds=(self.i * 7919) % 6_000_000)

    @property
    def head(self) -> int:
        return HEADS_FROM + self.school

    @property
    def curator(self) -> int:
        return CURATORS_FROM + (self.school - 1) // (SCHOOLS_EACH // CURATORS_EACH) + 1


def code_of(place: int) -> str:
    return f"b{place:02}"
