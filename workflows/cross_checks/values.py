"""What is laid side by side, and what is found: a file with its tables, what the product knows, a contradiction."""

from dataclasses import dataclass
from datetime import date

from workflows.programme_tables import Told


@dataclass(frozen=True, slots=True)
class ToldFile:
    """A file with what its tables say."""

    key: str
    """Names it among the files laid side by side."""
    name: str
    told: Told
    plans: bool = True
    """It says what is to be done; evidence tells what was, and the steps of two orders are no contradiction."""
    risk: str = ""
    """Code of the one risk it is the programme against."""
    whole: bool = True
    """A concept or a medium-term programme, which names every activated risk."""
    is_silent: bool = False
    """It has no words, a scan: nothing can be missed in it."""


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """A measure of an anti-risk programme as it was entered."""

    title: str
    due_on: date | None = None
    risk: str = ""
    stage: int = 0


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """A measure of a roadmap in force with its deadline as it is written and as days."""

    ref: str
    """Its address in the product."""
    title: str
    deadline: str = ""
    start: date | None = None
    end: date | None = None
    is_own: bool = False
    """It stands in the school's own roadmap, not in that of its municipality."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the product itself knows of the school: activated risks by code and name, what it has planned."""

    risks: tuple[tuple[str, str], ...] = ()
    measures: tuple[KnownMeasure, ...] = ()
    first_stage_opens: date | None = None
    """From this day evidence of the first stage is taken."""
    planned: tuple[PlannedMeasure, ...] = ()
    """Of the roadmaps in force that the school answers for."""
    planned_risks: frozenset[str] = frozenset()
    """Codes of the risks that the school's own roadmap names."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file of the package; the whole file without a page."""

    file: str
    leaf: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One warning with the place, or both places, it is about. `code` is stable: explanations are kept under it."""

    code: str
    text: str
    spots: tuple[Spot, ...] = ()
    risk: str = ""
    """Whose anti-risk programme in the product is the other place."""
    measure: str = ""
    """Which measure of a roadmap is the other place."""
