"""Surveys whose window is open and in which a person, or their school, has not taken part."""

from typing import Any

from sqlalchemy import Date, String, and_, bindparam, cast, exists, literal, or_, select

from webapp.dashboard.queries.measures import MINE, OWN_SCHOOL
from webapp.models import Curatorship, Participation, Survey, SurveyMark
from workflows.vocabulary import SCHOOL_ROLES, Role


def rows_of(role: Role) -> list[Any]:
    """Return the lines about surveys that a role has on home."""
    if role in SCHOOL_ROLES:
        asked = and_(Survey.asks_directors, _in_project(Participation.school_id == OWN_SCHOOL))
        return [_running().where(asked, ~_marked(SurveyMark.school_id == OWN_SCHOOL))]
    if role is Role.CURATOR:
        kept = exists().where(
            Curatorship.user_id == MINE,
            Curatorship.direction == "",
            Curatorship.substitutes_id.is_(None),
            Curatorship.school_id == Participation.school_id,
            Curatorship.since <= Survey.closes_on,
            or_(Curatorship.until.is_(None), Curatorship.until >= Survey.opens_on),
        )
        asked = and_(Survey.asks_curators, _in_project(kept))
        return [_running().where(asked, ~_marked(SurveyMark.user_id == MINE))]
    return []


def _running() -> Any:
    today = bindparam("today", type_=Date())
    return select(
        literal("survey"),
        Survey.title,
        cast(Survey.number, String),
        literal(""),
        literal(0),
        Survey.closes_on,
    ).where(Survey.opens_on <= today, Survey.closes_on >= today)


def _in_project(whose: Any) -> Any:
    return exists().where(
        Participation.programme_id == Survey.programme_id,
        Participation.joined_on <= Survey.closes_on,
        or_(Participation.left_on.is_(None), Participation.left_on >= Survey.opens_on),
        whose,
    )


def _marked(whose: Any) -> Any:
    return exists().where(SurveyMark.survey_id == Survey.id, whose)
