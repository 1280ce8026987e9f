"""A deadline written in official Russian is read back as the same deadline."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.deadlines.test_reading import SCHOOL_YEAR, YEAR
from workflows.deadlines import (
    Deadline,
    Frame,
    Kind,
    Op,
    Per,
    Period,
    Recurrence,
    how_often,
    model,
    read_deadline,
    say,
)

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
years = st.integers(2020, 2035)
months = st.integers(1, 12)


def again(deadline: Deadline, frame: Frame | None = None) -> Deadline:
    """Read what is said of it; only the words may differ."""
    return replace(
        read_deadline(say(deadline), frame), text=deadline.text, inferred_year=deadline.inferred_year
    )


def ordered(pair: tuple[date, date]) -> Period:
    return Period(min(pair), max(pair))


@st.composite
def whole(draw: st.DrawFn) -> tuple[Kind, Period]:
    """One thing of the calendar."""
    year, month = draw(years), draw(months)
    return draw(
        st.sampled_from(
            [
                (Kind.MONTH, model.whole_month(year, month)),
                (Kind.QUARTER, model.whole_quarter(year, draw(st.integers(1, 4)))),
                (Kind.HALF_YEAR, model.half_year(year, draw(st.integers(1, 2)))),
                (Kind.YEAR, model.whole_year(year)),
                (Kind.SCHOOL_YEAR, model.school_year(year)),
                (Kind.DECADE, model.decade(year, month, draw(st.integers(1, 3)))),
            ]
        )
    )


@given(whole())
def test_a_piece_of_the_calendar(made: tuple[Kind, Period]) -> None:
    kind, period = made
    deadline = Deadline(kind, "как написано", (period,), start=period.start, end=period.end)
    assert again(deadline) == deadline


@given(st.tuples(days, days).filter(lambda pair: pair[0] != pair[1]))
def test_a_range(pair: tuple[date, date]) -> None:
    period = ordered(pair)
    deadline = Deadline(Kind.RANGE, "", (period,), start=period.start, end=period.end)
    assert again(deadline) == deadline


@given(st.lists(days, min_size=2, max_size=6, unique=True))
def test_several_days(found: list[date]) -> None:
    found.sort()
    periods = tuple(Period(day, day) for day in found)
    deadline = Deadline(Kind.DATES, "", periods, start=found[0], end=found[-1])
    assert again(deadline) == deadline


@given(days)
def test_an_end_alone_and_an_end_that_goes_on(day: date) -> None:
    until = Deadline(Kind.UNTIL, "", (Period(None, day),), end=day)
    assert again(until) == until
    compound = Deadline(Kind.COMPOUND, "", (Period(None, day),))
    assert again(compound) == compound


@given(st.sampled_from(Per), st.integers(1, 30), st.sampled_from(Op))
def test_how_often(per: Per, count: int, op: Op) -> None:
    recurrence = Recurrence(per, count, op)
    found = read_deadline(how_often(recurrence), YEAR)
    assert (found.kind, found.recurrence, found.doubts) == (Kind.RECURRENT, recurrence, ())


def test_what_has_no_days_is_said_as_it_is() -> None:
    for text in ("в течение всего периода", "постоянно", "по мере необходимости", "летние каникулы"):
        assert say(read_deadline(text, YEAR)) == text


def test_in_official_words() -> None:
    for text, words in (
        ("10.03.2022- 23.06.2022", "10.03.2022 – 23.06.2022"),
        ("Февраль — ноябрь", "февраль 2022 – ноябрь 2022"),
        ("2 декада октября", "2 декада октября 2022 года"),
        ("Апрель; сентябрь", "апрель 2022, сентябрь 2022"),
        ("не менее трех раз в год", "не реже 3 раз в год, январь 2022 – декабрь 2022"),
    ):
        assert say(read_deadline(text, YEAR)) == words
    assert say(read_deadline("в течение года", SCHOOL_YEAR)) == "2023/2024 учебный год"
