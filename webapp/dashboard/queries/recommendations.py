"""Recommendations that wait for a school, and their reports that wait for the coordinator."""

from typing import Any

from sqlalchemy import String, case, cast, literal, select

from webapp.dashboard.queries.measures import NO_DAY
from webapp.models import Recommendation
from workflows.recommendations import OPEN, RecommendationState
from workflows.vocabulary import SCHOOL_ROLES, Role

TITLE_LENGTH = 140


def rows_of(role: Role) -> list[Any]:
    """Return the lines about recommendations that a role has on home."""
    if role in SCHOOL_ROLES:
        what = case((Recommendation.state == RecommendationState.SENT, "advised"), else_="advice_due")
        return [_lines(what, Recommendation.due_on).where(Recommendation.state.in_(OPEN))]
    if role is Role.COORDINATOR:
        reported = Recommendation.state == RecommendationState.REPORTED
        return [_lines(literal("advice_reported"), NO_DAY).where(reported)]
    return []


def _lines(what: Any, due: Any) -> Any:
    text = Recommendation.text
    return select(
        what,
        cast(text, String(TITLE_LENGTH)),
        cast(Recommendation.number, String),
        literal(""),
        literal(0),
        due,
    )
