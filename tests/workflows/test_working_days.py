"""The production calendars of 2025–2027 and counting by them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.working_days import (
    CALENDARS,
    Calendar,
    DayChange,
    DayCount,
    Holiday,
    add_working_days,
    calendar_notice,
    is_working,
    next_working_day,
    non_working_warning,
    statutory_calendar,
    with_changes,
    working_days_between,
)

days = st.dates(date(2024, 12, 1), date(2028, 2, 1))


@pytest.mark.parametrize(("year", "working"), [(2025, 247), (2026, 247)])
def test_a_decreed_year_has_its_official_number_of_working_days(year: int, working: int) -> None:
    assert working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == working


@pytest.mark.parametrize(
    ("year", "months"),
    [
        (2025, (17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22)),
        (2026, (15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22)),
    ],
)
def test_each_month_has_its_official_number_of_working_days(year: int, months: tuple[int, ...]) -> None:
    counted = [
        sum(
            is_working(day)
            for day in (date(year, 1, 1) + timedelta(n) for n in range(365))
            if day.month == month
        )
        for month in range(1, 13)
    ]
    assert tuple(counted) == months


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 5, 2), date(2025, 5, 8), date(2025, 6, 13), date(2025, 11, 3), date(2025, 12, 31),
        date(2026, 1, 9), date(2026, 3, 9), date(2026, 5, 11), date(2026, 11, 4), date(2026, 12, 31),
        date(2027, 5, 3), date(2027, 5, 10), date(2027, 6, 14), date(2026, 10, 10),
    ],
)  # fmt: skip
def test_days_off_do_not_work(day: date) -> None:
    assert not is_working(day)


@pytest.mark.parametrize("day", [date(2025, 11, 1), date(2025, 2, 24), date(2025, 3, 10), date(2026, 1, 12)])
def test_moved_and_ordinary_working_days_work(day: date) -> None:
    assert is_working(day)


def test_only_the_years_without_a_decree_are_provisional() -> None:
    assert {year: calendar.provisional for year, calendar in CALENDARS.items()} == {
        2025: False,
        2026: False,
        2027: True,
    }
    assert calendar_notice(2026) is None
    assert (
        calendar_notice(2027)
        == "Переносы выходных дней на 2027 год не учтены: проверьте производственный календарь."
    )


def test_a_year_without_a_calendar_falls_back_to_the_law_and_says_so() -> None:
    assert not is_working(date(2031, 1, 8))  # Wednesday
    assert not is_working(date(2031, 3, 10))  # Monday after a Saturday holiday
    assert is_working(date(2031, 1, 9))
    assert calendar_notice(2031) is not None
    assert "на 2031 год не учтены" in (non_working_warning(date(2031, 1, 8)) or "")


@pytest.mark.parametrize("year", range(2024, 2040))
def test_a_holiday_on_a_weekend_outside_january_gives_another_day_off(year: int) -> None:
    extra = [holiday.day for holiday in statutory_calendar(year).holidays if holiday.day.month != 1]
    assert sum(day.weekday() < 5 for day in extra) == 6


def test_a_municipality_may_enter_its_own_calendar() -> None:
    own = {2026: Calendar(2026, (Holiday(date(2026, 6, 1), "день округа"),), frozenset({date(2026, 6, 6)}))}
    assert not is_working(date(2026, 6, 1), own)
    assert is_working(date(2026, 6, 6), own)
    assert "1 июня 2026 года, день округа" in (non_working_warning(date(2026, 6, 1), own) or "")


def test_counting_starts_on_the_day_after() -> None:
    assert add_working_days(date(2026, 5, 8), 1) == date(2026, 5, 12)
    assert add_working_days(date(2026, 5, 9), 1) == date(2026, 5, 12)
    assert add_working_days(date(2026, 12, 30), 1) == date(2027, 1, 11)
    assert add_working_days(date(2026, 5, 12), -1) == date(2026, 5, 8)
    assert add_working_days(date(2026, 5, 9), 0) == date(2026, 5, 9)
    assert working_days_between(date(2026, 5, 8), date(2026, 5, 12)) == 1
    assert working_days_between(date(2026, 5, 12), date(2026, 5, 8)) == -1


@given(days, st.integers(1, 60))
def test_the_nth_working_day_is_n_working_days_away(start: date, n: int) -> None:
    end = add_working_days(start, n)
    assert is_working(end)
    assert working_days_between(start, end) == n


@given(days, days, days)
def test_spans_add_up(a: date, b: date, c: date) -> None:
    a, b, c = sorted((a, b, c))
    assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)


@given(days, days)
def test_the_quick_count_is_the_count(a: date, b: date) -> None:
    assert DayCount().between(a, b) == working_days_between(a, b)


@given(days)
def test_a_warning_comes_exactly_for_days_that_do_not_work(day: date) -> None:
    assert (non_working_warning(day) is None) == is_working(day)
    assert is_working(next_working_day(day)) and next_working_day(day) >= day


def test_the_warning_names_the_reason_and_the_better_day() -> None:
    assert non_working_warning(date(2026, 5, 9)) == (
        "Срок приходится на нерабочий день: 9 мая 2026 года, День Победы. "
        "Ближайший рабочий день – 12 мая 2026 года."
    )
    assert non_working_warning(date(2026, 10, 10)) == (
        "Срок приходится на нерабочий день: 10 октября 2026 года, суббота. "
        "Ближайший рабочий день – 12 октября 2026 года."
    )


def test_the_warning_cautions_when_the_better_day_is_in_a_provisional_year() -> None:
    warning = non_working_warning(date(2026, 12, 31))
    assert warning is not None
    assert "перенос выходного дня с 04.01.2026" in warning
    assert warning.endswith("на 2027 год не учтены: проверьте производственный календарь.")


def test_entered_days_correct_the_calendar_of_their_year_alone() -> None:
    moved = (
        DayChange(date(2027, 1, 2), True, source="Постановление № 1"),
        DayChange(date(2027, 12, 31), False, "перенос", "Постановление № 1"),
    )
    own = with_changes(moved)
    assert is_working(date(2027, 1, 2), own) and not is_working(date(2027, 12, 31), own)
    assert calendar_notice(2027, own) is None and calendar_notice(2027) is not None
    assert "Постановление № 1" in own[2027].source
    assert own[2026] == CALENDARS[2026]
    assert calendar_notice(2030, with_changes((DayChange(date(2030, 3, 4), False, "проба"),))) is not None
    assert with_changes(()) == CALENDARS
