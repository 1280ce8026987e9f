"""What a deadline of a roadmap is: periods of days, how often, and how sure the reading of its words is."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.vocabulary import Labelled


class Kind(Labelled):
    """The structural kinds of domain.md §5.1, and those that other roadmaps add."""

    DATE = "date", "день"
    DATES = "dates", "отдельные дни"
    RANGE = "range", "с дня по день"
    RANGES = "ranges", "несколько промежутков"
    MONTH = "month", "месяц"
    MONTHS = "months", "отдельные месяцы"
    MONTH_RANGE = "month_range", "с месяца по месяц"
    MIXED = "mixed", "дни и месяцы"
    UNTIL = "until", "до дня включительно"
    QUARTER = "quarter", "квартал"
    HALF_YEAR = "half_year", "полугодие"
    YEAR = "year", "год"
    SCHOOL_YEAR = "school_year", "учебный год"
    DECADE = "decade", "декада"
    WEEK = "week", "неделя месяца"
    RECURRENT = "recurrent", "повторяется"
    WHOLE_PERIOD = "whole_period", "весь период дорожной карты"
    PERMANENT = "permanent", "постоянно"
    COMPOUND = "compound", "дата и условие"
    CONDITION = "condition", "по условию"
    PLAN_YEARS = "plan_years", "плановые значения по годам"
    UNPARSED = "unparsed", "не разобран"


class Status(Labelled):
    """How far a person may rely on what was read."""

    PARSED = "parsed", "разобран"
    AMBIGUOUS = "ambiguous", "требует проверки"
    UNPARSED = "unparsed", "не разобран"


class Doubt(Labelled):
    """Why a deadline waits for a person; the label is a sentence for them."""

    EMPTY = "empty", "Срок не указан."
    NO_YEAR = "no_year", "Год не указан и не следует из заголовка. Укажите год."
    LOST_END = "lost_end", "Нет окончания: текст, возможно, обрезан. Укажите последний день."
    BACKWARDS = "backwards", "Окончание раньше начала. Проверьте даты."
    IMPOSSIBLE = "impossible", "Такого дня в календаре нет. Исправьте дату."
    UNKNOWN_WORDS = "unknown_words", "Не все слова срока понятны. Проверьте, что прочитано верно."
    INEXACT = "inexact", "Срок назван приблизительно. Уточните дни."
    CONDITION = "condition", "Срок зависит от условия. Назначьте дни, когда условие наступит."
    INTERVAL = "interval", "Повторяется реже, чем раз в названный период. Уточните дни."
    OUTSIDE = "outside", "Год подобран по заголовку, но срок выходит за период дорожной карты. Проверьте год."


BROKEN = frozenset({Doubt.EMPTY, Doubt.BACKWARDS, Doubt.IMPOSSIBLE})
"""With these a person must say what was meant."""


class Per(Labelled):
    """The period in which something recurs; the label is what «раз в …» takes."""

    DAY = "day", "день"
    WEEK = "week", "неделю"
    MONTH = "month", "месяц"
    QUARTER = "quarter", "квартал"
    HALF_YEAR = "half_year", "полугодие"
    YEAR = "year", "год"


class Op(StrEnum):
    EXACTLY = "="
    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both inside; None where a side is open or lost."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Recurrence:
    """«Не реже трёх раз в квартал» is (QUARTER, 3, AT_LEAST)."""

    per: Per
    count: int = 1
    op: Op = Op.EXACTLY


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a cell says about time. `text` is what is written there, whatever became of it."""

    kind: Kind
    text: str
    periods: tuple[Period, ...] = ()
    recurrence: Recurrence | None = None
    start: date | None = None
    end: date | None = None
    doubts: tuple[Doubt, ...] = ()
    condition: str = ""
    inferred_year: bool = False

    @property
    def status(self) -> Status:
        if self.kind is Kind.UNPARSED or BROKEN.intersection(self.doubts):
            return Status.UNPARSED
        return Status.AMBIGUOUS if self.doubts else Status.PARSED


@dataclass(frozen=True, slots=True)
class Frame:
    """What the roadmap around a cell says about time: its period, and whether that is a school year."""

    period: Period | None = None
    is_school_year: bool = False

    @classmethod
    def of_year(cls, year: int) -> "Frame":
        return cls(whole_year(year))

    @classmethod
    def of_school_year(cls, first: int) -> "Frame":
        return cls(school_year(first), is_school_year=True)

    def year_of(self, month: int) -> int | None:
        """Return the year in which this frame has a month; None when it has none, or several."""
        if self.period is None or self.period.start is None or self.period.end is None:
            return None
        first, last = self.period.start, self.period.end
        fitting = [
            year
            for year in range(first.year, last.year + 1)
            if (first.year, first.month) <= (year, month) <= (last.year, last.month)
        ]
        if len(fitting) == 1:
            return fitting[0]
        return first.year if first.year == last.year else None

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years the roadmap touches."""
        if self.period is None or self.period.start is None or self.period.end is None:
            return ()
        return tuple(range(self.period.start.year, self.period.end.year + 1))

    @property
    def year(self) -> int | None:
        """The one calendar year of the roadmap."""
        return self.years[0] if len(self.years) == 1 else None


def whole_month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def whole_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def school_year(first: int) -> Period:
    """From 1 September to 31 August (domain.md §5.1)."""
    return Period(date(first, 9, 1), date(first + 1, 8, 31))


def whole_quarter(year: int, number: int) -> Period:
    return Period(date(year, number * 3 - 2, 1), whole_month(year, number * 3).end)


def half_year(year: int, number: int) -> Period:
    return Period(date(year, number * 6 - 5, 1), whole_month(year, number * 6).end)


def school_half(first: int, number: int) -> Period:
    """The half of a school year: September to December, January to May."""
    if number == 1:
        return Period(date(first, 9, 1), date(first, 12, 31))
    return Period(date(first + 1, 1, 1), date(first + 1, 5, 31))


def decade(year: int, month: int, number: int) -> Period:
    """A third of a month: 1-10, 11-20, from 21 to its end."""
    last = 10 * number if number < 3 else monthrange(year, month)[1]
    return Period(date(year, month, number * 10 - 9), date(year, month, last))


def week(year: int, month: int, number: int) -> Period:
    """Seven days of a month counted from its first; the last seven for 0."""
    last = monthrange(year, month)[1]
    if number == 0:
        return Period(date(year, month, last - 6), date(year, month, last))
    return Period(date(year, month, number * 7 - 6), date(year, month, min(number * 7, last)))
