"""The months an address asks for."""

from datetime import date

import pytest
from flask import Request
from werkzeug.test import create_environ

from webapp.agenda.forms import Window, read_month, read_window

STARTS, ENDS = date(2026, 2, 10), date(2026, 11, 20)


def window(query: str, starts_on: date = STARTS, ends_on: date = ENDS) -> Window:
    return read_window(Request(create_environ(query_string=query)), starts_on, ends_on)


@pytest.mark.parametrize(("query", "first", "last", "months"), [
    ("", date(2026, 2, 1), date(2026, 11, 30), 10),
    ("from=2026-09", date(2026, 9, 1), date(2026, 11, 30), 3),
    ("to=2026-03", date(2026, 2, 1), date(2026, 3, 31), 2),
    ("from=2026-12&to=2027-02", date(2026, 12, 1), date(2027, 2, 28), 3),
    ("from=2027-05", date(2027, 5, 1), date(2027, 5, 31), 1),
    ("from=2026-01&to=2099-12", date(2026, 1, 1), date(2028, 12, 31), 36),
])  # fmt: skip
def test_whole_months_are_shown(query: str, first: date, last: date, months: int) -> None:
    found = window(query)
    assert (found.first, found.last, len(found.months), found.fault) == (first, last, months, "")


@pytest.mark.parametrize(
    "query", ["from=2026-13", "to=сентябрь", "from=2026-9", "from=2026-09&to=2026-08", "from=1999-01"]
)
def test_what_cannot_be_is_told_and_kept(query: str) -> None:
    found = window(query)
    assert found.fault.endswith(".") and (found.first, found.last) == (date(2026, 2, 1), date(2026, 11, 30))
    assert query.startswith(("from=" + found.typed_from, "to=" + found.typed_to))


def test_a_long_roadmap_is_shown_by_three_years() -> None:
    assert len(window("", date(2020, 1, 1), date(2030, 12, 31)).months) == 36


def test_nothing_typed_is_no_month() -> None:
    assert read_month("") is None
