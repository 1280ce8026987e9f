"""«Отчёт о реализации мероприятий дорожной карты»: every measure, plan and actual, the indicator (К20, О04, О08)."""

from dataclasses import dataclass
from datetime import date

from webapp.printing.contents.codec import Contents
from webapp.printing.contents.requisites import Provenance, Requisites


@dataclass(frozen=True, slots=True)
class Figure:
    """The indicator by one reading; `rule` says how «запланированных» is understood."""

    rule: str
    numerator: int
    denominator: int
    is_reported: bool


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure as it stood on the day; `term` as written, `term_read` as understood where that says more.

    `counted` tells how the reported reading counts it and why."""

    section: str
    number: str
    title: str
    term: str
    term_read: str
    responsible: str
    result: str
    status: str
    done_on: date | None
    confirmed_on: date | None
    evidence: tuple[str, ...]
    counted: str


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """A measure, or an occurrence of it, nobody says was executed; `days` after its last day."""

    number: str
    title: str
    due_on: date
    days: int
    responsible: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A deadline that was transferred, or a measure that was excluded: when, by which ground."""

    number: str
    title: str
    change: str
    ground: str


@dataclass(frozen=True, slots=True)
class YearLine:
    """Plan and actual of a measure in a year, as written; '' for no actual yet."""

    number: str
    title: str
    year: int
    planned: str
    actual: str


@dataclass(frozen=True, slots=True)
class RoadmapReport(Contents):
    """`on` is the day of the monitoring: everything is as it was known of that day."""

    requisites: Requisites
    roadmap: str
    number: str
    approved: str
    period: str
    project: str
    on: date
    figures: tuple[Figure, ...]
    measures: tuple[MeasureLine, ...]
    overdue: tuple[OverdueLine, ...]
    changes: tuple[ChangeLine, ...]
    years: tuple[YearLine, ...]
    conclusions: tuple[str, ...]
    provenance: Provenance
