"""Dates as people type them, and where a deadline ends."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflows.dates import DateError, deadline_instant, is_overdue, long_date, parse_date

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "27.11.2026", "27.11.26", "27/11/2026", "27-11-2026", "27 . 11 . 2026", "27 11 2026", "2026-11-27",
        "27 ноября 2026", "27 ноября 2026 г.", "27 ноября 2026г.", "27 ноября 2026 года", "27 ноября 26",
        "27 НОЯБРЯ 2026", "27 нояб. 2026", "27 ноябрь 2026", "«27» ноября 2026 г.", "  27 \t ноября  2026 ",
        "27\u00a0ноября\u00a02026", "27 ноября", "27.11", "27.11.2026 г.", "27.11.2026.", "27 ноября, 2026",
    ],
)  # fmt: skip
def test_one_date_typed_in_many_ways(text: str) -> None:
    assert parse_date(text, today=TODAY) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("27 ноября", date(2026, 1, 10), date(2026, 11, 27)),
        ("1 июня", TODAY, date(2026, 6, 1)),
        ("22 мая", TODAY, date(2026, 5, 22)),  # six months ago to the day
        ("21 мая", TODAY, date(2027, 5, 21)),
        ("15 февраля", TODAY, date(2027, 2, 15)),
        ("28.02", date(2026, 8, 31), date(2026, 2, 28)),
        ("27.02", date(2026, 8, 31), date(2027, 2, 27)),
        ("29 февраля", date(2027, 11, 22), date(2028, 2, 29)),
    ],
)
def test_a_date_without_a_year_is_this_year_unless_long_passed(
    text: str, today: date, expected: date
) -> None:
    assert parse_date(text, today=today) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31 ноября", "31 ноября нет в календаре. Укажите число от 1 до 30."),
        ("31.11.2026", "31 ноября нет в календаре. Укажите число от 1 до 30."),
        ("0 мая 2026", "0 мая нет в календаре. Укажите число от 1 до 31."),
        ("29.02.2026", "29 февраля 2026 года нет в календаре. Укажите число от 1 до 28."),
        ("2026-02-30", "30 февраля 2026 года нет в календаре. Укажите число от 1 до 28."),
        ("30 февраля 2028", "30 февраля 2028 года нет в календаре. Укажите число от 1 до 29."),
        ("10.13.2026", "Месяца с номером 13 не бывает. Укажите месяц от 1 до 12."),
        ("10.00.2026", "Месяца с номером 0 не бывает. Укажите месяц от 1 до 12."),
        ("27 тень 2026", "Месяц «тень» не распознан. Укажите дату так: 27.11.2026 или 27 ноября 2026."),
        ("27.11.1026", "Год 1026 слишком далёк. Укажите год от 2000 до 2100."),
        ("завтра", "Дата «завтра» не распознана. Укажите её так: 27.11.2026 или 27 ноября 2026."),
        ("27.11.202", "Дата «27.11.202» не распознана. Укажите её так: 27.11.2026 или 27 ноября 2026."),
        ("27.11.2026 28.11.2026", "Дата «27.11.2026 28.11.2026» не распознана. Укажите её так: 27.11.2026 или 27 ноября 2026."),
        ("  ", "Укажите дату, например: 27.11.2026."),
        (" г. ", "Укажите дату, например: 27.11.2026."),
        ("1" * 100_000, "Слишком длинная запись даты. Укажите её так: 27.11.2026 или 27 ноября 2026."),
    ],
)  # fmt: skip
def test_an_impossible_date_is_refused_with_one_clear_sentence(text: str, sentence: str) -> None:
    with pytest.raises(DateError) as refusal:
        parse_date(text, today=TODAY)
    assert str(refusal.value) == sentence


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_written_form_is_read_back(day: date) -> None:
    for text in (f"{day:%d.%m.%Y}", day.isoformat(), long_date(day), f"{day.day}.{day.month}.{day.year} г."):
        assert parse_date(text, today=TODAY) == day


@given(st.text())
@example("²7.11.2026")
@example("٢٧.١١.٢٠٢٦")
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    try:
        assert isinstance(parse_date(text, today=TODAY), date)
    except DateError as refusal:
        assert str(refusal).endswith(".")


def test_a_date_in_words() -> None:
    assert long_date(date(2026, 5, 1)) == "1 мая 2026 года"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Moscow", datetime(2026, 3, 15, 20, 59, 59, tzinfo=UTC)),
        ("Asia/Novosibirsk", datetime(2026, 3, 15, 16, 59, 59, tzinfo=UTC)),
        ("Asia/Yakutsk", datetime(2026, 3, 15, 14, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_deadline_ends_with_the_day_of_the_municipality(zone: str, expected: datetime) -> None:
    due = deadline_instant(date(2026, 3, 15), ZoneInfo(zone))
    assert due == expected
    assert due.tzinfo is UTC


def test_the_last_second_is_in_time_and_the_next_is_late() -> None:
    due = deadline_instant(date(2026, 3, 15), ZoneInfo("Asia/Novosibirsk"))
    assert not is_overdue(due, due)
    assert not is_overdue(due, due + timedelta(microseconds=999_999))
    assert is_overdue(due, due + timedelta(seconds=1))
    assert is_overdue(due, datetime(2026, 3, 16, 0, 0, tzinfo=ZoneInfo("Asia/Novosibirsk")))


def test_times_without_a_zone_are_not_compared() -> None:
    due = deadline_instant(date(2026, 3, 15), ZoneInfo("Europe/Moscow"))
    with pytest.raises(ValueError, match="time zones"):
        is_overdue(due, datetime(2026, 3, 15))
