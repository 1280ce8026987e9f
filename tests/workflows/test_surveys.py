"""Surveys: their windows, who took part, when one is reminded."""

from datetime import date, timedelta

import pytest

from workflows.links import is_web_address
from workflows.surveys import SurveyState, coverage, refusal_to_mark, reminder, state_of

FIRST, LAST = date(2022, 10, 3), date(2022, 10, 14)


@pytest.mark.parametrize(
    ("today", "state", "step"),
    [
        (date(2022, 10, 2), SurveyState.AHEAD, ""),
        (FIRST, SurveyState.OPEN, "begin"),
        (date(2022, 10, 10), SurveyState.OPEN, "begin"),
        (date(2022, 10, 11), SurveyState.OPEN, "3"),
        (date(2022, 10, 13), SurveyState.OPEN, "1"),
        (LAST, SurveyState.OPEN, "1"),
        (date(2022, 10, 15), SurveyState.OVER, ""),
    ],
)
def test_the_window_and_its_reminders(today: date, state: SurveyState, step: str) -> None:
    assert state_of(FIRST, LAST, today) is state
    assert reminder(FIRST, LAST, today) == step


def test_only_those_who_are_asked_count() -> None:
    covered = coverage(["a", "b", "c"], ["a", "c", "stranger"])
    assert (covered.words, covered.whole) == ("2 из 3", False)
    assert coverage(["a"], ["a"]).whole and not coverage([], ["a"]).whole


def test_a_day_outside_the_window_is_refused_in_a_sentence() -> None:
    assert refusal_to_mark(FIRST, LAST, FIRST, LAST) == ""
    assert "03.10.2022 по 14.10.2022" in refusal_to_mark(FIRST, LAST, FIRST - timedelta(days=1), LAST)
    assert "не наступил" in refusal_to_mark(FIRST, LAST, LAST, FIRST)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://anketa.example.org/500?x=1", True),
        ("http://anketa.example.org", True),
        ("javascript://anketa.example.org/%0aalert(1)", False),
        ("ftp://anketa.example.org", False),
        ("anketa.example.org", False),
        ("https://", False),
        ("https://a b", False),
        ("https://[", False),
    ],
)
def test_only_addresses_a_browser_opens_safely(text: str, good: bool) -> None:
    assert is_web_address(text) is good
