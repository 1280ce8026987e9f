"""Addressing recommendations to schools; the schools acknowledge and report, the coordinator accepts or returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, today_in, transaction
from webapp.errors import Invalid, Stale
from webapp.models import Recommendation
from webapp.numbering import next_number
from webapp.outbox import announce
from webapp.recommendations import queries
from workflows.dictionaries.risks import RISKS
from workflows.recommendations import MOVES, Move, RecommendationState, refusal
from workflows.vocabulary import Event

TEXT_LIMIT = 8000
_RISKS = {one.code for one in RISKS}
_TELLS = {
    Move.REPORT: Event.RECOMMENDATION_REPORTED,
    Move.ACCEPT: Event.RECOMMENDATION_ACCEPTED,
    Move.RETURN: Event.RECOMMENDATION_RETURNED,
    Move.WITHDRAW: Event.RECOMMENDATION_WITHDRAWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What is recommended: on which ground, until when; `stage_id` is the stage whose report prints it."""

    text: str
    ground: str = ""
    due_on: date | None = None
    stage_id: int | None = None
    risk_code: str = ""


def send(school_ids: Sequence[int], advice: Advice, *, actor: Actor) -> tuple[int, ...]:
    """Address a recommendation to each of the schools; returns their numbers. Raises Invalid."""
    wanted = tuple(dict.fromkeys(school_ids))
    with transaction():
        _require(wanted, advice, actor)
        return tuple(_send(school_id, advice, actor) for school_id in wanted)


def move(number: int, what: Move, words: str = "", *, actor: Actor) -> None:
    """Do the next thing with a recommendation; `words` are the report, the reason. Raises NotThere, Invalid, Stale.

    A report is needed to report, a reason to return and to withdraw."""
    said = words.strip()
    if what in _NEEDS_WORDS and not said:
        raise Invalid(_NEEDS_WORDS[what], "words")
    if len(said) > TEXT_LIMIT:
        raise Invalid(f"Сократите до {TEXT_LIMIT} знаков.", "words")
    with transaction():
        row = queries.get(number, lock=True)
        if why := refusal(what, row.state):
            raise Stale(why)
        before = row.state
        row.state = MOVES[what][1]
        _write(row, what, said, actor)
        journal.record(
            f"recommendation.{what.value}", kind="recommendation", object_id=number, school=row.school_id,
            before={"state": before.value}, after={"state": row.state.value, "words": said[:500]},
        )  # fmt: skip
        if what in _TELLS:
            announce(_TELLS[what], recommendation_id=row.id, actor_id=actor.user_id)


def _send(school_id: int, advice: Advice, actor: Actor) -> int:
    row = Recommendation(
        municipality_id=actor.municipality_id,
        number=next_number(actor.municipality_id or 0, "recommendation"),
        school_id=school_id,
        stage_id=advice.stage_id,
        risk_code=advice.risk_code,
        ground=advice.ground.strip()[:300],
        text=advice.text.strip(),
        due_on=advice.due_on,
        state=RecommendationState.SENT,
        sent_by_name=actor.name,
    )
    session.add(row)
    session.flush()
    journal.record(
        "recommendation.sent", kind="recommendation", object_id=row.number, school=school_id,
        after={"text": row.text[:500], "due_on": str(row.due_on or "")},
    )  # fmt: skip
    announce(Event.RECOMMENDED, recommendation_id=row.id, actor_id=actor.user_id)
    return row.number


def _write(row: Recommendation, what: Move, said: str, actor: Actor) -> None:
    if what is Move.RECEIVE:
        row.received_at, row.received_by_name = now(), actor.name
    elif what is Move.REPORT:
        row.report, row.reported_at, row.reported_by_name = said, now(), actor.name
        if row.received_at is None:
            row.received_at, row.received_by_name = now(), actor.name
    else:
        row.decision, row.decided_at, row.decided_by_name = said, now(), actor.name


def _require(school_ids: Sequence[int], advice: Advice, actor: Actor) -> None:
    known = {school_id: name for _slug, name, school_id in queries.schools()}
    if not school_ids or not set(school_ids) <= known.keys():
        raise Invalid("Отметьте школы, которым направляете рекомендацию.", "schools")
    if not advice.text.strip():
        raise Invalid("Напишите, что рекомендуете.", "text")
    if advice.due_on is not None and advice.due_on < today_in(actor.zone):
        raise Invalid("Этот срок уже прошёл. Укажите день не раньше сегодняшнего.", "due_on")
    if advice.risk_code and advice.risk_code not in _RISKS:
        raise Invalid("Выберите рисковое направление из перечня.", "risk")
    if advice.stage_id is None:
        return
    if advice.stage_id not in {stage_id for _slug, _title, stage_id in queries.stages()}:
        raise Invalid("Выберите этап из перечня.", "stage")
    outside = [known[one] for one in school_ids if not queries.take_part(one, advice.stage_id)]
    if outside:
        raise Invalid(f"В проекте этого этапа не участвует: {', '.join(outside)}.", "stage")


_NEEDS_WORDS = {
    Move.REPORT: "Напишите, что сделано по рекомендации.",
    Move.RETURN: "Напишите, чего в отчёте не хватает.",
    Move.WITHDRAW: "Напишите, почему рекомендация отзывается.",
}
