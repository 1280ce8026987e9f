"""The share of executed and confirmed measures on a date, against the acceptance numbers of domain.md §2.9."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.roadmaps import truth
from workflows.deadlines import Frame, Period, read_deadline
from workflows.roadmaps import lines_of_text, read_roadmap
from workflows.roadmaps.indicator import Confirmed, Plan, Reading, Row, Why, is_due, share
from workflows.roadmaps.turns import turns

APPROVED = date(2022, 1, 10)
JUNE, SEPTEMBER, NEW_YEAR = date(2022, 6, 10), date(2022, 9, 10), date(2022, 12, 31)
FIRST = [
    "2",
    "3",
    "7",
    "8",
    "10",
    "11",
    "12",
    "13",
    "15",
    "16",
    "17",
    "30",
    "31",
    "33",
    "39",
    "40",
    "42",
    "48",
    "49",
]


@pytest.fixture(scope="module")
def sayansk() -> list[Row]:
    found = read_roadmap(lines_of_text((truth.ROADMAPS / "sayansk.txt").read_text(encoding="utf-8")))
    return [Row(item.number, (Plan(item.deadline, APPROVED),)) for item in found.items]


def row(text: str, *confirmed: Confirmed, **more: date) -> Row:
    return Row("1", (Plan(read_deadline(text, Frame.of_year(2022)), APPROVED),), confirmed, **more)


def done(day: date, confirmed: date | None = None) -> Confirmed:
    return Confirmed(day, confirmed or day)


@pytest.mark.parametrize(("on", "reading", "denominator"), [
    (JUNE, Reading.DUE, 19), (JUNE, Reading.ALL, 50), (SEPTEMBER, Reading.DUE, 26), (SEPTEMBER, Reading.ALL, 50),
    (NEW_YEAR, Reading.DUE, 49), (date(2021, 12, 31), Reading.ALL, 0),
])  # fmt: skip
def test_the_denominators_of_the_real_roadmap(
    sayansk: list[Row], on: date, reading: Reading, denominator: int
) -> None:
    assert share(sayansk, on, reading).denominator == denominator


def test_which_rows_are_due_and_why_the_rest_are_not(sayansk: list[Row]) -> None:
    lines = share(sayansk, JUNE, Reading.DUE).lines
    assert [line.row.key for line in lines if line.planned] == FIRST
    assert {line.why for line in lines if line.planned} == {Why.DUE}
    (endless,) = [line for line in share(sayansk, NEW_YEAR, Reading.DUE).lines if not line.planned]
    assert (endless.row.key, endless.why) == ("23", Why.ENDLESS)


def test_a_row_counts_when_it_is_confirmed_by_the_date_and_not_before() -> None:
    one = row("29.03.2022", done(date(2022, 3, 25), date(2022, 6, 15)))
    assert (share([one], JUNE, Reading.DUE).numerator, share([one], SEPTEMBER, Reading.DUE).numerator) == (
        0,
        1,
    )


def test_what_is_done_early_counts_on_both_sides_so_that_no_share_exceeds_all() -> None:
    early = row("10.09.2022", done(date(2022, 5, 1)))
    found = share([early, row("29.03.2022")], JUNE, Reading.DUE)
    assert (found.numerator, found.denominator, found.percent) == (1, 2, 50.0)
    assert found.lines[0].why is Why.EARLY


def test_an_excluded_row_leaves_both_sides_from_its_order_on() -> None:
    one = row("29.03.2022", done(date(2022, 3, 20)), excluded_on=date(2022, 7, 1))
    assert (
        share([one], JUNE, Reading.DUE).denominator,
        share([one], SEPTEMBER, Reading.ALL).denominator,
    ) == (1, 0)


def test_a_transfer_counts_when_it_was_approved_before_the_date() -> None:
    first, second = (read_deadline(text, Frame.of_year(2022)) for text in ("29.03.2022", "10.09.2022"))
    moved = Row("1", (Plan(first, APPROVED), Plan(second, date(2022, 6, 11))))
    assert share([moved], JUNE, Reading.DUE).denominator == 1
    assert share([moved], date(2022, 6, 11), Reading.DUE).denominator == 0
    assert share([moved], JUNE, Reading.DUE).denominator == 1, (
        "asked later, the same date gives the same figure"
    )


def test_a_confirmation_taken_back_counts_until_then() -> None:
    one = row("29.03.2022", Confirmed(date(2022, 3, 20), date(2022, 3, 21), date(2022, 7, 1)))
    assert (share([one], JUNE, Reading.DUE).numerator, share([one], SEPTEMBER, Reading.DUE).numerator) == (
        1,
        0,
    )


def test_what_has_no_end() -> None:
    whole, roadmap = row("в течение всего периода"), Period(date(2022, 1, 1), date(2022, 8, 31))
    assert share([whole], JUNE, Reading.DUE, roadmap).denominator == 0
    assert share([whole], SEPTEMBER, Reading.DUE, roadmap).denominator == 1
    assert share([row("постоянно")], NEW_YEAR, Reading.DUE).denominator == 0
    assert share([row("постоянно", done(JUNE))], NEW_YEAR, Reading.DUE).numerator == 1
    assert share([], JUNE, Reading.DUE).percent is None


def test_what_recurs_is_due_when_its_first_turn_closes_and_done_when_none_was_missed() -> None:
    monthly = "ежемесячно, март – май"
    assert is_due(row(monthly).plans[0].deadline, date(2022, 3, 30)) is False
    assert is_due(row(monthly).plans[0].deadline, date(2022, 3, 31)) is True
    days = [date(2022, 3, 10), date(2022, 4, 12), date(2022, 5, 30)]
    all_done = row(monthly, *map(done, days))
    missed = row(monthly, *map(done, (days[0], days[2])))
    assert (share([all_done], JUNE, Reading.DUE).numerator, share([missed], JUNE, Reading.DUE).numerator) == (
        1,
        0,
    )
    assert share([missed], date(2022, 4, 1), Reading.DUE).numerator == 1, "April had not closed yet"
    twice = row("не реже 2 раз в квартал", done(date(2022, 1, 20)), done(date(2022, 3, 1)))
    assert share([twice], date(2022, 4, 1), Reading.DUE).numerator == 1
    assert share([twice], date(2022, 7, 1), Reading.DUE).numerator == 0


@given(
    st.sampled_from(["ежемесячно", "еженедельно", "ежеквартально", "1 раз в полугодие", "раз в год"]),
    st.dates(APPROVED, NEW_YEAR),
)
def test_turns_cover_the_period_without_gaps(text: str, until: date) -> None:
    found = list(turns(read_deadline(text, Frame.of_year(2022)), until))
    assert found[0].start == date(2022, 1, 1) and found[-1].end is not None and found[-1].end >= until
    for before, after in pairwise(found):
        assert before.end is not None and after.start == before.end + timedelta(days=1)


@given(
    st.dates(APPROVED, NEW_YEAR),
    st.lists(st.tuples(st.dates(APPROVED, NEW_YEAR), st.booleans()), max_size=20),
)
def test_no_share_exceeds_all_and_each_line_says_why(on: date, facts: list[tuple[date, bool]]) -> None:
    rows = [row(f"{day:%d.%m.%Y}", *([done(day)] if is_done else [])) for day, is_done in facts]
    for reading in Reading:
        found = share(rows, on, reading)
        assert found.numerator <= found.denominator <= len(rows)
        assert all(line.why.label for line in found.lines)
