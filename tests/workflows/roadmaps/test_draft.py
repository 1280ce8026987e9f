"""Rows of a file on their way to a roadmap: as read, as corrected, as kept."""

from pathlib import Path

import pytest

from workflows.deadlines import Frame, Status
from workflows.roadmaps import lines_of_text, read_roadmap
from workflows.roadmaps.draft import (
    Entry,
    as_section,
    choice_of,
    columns_of,
    deadline_of,
    dropped,
    edited,
    entries_of,
    from_plain,
    joined,
    measures,
    to_plain,
    unread,
)

DATA = Path(__file__).resolve().parents[2] / "data" / "roadmaps"
FRAME = Frame.of_year(2026)


def read(name: str) -> tuple[Entry, ...]:
    lines = lines_of_text((DATA / name).read_text("utf-8"))
    return entries_of(read_roadmap(lines), lines)


@pytest.mark.parametrize(("name", "count"), [("sayansk.txt", 50), ("uglich.txt", 31), ("zeya.txt", 19)])
def test_every_row_comes_with_the_words_of_the_file(name: str, count: int) -> None:
    entries = read(name)
    rows = measures(entries)
    assert len(rows) == count and all(row.source for row in rows)
    assert from_plain(to_plain(entries)) == entries


def test_a_broken_deadline_waits_for_a_person_and_is_read_anew() -> None:
    entries = read("sayansk.txt")
    place = next(n for n, entry in enumerate(entries) if entry.number.strip(".") == "23")
    assert entries[place].needs_eyes and any("Нет окончания" in text for text in entries[place].notices)
    mended = edited(entries, place, {"deadline": "10.03.2022-16.03.2022, 05.09.2022-09.09.2022"})
    assert not mended[place].needs_eyes and mended[place].source == entries[place].source
    assert deadline_of(mended[place], Frame.of_year(2022)).status is Status.PARSED
    assert mended[place].title == entries[place].title


def test_plan_values_stay_with_their_years() -> None:
    entries = read("uglich.txt")
    row = measures(entries)[0]
    assert row.plan_total == "10" and dict(row.plan_years) == {"2020": "10", "2021": "10", "2022": "10"}
    assert deadline_of(row, FRAME).kind.value == "plan_years"
    assert unread(entries, FRAME) == 0
    place = entries.index(row)
    changed = edited(entries, place, {"plan_total": "12", "year_2021": "12"})[place]
    assert (
        changed.plan is not None and changed.plan.total.values == (12,) and changed.plan_years["2021"] == "12"
    )


def test_rows_are_left_out_joined_and_made_headings() -> None:
    rows = (
        Entry(True, 0, "Раздел"),
        Entry(False, 2, "Совещание", "1.", deadline="март", source=("1.", "Совещание", "март")),
        Entry(False, 3, "директоров школ", result="Протокол", source=("директоров школ", "Протокол")),
    )
    whole = joined(rows, 2)
    assert len(whole) == 2 and whole[1].title == "Совещание директоров школ" and whole[1].result == "Протокол"
    assert whole[1].source == ("1.", "Совещание", "март", "директоров школ", "Протокол")
    assert joined(rows, 0) == rows
    out = dropped(rows, 2)
    assert measures(out) == (rows[1],) and measures(dropped(out, 2, back=True))[1].title == "директоров школ"
    assert as_section(rows, 2)[2].is_section and not as_section(as_section(rows, 2), 2)[2].is_section


def test_columns_are_named_by_words_and_back() -> None:
    choice = ("number", "title", "", "plan", "2020", "2021", "responsible")
    columns = columns_of(choice)
    assert choice_of(columns, 7) == choice and dict(columns.years) == {2020: 4, 2021: 5}
