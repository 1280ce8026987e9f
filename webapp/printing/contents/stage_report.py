"""«Отчёт по итогам содержательной экспертизы …»: one stage, all its schools (САЯ 11, 12, 26)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from webapp.printing.contents.codec import Contents
from webapp.printing.contents.conclusion import Score
from webapp.printing.contents.requisites import FileLine, Moment, Person, Provenance, Requisites, SheetEdition


@dataclass(frozen=True, slots=True)
class PackageCount:
    """How many packages of a kind were due from the schools and how many came."""

    kind_title: str
    due: int
    sent: int


@dataclass(frozen=True, slots=True)
class SchoolCounts:
    """Schools: due = sent + not_sent; late are among the sent."""

    due: int
    sent: int
    late: int
    not_sent: int


@dataclass(frozen=True, slots=True)
class GeneralFacts:
    """Section 1. `grounds` are the orders and letters; `composition` is what a school had to present."""

    programme: str
    stage: str
    opens: Moment
    closes: Moment
    grounds: tuple[str, ...]
    composition: tuple[PackageCount, ...]
    reviewers: tuple[Person, ...]
    schools: SchoolCounts


@dataclass(frozen=True, slots=True)
class Threshold:
    """«Соответствует» – «не менее 85 % и нет отметки 0 по блокирующему критерию»."""

    verdict: str
    condition: str


@dataclass(frozen=True, slots=True)
class ZoneRange:
    zone: str
    range: str


@dataclass(frozen=True, slots=True)
class MarkMeaning:
    """`mark` is «2», «1», «0» or «н/п»."""

    mark: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """Section 2: how the packages were examined; `order` are paragraphs of free text."""

    order: tuple[str, ...]
    sheets: tuple[SheetEdition, ...]
    scale: tuple[MarkMeaning, ...]
    thresholds: tuple[Threshold, ...]
    zones: tuple[ZoneRange, ...]


@dataclass(frozen=True, slots=True)
class SchoolResult:
    """A package's outcome; an empty verdict means that the expertise is not finished."""

    school: str
    package_number: str
    kind_title: str
    verdict: str
    score: Score | None
    rounds: int
    is_late: bool = False
    placed_on: date | None = None
    """When it was placed in the federal system."""


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """One measure: «Исполнена и подтверждена», «Исполнена частично» or «Не подтверждена», N of M confirmed."""

    school: str
    risk: str
    measure: str
    confirmed: int
    total: int
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class RiskChange:
    """Stage 2: whether positive changes came about for a risk, and by what it was judged."""

    school: str
    risk: str
    outcome: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class VerdictCount:
    verdict: str
    count: int


@dataclass(frozen=True, slots=True)
class CriterionAverage:
    """The mean of the marks by this criterion (not «н/п»): one for a package, or one for each of its measures."""

    number: str
    text: str
    average: Decimal
    maximum: Decimal
    assessed: int
    zeros: int
    is_blocking: bool = False
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class TypicalRemark:
    criterion: str
    text: str
    count: int
    schools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    school: str
    text: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A package not presented (`presented` is empty) or presented after the window, and the reason."""

    school: str
    kind_title: str
    presented: Moment | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AppendixPackage:
    number: str
    school: str
    kind_title: str
    version: int
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class StageReport(Contents):
    """The whole report. Any list may be empty: its table is replaced by a sentence that says so."""

    requisites: Requisites
    general: GeneralFacts
    parameters: Parameters
    results: tuple[SchoolResult, ...]
    verdicts: tuple[VerdictCount, ...]
    measures: tuple[MeasureResult, ...]
    changes: tuple[RiskChange, ...]
    criteria: tuple[CriterionAverage, ...]
    typical_remarks: tuple[TypicalRemark, ...]
    conclusions: tuple[str, ...]
    recommendations: tuple[Recommendation, ...]
    deadlines: tuple[Deadline, ...]
    appendix: tuple[AppendixPackage, ...]
    provenance: Provenance
