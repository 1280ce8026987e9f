"""«Дневник куратора»: the entries of a period with what was agreed, of one curator, of one school, or of all (О14)."""

from dataclasses import dataclass
from datetime import date

from webapp.printing.contents.codec import Contents
from webapp.printing.contents.requisites import Moment, Provenance, Requisites


@dataclass(frozen=True, slots=True)
class Agreement:
    """`done_on` is None while it is not done, `due_on` where no day was named."""

    what: str
    doer: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class DiaryLine:
    """An entry; `minutes` is 0 where they are not known, texts are '' where nothing was written."""

    number: int
    at: Moment
    school: str
    curator: str
    contact: str
    minutes: int
    participants: str
    stage: str
    examined: str
    problems: str
    recommendations: str
    advance: str
    state: str
    agreements: tuple[Agreement, ...]
    additions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DiaryReport(Contents):
    """`school` and `curator` are '' where the diary is of all of them; both days are inside the period."""

    requisites: Requisites
    school: str
    curator: str
    since: date
    until: date
    lines: tuple[DiaryLine, ...]
    provenance: Provenance
