"""Pages of a list cover it once in both directions; an address can be forged and never breaks anything."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.paging import Page, Place, cut, read_place, write_place

MOMENT = datetime(2026, 11, 22, 9, 30, 15, 123456, tzinfo=UTC)


def fetch(rows: list[int], place: Place, size: int) -> list[int]:
    """What a query answers: `size + 1` rows from the place on, in reverse when asked backwards."""
    if not place.key:
        return (rows[::-1] if place.backwards else rows)[: size + 1]
    bound = place.key[0]
    ahead = [row for row in rows if row > bound]
    behind = [row for row in reversed(rows) if row < bound]
    return (behind if place.backwards else ahead)[: size + 1]


def page_of(rows: list[int], place: Place, size: int) -> Page[int]:
    return cut(fetch(rows, place, size), place, lambda row: (row,), size)


@given(st.integers(0, 23), st.integers(1, 7))
def test_pages_cover_the_list_once_forwards_and_backwards(count: int, size: int) -> None:
    rows = list(range(1, count + 1))
    forwards, page = [], page_of(rows, Place(), size)
    forwards.append(page.rows)
    while page.after:
        page = page_of(rows, read_place(page.after, ""), size)
        forwards.append(page.rows)
    assert [row for part in forwards for row in part] == rows
    backwards = [page.rows]
    while page.before:
        page = page_of(rows, read_place("", page.before), size)
        backwards.append(page.rows)
    assert [row for part in reversed(backwards) for row in part] == rows
    assert all(len(part) <= size for part in forwards + backwards)


def test_the_first_page_has_nothing_before_it_and_the_last_nothing_after_it() -> None:
    rows = [1, 2, 3]
    first = page_of(rows, Place(), 2)
    assert (first.rows, bool(first.before), bool(first.after)) == ((1, 2), False, True)
    last = page_of(rows, read_place(first.after, ""), 2)
    assert (last.rows, bool(last.before), bool(last.after)) == ((3,), True, False)
    again = page_of(rows, read_place("", last.before), 2)
    assert (again.rows, bool(again.before), bool(again.after)) == ((1, 2), False, True)


def test_an_empty_page_leads_nowhere() -> None:
    assert page_of([], Place(), 5) == Page(())
    assert page_of([1], Place((9,)), 5) == Page(())


@given(
    st.lists(
        st.one_of(
            st.integers(-(2**40), 2**40),
            st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=30),
            st.none(),
            st.timedeltas(timedelta(0), timedelta(days=9999)).map(lambda passed: MOMENT + passed),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_key_survives_the_address(key: list[object]) -> None:
    written = write_place(key)
    assert read_place(written, "") == Place(tuple(key))
    assert read_place("", written) == Place(tuple(key), backwards=True)
    assert all(sign.isalnum() or sign in "-_" for sign in written), "fit for an address"


def forged(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "raw",
    [
        "", "!!!", "W10", "%%%", "я", "A", "====", "bm90IGpzb24", forged(5), forged(None), forged([1.5]), forged([[1]]),
        forged([{"x": 1}]), forged([{}]), forged([{"t": "вчера"}]), forged([{"t": 5}]), forged({"t": 1}), "W" * 5000,
        forged([{"t": "2026-01-01T00:00:00"}]),
    ],
)  # fmt: skip
def test_a_forged_place_is_the_beginning(raw: str) -> None:
    for place in (read_place(raw, ""), read_place("", raw)):
        assert place.key == ()


def test_a_place_without_a_zone_is_no_moment_of_ours() -> None:
    assert read_place(forged([{"t": MOMENT.isoformat()}]), "").key == (MOMENT,)
