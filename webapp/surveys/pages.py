"""What the pages of surveys show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from webapp.access.actor import Actor
from webapp.access.permissions import Permission as P
from webapp.access.permissions import may
from webapp.database import today_in
from webapp.formatting import DueIn, date_ru, date_short, days_left, fio_short, percent_ru
from webapp.models import Survey, SurveyMark
from webapp.surveys.queries import Asked, is_mine, speaks_for
from webapp.tables import columns
from workflows.surveys import Coverage, Respondent, SurveyState, coverage, state_of

COLUMNS = columns("Опрос", "Дни опроса", "Кого опрашивают", "Участие", "Состояние")
ASKED_COLUMNS = columns("Кто", "Участие", "Отметил", "Действие")


@dataclass(frozen=True, slots=True)
class SurveyLine:
    title: str
    url: str
    programme: str
    window: str
    asked: str
    covered: str
    whole: bool
    state: SurveyState


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One who is asked; empty addresses are what this person may not do."""

    name: str
    url: str
    taken: str
    by: str
    code: str
    may_mark: bool
    may_unmark: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class SurveyPage:
    number: int
    title: str
    programme: str
    window: str
    state: SurveyState
    due: DueIn | None
    covered: str
    percent: str
    link: str
    note: str
    summary: str
    schools: tuple[AskedLine, ...]
    curators: tuple[AskedLine, ...]
    mine: AskedLine | None
    """What the person says of themselves, or of their school."""
    day: str
    """The day of participation a form begins with."""
    edit_url: str
    drop_url: str


def lines(rows: Sequence[Survey], covered: Mapping[int, Coverage], actor: Actor) -> tuple[SurveyLine, ...]:
    today = today_in(actor.zone)
    return tuple(
        SurveyLine(
            row.title,
            url_for("surveys.show", number=row.number),
            row.programme.short_title,
            _window(row),
            _respondents(row),
            covered[row.id].words,
            covered[row.id].whole,
            state_of(row.opens_on, row.closes_on, today),
        )
        for row in rows
    )


def to_mark(row: Survey, asked: Sequence[Asked], marks: Sequence[SurveyMark], actor: Actor) -> list[Asked]:
    """Return those whom the person may still mark."""
    if state_of(row.opens_on, row.closes_on, today_in(actor.zone)) is SurveyState.AHEAD:
        return []
    said = {(one.school_id, one.user_id) for one in marks}
    return [one for one in asked if one.key not in said and speaks_for(one, actor)]


def survey_page(row: Survey, asked: Sequence[Asked], marks: Sequence[SurveyMark], actor: Actor) -> SurveyPage:
    today = today_in(actor.zone)
    state = state_of(row.opens_on, row.closes_on, today)
    said = {(one.school_id, one.user_id): one for one in marks}
    told = {one.key: _line(row, one, said.get(one.key), state, actor) for one in asked}
    whole = coverage(list(told), list(said))
    share = 100 * whole.answered / whole.expected if whole.expected else None
    manages = may(actor.role, P.MANAGE_SURVEYS)
    return SurveyPage(
        number=row.number,
        title=row.title,
        programme=row.programme.title,
        window=_window(row),
        state=state,
        due=days_left(row.closes_on, today) if state is SurveyState.OPEN else None,
        covered=whole.words,
        percent=percent_ru(share),
        link=row.link,
        note=row.note,
        summary=row.summary,
        schools=tuple(told[one.key] for one in asked if one.school_id is not None),
        curators=tuple(told[one.key] for one in asked if one.user_id is not None),
        mine=next((line for line in told.values() if line.mine), None),
        day=min(today, row.closes_on).isoformat(),
        edit_url=url_for("surveys.edit", number=row.number) if manages else "",
        drop_url=url_for("surveys.drop", number=row.number) if manages and not marks else "",
    )


def _line(row: Survey, one: Asked, mark: SurveyMark | None, state: SurveyState, actor: Actor) -> AskedLine:
    speaks = speaks_for(one, actor)
    return AskedLine(
        one.name,
        url_for("schools.show", slug=one.slug) if one.slug else "",
        date_short(mark.taken_on) if mark else "",
        fio_short(mark.by_name) if mark else "",
        one.code,
        may_mark=speaks and state is not SurveyState.AHEAD and mark is None,
        may_unmark=speaks and mark is not None,
        mine=is_mine(one, actor),
    )


def _window(row: Survey) -> str:
    return f"{date_ru(row.opens_on)} – {date_ru(row.closes_on)}"


def _respondents(row: Survey) -> str:
    named = ((Respondent.DIRECTORS, row.asks_directors), (Respondent.CURATORS, row.asks_curators))
    return ", ".join(one.label for one, asked in named if asked)
