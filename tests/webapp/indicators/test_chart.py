"""The picture of a course: what stands where, what is told when nothing was planned."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.indicators.pages.chart import BOTTOM, HEIGHT, LABEL_HEIGHT, LEFT, RIGHT, TOP, WIDTH, Chart, chart
from workflows.deadlines import Frame, read_deadline
from workflows.roadmaps.course import course, days
from workflows.roadmaps.indicator import Confirmed, Plan, Row

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def row(text: str, *, done: date | None = None, since: date = FIRST) -> Row:
    facts = (Confirmed(done, done),) if done else ()
    return Row(text, (Plan(read_deadline(text, Frame.of_year(2026)), since),), facts)


def drawn(*rows: Row, last: date = LAST, on: date = LAST) -> Chart:
    found = chart(course(rows, days(FIRST, last)), on)
    assert found is not None
    return found


def test_the_lines_begin_where_something_was_planned() -> None:
    found = drawn(row("15.03.2026", done=date(2026, 6, 1)), row("15.05.2026"))
    due, every = found.strokes
    assert (len(due.spots), len(every.spots)) == (10, 12)
    assert due.label == "А: 50\xa0%" and every.label == "Б: 50\xa0%"
    assert due.spots[0].y == HEIGHT - BOTTOM, "nought stands on the ground"


def test_a_time_without_anything_planned_is_a_gap() -> None:
    gone = Row(
        "1", (Plan(read_deadline("15.02.2026", Frame.of_year(2026)), FIRST),), excluded_on=date(2026, 3, 10)
    )
    found = drawn(gone, row("15.06.2026", since=date(2026, 5, 1)))
    assert len(found.strokes[1].parts) == 2


def test_nothing_planned_at_all_is_no_picture() -> None:
    assert chart(course([], days(FIRST, LAST)), LAST) is None
    assert chart((), LAST) is None


def test_a_single_day_is_a_mark_without_a_line() -> None:
    found = drawn(row("15.01.2026"), last=date(2026, 1, 20))
    assert [len(stroke.parts) for stroke in found.strokes] == [0, 0]
    assert [len(stroke.spots) for stroke in found.strokes] == [1, 1]


@pytest.mark.parametrize(
    ("on", "marked"), [(date(2026, 6, 10), True), (date(2025, 6, 10), False), (LAST, True)]
)
def test_the_asked_day_is_marked_where_it_is_inside(on: date, marked: bool) -> None:
    assert (drawn(row("15.03.2026"), on=on).chosen is not None) is marked


def test_the_words_tell_the_picture() -> None:
    words = drawn(row("15.03.2026", done=date(2026, 3, 1))).words
    assert words == "С 31.01.2026 по 31.12.2026. На последнюю дату: чтение А – 100\xa0%; чтение Б – 100\xa0%."


@given(
    st.lists(st.tuples(st.dates(FIRST, LAST), st.booleans()), min_size=1, max_size=12),
    st.dates(date(2026, 1, 2), LAST),
)
def test_everything_stays_inside_and_labels_stand_apart(facts: list[tuple[date, bool]], last: date) -> None:
    rows = [row(f"{day:%d.%m.%Y}", done=day if done else None) for day, done in facts]
    found = drawn(*rows, last=last, on=last)
    for stroke in found.strokes:
        assert all(
            LEFT <= spot.x <= WIDTH - RIGHT and TOP <= spot.y <= HEIGHT - BOTTOM for spot in stroke.spots
        )
        assert TOP - LABEL_HEIGHT <= stroke.label_y <= HEIGHT - BOTTOM + LABEL_HEIGHT
    first, second = found.strokes
    if first.label and second.label:
        assert abs(first.label_y - second.label_y) >= LABEL_HEIGHT - 0.2
    places = [day.x for day in found.days]
    assert places == sorted(places) and all(b - a > 71 for a, b in itertools.pairwise(places))
