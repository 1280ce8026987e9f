"""Surveys of directors and curators: the window, who is asked, how many took part (К49, К50)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from workflows.vocabulary import Labelled, Toned

REMIND_BEFORE = (1, 3)
"""Days before the last one on which those who have not taken part are reminded."""


class Respondent(Labelled):
    """Of whom participation is expected."""

    DIRECTORS = "directors", "директора школ"
    CURATORS = "curators", "кураторы"


class SurveyState(Toned):
    AHEAD = "ahead", "Ещё не начат", "mute", "circle-dashed"
    OPEN = "open", "Идёт", "acc", "circle-dot"
    OVER = "over", "Завершён", "mute", "circle-check"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of so many who are asked, so many took part."""

    expected: int
    answered: int

    @property
    def whole(self) -> bool:
        return 0 < self.expected <= self.answered

    @property
    def words(self) -> str:
        return f"{self.answered} из {self.expected}"


def coverage(asked: Collection[object], answered: Collection[object]) -> Coverage:
    """Return how many of those who are asked took part; participation of anybody else counts for nothing."""
    wanted = set(asked)
    return Coverage(len(wanted), len(wanted & set(answered)))


def state_of(opens_on: date, closes_on: date, today: date) -> SurveyState:
    if today < opens_on:
        return SurveyState.AHEAD
    return SurveyState.OPEN if today <= closes_on else SurveyState.OVER


def refusal_to_mark(opens_on: date, closes_on: date, day: date, today: date) -> str:
    """Return why participation on a day is not written down, '' when it is."""
    if day > today:
        return "Этот день ещё не наступил. Укажите, когда опрос был пройден."
    if not opens_on <= day <= closes_on:
        return f"Укажите день опроса: с {opens_on:%d.%m.%Y} по {closes_on:%d.%m.%Y}."
    return ""


def reminder(opens_on: date, closes_on: date, today: date) -> str:
    """Return the step of the reminder that is due: «begin», the number of days left, '' for none."""
    if not opens_on <= today <= closes_on:
        return ""
    left = (closes_on - today).days
    near = next((str(days) for days in REMIND_BEFORE if left <= days), "")
    return near or "begin"
