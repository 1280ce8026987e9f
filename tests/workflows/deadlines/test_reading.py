"""Russian words of a deadline become the days they mean; nothing is guessed silently (domain.md §5)."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.deadlines import (
    Deadline,
    Doubt,
    Frame,
    Kind,
    Op,
    Per,
    Period,
    Recurrence,
    Status,
    read_deadline,
)

TRUTH = json.loads(
    (Path(__file__).parents[2] / "data" / "roadmaps" / "truth.json").read_text(encoding="utf-8")
)
SCHOOL_YEAR = Frame.of_school_year(2023)
YEAR = Frame.of_year(2022)
THREE_YEARS = Frame(Period(date(2020, 1, 1), date(2022, 12, 31)))


def literal() -> list[Any]:
    cases = []
    for code, roadmap in TRUTH.items():
        about = roadmap["period"]
        period = Period(date.fromisoformat(about["start"]), date.fromisoformat(about["end"]))
        frame = Frame(period, is_school_year="учебн" in about["text"])
        for section in roadmap["sections"]:
            cases += [
                pytest.param(item["deadline_text"], frame, item["deadline"], id=f"{code} {item['number']}")
                for item in section["items"]
                if item["deadline_text"]
            ]
    return cases


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def spans(deadline: Deadline) -> list[tuple[str | None, str | None]]:
    return [(iso(one.start), iso(one.end)) for one in deadline.periods]


@pytest.mark.parametrize(("text", "frame", "expected"), literal())
def test_every_literal_deadline_of_the_real_roadmaps(
    text: str, frame: Frame, expected: dict[str, Any]
) -> None:
    found = read_deadline(text, frame)
    assert found.kind == expected["kind"]
    assert (iso(found.start), iso(found.end)) == (expected["start"], expected["end"])
    assert spans(found) == [(one["start"], one["end"]) for one in expected["periods"]]
    assert found.text == text
    assert found.status is (Status.AMBIGUOUS if expected.get("truncated") else Status.PARSED)
    assert found.inferred_year == bool(expected.get("inferred_year"))


@pytest.mark.parametrize(
    ("text", "kind", "periods"),
    [
        ("2 квартал", Kind.QUARTER, [("2024-04-01", "2024-06-30")]),
        ("IV кв. 2023 г.", Kind.QUARTER, [("2023-10-01", "2023-12-31")]),
        ("I–II кварталы 2024 года", Kind.QUARTER, [("2024-01-01", "2024-06-30")]),
        (
            "1-й и 3-й кварталы 2024",
            Kind.QUARTER,
            [("2024-01-01", "2024-03-31"), ("2024-07-01", "2024-09-30")],
        ),
        ("первое полугодие 2024 года", Kind.HALF_YEAR, [("2024-01-01", "2024-06-30")]),
        ("1 полугодие", Kind.HALF_YEAR, [("2023-09-01", "2023-12-31")]),
        ("2 полугодие 2023-2024 учебного года", Kind.HALF_YEAR, [("2024-01-01", "2024-05-31")]),
        ("3 декада мая", Kind.DECADE, [("2024-05-21", "2024-05-31")]),
        ("третья декада февраля 2024", Kind.DECADE, [("2024-02-21", "2024-02-29")]),
        ("2023/2024 учебный год", Kind.SCHOOL_YEAR, [("2023-09-01", "2024-08-31")]),
        ("в течении учебного года", Kind.SCHOOL_YEAR, [("2023-09-01", "2024-08-31")]),
        ("2023-2024 уч. г.", Kind.SCHOOL_YEAR, [("2023-09-01", "2024-08-31")]),
        ("в течение 2023 года", Kind.YEAR, [("2023-01-01", "2023-12-31")]),
        ("2023 – 2025 годы", Kind.YEAR, [("2023-01-01", "2025-12-31")]),
        ("До 15.03.2023", Kind.UNTIL, [(None, "2023-03-15")]),
        ("не позднее 25 декабря 2023 года", Kind.UNTIL, [(None, "2023-12-25")]),
        ("к 1 сентября", Kind.UNTIL, [(None, "2023-09-01")]),
        ("до конца мая 2024", Kind.UNTIL, [(None, "2024-05-31")]),
        ("с 14 по 20 февраля", Kind.RANGE, [("2024-02-14", "2024-02-20")]),
        ("14—20 февраля 2024 г.", Kind.RANGE, [("2024-02-14", "2024-02-20")]),
        ("с 01.03.2024 до 15.03.2024", Kind.RANGE, [("2024-03-01", "2024-03-15")]),
        ("14, 15 и 20 марта", Kind.DATES, [(f"2024-03-{d}", f"2024-03-{d}") for d in (14, 15, 20)]),
        ("01.09. 2022", Kind.DATE, [("2022-09-01", "2022-09-01")]),
        ("1 СЕНТЯБРЯ 2022 Г.", Kind.DATE, [("2022-09-01", "2022-09-01")]),
        ("2022-09-01", Kind.DATE, [("2022-09-01", "2022-09-01")]),
        ("Сентябрь –май", Kind.MONTH_RANGE, [("2023-09-01", "2024-05-31")]),
        ("с сентября по май", Kind.MONTH_RANGE, [("2023-09-01", "2024-05-31")]),
        ("Декабрь – январь 2024", Kind.MONTH_RANGE, [("2023-12-01", "2024-01-31")]),
        ("сент.-окт. 2023", Kind.MONTH_RANGE, [("2023-09-01", "2023-10-31")]),
        ("Март Май", Kind.MONTHS, [("2024-03-01", "2024-03-31"), ("2024-05-01", "2024-05-31")]),
        ("сентябрь 2023/2024 учебного года", Kind.MONTH, [("2023-09-01", "2023-09-30")]),
        ("15.03.2024, апрель 2024", Kind.MIXED, [("2024-03-15", "2024-03-15"), ("2024-04-01", "2024-04-30")]),
    ],
)
def test_other_ways_to_write_it(text: str, kind: Kind, periods: list[tuple[str | None, str | None]]) -> None:
    found = read_deadline(text, SCHOOL_YEAR)
    assert (found.kind, spans(found), found.doubts) == (kind, periods, ())


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("не реже 3 раз в квартал", Recurrence(Per.QUARTER, 3, Op.AT_LEAST)),
        ("не менее двух раз в год", Recurrence(Per.YEAR, 2, Op.AT_LEAST)),
        ("1 раз в полугодие", Recurrence(Per.HALF_YEAR)),
        ("раз в месяц", Recurrence(Per.MONTH)),
        ("Ежемесячно", Recurrence(Per.MONTH)),
        ("ежеквартально", Recurrence(Per.QUARTER)),
        ("еженедельно", Recurrence(Per.WEEK)),
        ("каждый понедельник", Recurrence(Per.WEEK)),
        ("до 5 числа каждого месяца", Recurrence(Per.MONTH)),
    ],
)
def test_what_recurs_lasts_as_long_as_the_roadmap(text: str, recurrence: Recurrence) -> None:
    found = read_deadline(text, YEAR)
    assert (found.kind, found.recurrence, found.status) == (Kind.RECURRENT, recurrence, Status.PARSED)
    assert spans(found) == [("2022-01-01", "2022-12-31")]
    alone = read_deadline(text)
    assert (alone.recurrence, alone.start, alone.end, alone.periods) == (recurrence, None, None, ())


def test_what_recurs_between_months_and_in_each_year() -> None:
    assert spans(read_deadline("еженедельно, сентябрь – май", SCHOOL_YEAR)) == [("2023-09-01", "2024-05-31")]
    yearly = read_deadline("ежегодно, сентябрь", THREE_YEARS)
    assert spans(yearly) == [(f"{year}-09-01", f"{year}-09-30") for year in (2020, 2021, 2022)]
    assert (yearly.kind, yearly.recurrence, yearly.doubts) == (Kind.RECURRENT, Recurrence(Per.YEAR), ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("постоянно", Kind.PERMANENT), ("на постоянной основе", Kind.PERMANENT),
        ("в течение всего периода", Kind.WHOLE_PERIOD), ("весь период", Kind.WHOLE_PERIOD),
        ("на протяжении всего срока реализации проекта", Kind.WHOLE_PERIOD),
        ("в период реализации программы", Kind.WHOLE_PERIOD),
    ],
)  # fmt: skip
def test_what_has_no_end(text: str, kind: Kind) -> None:
    found = read_deadline(text, YEAR)
    assert (found.kind, found.periods, found.start, found.end, found.doubts) == (kind, (), None, None, ())


def test_a_date_and_what_follows_it() -> None:
    goes_on = read_deadline("15.03.2023, далее постоянно")
    assert (goes_on.kind, spans(goes_on), goes_on.end) == (
        Kind.COMPOUND,
        [("2023-03-15", "2023-03-15")],
        None,
    )
    condition = read_deadline("До 15.03.2023; по мере вступления в проект")
    assert (condition.kind, iso(condition.end)) == (Kind.COMPOUND, "2023-03-15")
    assert condition.condition == "по мере вступления в проект"


@pytest.mark.parametrize(
    ("text", "frame", "doubt", "status"),
    [
        ("", YEAR, Doubt.EMPTY, Status.UNPARSED),
        ("—", YEAR, Doubt.EMPTY, Status.UNPARSED),
        ("Март", Frame(), Doubt.NO_YEAR, Status.AMBIGUOUS),
        ("Март", THREE_YEARS, Doubt.NO_YEAR, Status.AMBIGUOUS),
        ("31.02.2024", YEAR, Doubt.IMPOSSIBLE, Status.UNPARSED),
        ("20.03.2024-10.03.2024", YEAR, Doubt.BACKWARDS, Status.UNPARSED),
        ("10.03.2022- 16.03.2022 05.09.2022-", YEAR, Doubt.LOST_END, Status.AMBIGUOUS),
        ("с 1 сентября", YEAR, Doubt.LOST_END, Status.AMBIGUOUS),
        ("ноябрь – февраль", YEAR, Doubt.OUTSIDE, Status.AMBIGUOUS),
        ("первая неделя сентября", YEAR, Doubt.INEXACT, Status.AMBIGUOUS),
        ("начало октября", YEAR, Doubt.INEXACT, Status.AMBIGUOUS),
        ("до мая", YEAR, Doubt.INEXACT, Status.AMBIGUOUS),
        ("раз в две недели", YEAR, Doubt.INTERVAL, Status.AMBIGUOUS),
        ("по мере необходимости", YEAR, Doubt.CONDITION, Status.AMBIGUOUS),
        ("летние каникулы", YEAR, Doubt.UNKNOWN_WORDS, Status.UNPARSED),
        ("15.03.2022 (перенос)", YEAR, Doubt.UNKNOWN_WORDS, Status.AMBIGUOUS),
    ],
)
def test_what_waits_for_a_person_says_why(text: str, frame: Frame, doubt: Doubt, status: Status) -> None:
    found = read_deadline(text, frame)
    assert (found.doubts, found.status, found.text) == ((doubt,), status, text)
    assert doubt.label.endswith(".")


@given(st.text(alphabet=st.sampled_from("0123456789. -–,;абвгдежзиклмнопрстуфхцчшщыьюяIVX()/"), max_size=60))
def test_nothing_raises_and_nothing_is_lost(text: str) -> None:
    found = read_deadline(text, YEAR)
    assert found.text == text.strip()
    assert found.status is Status.PARSED or found.doubts
    for period in found.periods:
        assert period.start is None or period.end is None or period.start <= period.end


@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.sampled_from(["{:%d.%m.%Y}", "{:%d.%m. %Y}", "{:%d.%m.%Y} г."]),
)
def test_every_day_of_the_calendar(day: date, form: str) -> None:
    found = read_deadline(form.format(day))
    assert (found.kind, found.start, found.end) == (Kind.DATE, day, day)
