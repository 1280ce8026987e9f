"""Plan and fact by years (К32, domain.md §4): each part of a plan value against what was reached, totals, closing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.deadlines import Op
from workflows.roadmaps.plan import Aggregation, Number, Plan, Value

_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a plan value and what was reached; `fact` is None while nothing is known."""

    plan: Number
    op: Op
    fact: Number | None = None

    @property
    def is_met(self) -> bool | None:
        """«Исполнено» is fact ≥ plan; where the plan is a limit from above, fact ≤ plan."""
        if self.fact is None:
            return None
        return self.fact <= self.plan if self.op is Op.AT_MOST else self.fact >= self.plan

    @property
    def deviation(self) -> Number | None:
        return None if self.fact is None else _tidy(self.fact - self.plan)

    @property
    def percent(self) -> float | None:
        """None where nothing is known, and where nothing was planned."""
        return None if self.fact is None or not self.plan else 100 * self.fact / self.plan


@dataclass(frozen=True, slots=True)
class Outcome:
    """A plan value with its parts. Without parts the plan names no number: a person judges it."""

    plan: Value
    parts: tuple[Part, ...] = ()

    @property
    def is_met(self) -> bool | None:
        """Whether every part is met; None while one of them is not known."""
        met = [part.is_met for part in self.parts]
        if not met or None in met:
            return False if False in met else None
        return all(met)


@dataclass(frozen=True, slots=True)
class YearLine:
    """A measure over the years: the outcome of each year that has a plan, and of the whole."""

    years: Mapping[int, Outcome]
    total: Outcome
    aggregation: Aggregation

    @property
    def met_years(self) -> int:
        return sum(one.is_met is True for one in self.years.values())


def outcome(plan: Value, reached: Sequence[Number]) -> Outcome:
    """Return each part of a plan value beside what was reached; what is missing at the end is not known."""
    facts = [*reached[: len(plan.values)], *[None] * (len(plan.values) - len(reached))]
    return Outcome(
        plan, tuple(Part(number, plan.op, fact) for number, fact in zip(plan.values, facts, strict=True))
    )


def over_years(plan: Plan, reached: Mapping[int, Sequence[Number]]) -> YearLine:
    """Return a measure over its years. Where the years add up to the total, so do the facts; where each year has the
    whole plan, the total is the latest year that is known."""
    told = {year: value for year, value in plan.years.items() if value.text}
    years = {year: outcome(value, reached.get(year, ())) for year, value in told.items()}
    known = [reached[year] for year in sorted(told) if reached.get(year)]
    total: Sequence[Number] = ()
    if plan.aggregation is Aggregation.SUM:
        total = summed(known)
    elif plan.aggregation is Aggregation.EACH_YEAR and known:
        total = known[-1]
    return YearLine(years, outcome(plan.total, total), plan.aggregation)


def summed(facts: Iterable[Sequence[Number]]) -> tuple[Number, ...]:
    """Return the sums of the parts; of several executions of one year, of several schools, of several years."""
    found: list[Number] = []
    for fact in facts:
        found += [0] * (len(fact) - len(found))
        for place, number in enumerate(fact):
            found[place] = _tidy(found[place] + number)
    return tuple(found)


def year_of(occurrence: str, done_on: date) -> int:
    """Return the year a fact belongs to: that of its occurrence («2020», «s5|2020»), else that of its day."""
    last = occurrence.rpartition("|")[2]
    return int(last) if len(last) == _YEAR_DIGITS and last.isdecimal() else done_on.year


def closed_refusal(occurrence: str, done_on: date, closed: Collection[int]) -> str | None:
    """Return why a fact may no longer be recorded, decided or taken back; None while its year is open."""
    year = year_of(occurrence, done_on)
    if year not in closed:
        return None
    return f"{year} год закрыт: план и факт этого года больше не изменяются."


def closing_refusal(year: int, *, today: date, closed: Collection[int], waiting: int) -> str | None:
    """Return why a year may not be closed yet; `waiting` facts of it nobody has confirmed or declined."""
    if year in closed:
        return f"{year} год уже закрыт."
    if today < date(year, 12, 31):
        return f"{year} год ещё не окончен. Закройте его 31 декабря или позже."
    if waiting:
        return f"Сначала подтвердите или отклоните исполнение мероприятий за {year} год: ждут решения – {waiting}."
    return None


def _tidy(number: Number) -> Number:
    """Sums of decimal fractions without the dust of binary ones."""
    return round(number, 6) if isinstance(number, float) else number
