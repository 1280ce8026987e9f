"""The calendar file, by the letter of RFC 5545."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.roadmaps.icalendar import OCTETS, Entry, calendar, escaped, folded

MADE = datetime(2026, 11, 23, 14, 5, 6, tzinfo=ZoneInfo("Asia/Krasnoyarsk"))
ENTRY = Entry(
    "srr-dk-1-7@example.org",
    date(2026, 11, 27),
    date(2026, 11, 27),
    "Срок: отчёт; план, сводка",
    "Первая строка\nвторая \\ строка",
    "https://example.org/roadmap/items/srr-dk-1-7",
)


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_a_calendar_is_framed_and_names_its_maker() -> None:
    lines = unfolded(calendar("Мои сроки", [], MADE))
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    assert "X-WR-CALNAME:Мои сроки" in lines and any(line.startswith("PRODID:-//") for line in lines)


def test_a_day_is_whole_and_its_end_is_the_next_day() -> None:
    lines = unfolded(calendar("", [ENTRY], MADE))
    assert "DTSTART;VALUE=DATE:20261127" in lines and "DTEND;VALUE=DATE:20261128" in lines
    assert "DTSTAMP:20261123T070506Z" in lines
    assert "UID:srr-dk-1-7@example.org" in lines
    assert "URL:https://example.org/roadmap/items/srr-dk-1-7" in lines
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1


def test_a_year_ends_and_the_next_one_begins() -> None:
    one = Entry("1", date(2026, 12, 1), date(2026, 12, 31), "Декабрь")
    lines = unfolded(calendar("", [one], datetime(2026, 1, 1, tzinfo=UTC)))
    assert "DTSTART;VALUE=DATE:20261201" in lines and "DTEND;VALUE=DATE:20270101" in lines
    assert not any(line.startswith(("DESCRIPTION", "URL")) for line in lines)


def test_what_means_something_in_a_value_is_marked() -> None:
    lines = unfolded(calendar("", [ENTRY], MADE))
    assert r"SUMMARY:Срок: отчёт\; план\, сводка" in lines
    assert r"DESCRIPTION:Первая строка\nвторая \\ строка" in lines


def test_no_text_adds_a_line_of_its_own() -> None:
    assert escaped("Отчёт\r\nEND:VEVENT\r\nBEGIN:VEVENT\x00\x07") == r"Отчёт\nEND:VEVENT\nBEGIN:VEVENT"


@pytest.mark.parametrize("length", [0, 74, 75, 76, 149, 150, 500])
def test_long_lines_are_folded(length: int) -> None:
    assert folded("x" * length).replace("\r\n ", "") == "x" * length
    assert len(folded("x" * length).split("\r\n")) == (
        1 if length <= OCTETS else 1 + -(-(length - OCTETS) // (OCTETS - 1))
    )


@given(st.text(st.characters(exclude_characters="\r\n", codec="utf-8")))
def test_no_line_is_longer_than_its_octets_and_no_letter_is_torn(text: str) -> None:
    parts = folded(text).split("\r\n")
    assert all(len(part.encode()) <= OCTETS for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == text
    assert all(part.startswith(" ") for part in parts[1:])


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_one_line_of_the_file(text: str) -> None:
    lines = unfolded(calendar("", [Entry("1", date(2026, 1, 1), date(2026, 1, 1), text)], MADE))
    assert sum(line.startswith("SUMMARY:") for line in lines) == 1 and len(lines) == 17
