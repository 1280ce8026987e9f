"""The second of the two facts: another person confirms or declines what was marked; marks are taken back (К18)."""

from webapp.access.actor import Actor
from webapp.database import now, today_in, transaction
from webapp.errors import Invalid, NotThere
from webapp.models import Measure, Progress
from webapp.outbox import announce
from webapp.roadmap import queries
from webapp.roadmap.operations.executing import require_in_force
from webapp.roadmap.operations.history import note
from webapp.roadmap.queries import Line
from workflows.roadmaps import deciding as rule
from workflows.roadmaps.words import ProgressState
from workflows.vocabulary import Event


def confirm(ref: str, fact_id: int, *, actor: Actor) -> None:
    """Confirm an execution that another person marked. Raises NotThere, Invalid."""
    with transaction():
        measure, fact = _decidable(ref, fact_id, actor)
        _decide(fact, ProgressState.CONFIRMED, "", actor)
        note(measure, "confirmed", "Исполнение подтверждено", actor, school_id=fact.school_id)
        _tell(fact, Event.MEASURE_CONFIRMED, actor)


def decline(ref: str, fact_id: int, reason: str, *, actor: Actor) -> None:
    """Decline an execution that another person marked, with the reason; it may then be marked anew."""
    words = _required(reason, "Напишите, чего не хватает: исполнитель прочтёт это.")
    with transaction():
        measure, fact = _decidable(ref, fact_id, actor)
        _decide(fact, ProgressState.DECLINED, words, actor)
        note(measure, "declined", "Подтверждение отклонено", actor, text=words, school_id=fact.school_id)
        _tell(fact, Event.MEASURE_DECLINED, actor)


def withdraw(ref: str, fact_id: int, *, actor: Actor) -> None:
    """Take one's own mark back while nobody has decided on it."""
    with transaction():
        line, fact = _fact(ref, fact_id, actor)
        _require(rule.marked_by_them(fact.executed_by_id, actor.user_id), rule.not_decided(fact.state))
        fact.state = ProgressState.WITHDRAWN
        fact.ended_by_name, fact.ended_at = actor.name, now()
        note(line.measure, "withdrawn", "Отметка об исполнении снята", actor, school_id=fact.school_id)


def revoke(ref: str, fact_id: int, reason: str, *, actor: Actor) -> None:
    """Take a confirmation back, with the reason: until this day it counted, from now on it does not."""
    words = _required(reason, "Напишите, почему подтверждение отзывается.")
    with transaction():
        line, fact = _fact(ref, fact_id, actor)
        _require(rule.is_confirmed(fact.state), rule.other_person_decides(fact.executed_by_id, actor.user_id))
        fact.state, fact.end_reason = ProgressState.REVOKED, words
        fact.ended_by_name, fact.ended_at = actor.name, now()
        note(line.measure, "revoked", "Подтверждение отозвано", actor, text=words, school_id=fact.school_id)
        _tell(fact, Event.MEASURE_DECLINED, actor)


def _fact(ref: str, fact_id: int, actor: Actor) -> tuple[Line, Progress]:
    """Return a measure, locked, and one of its facts; raises NotThere, Invalid for one of a closed year."""
    line = queries.line(ref, today_in(actor.zone), lock=True)
    fact = next((one for one in line.facts if one.id == fact_id), None)
    if fact is None:
        raise NotThere
    queries.require_open(fact.roadmap_id, fact.occurrence, fact.done_on)
    return line, fact


def _decidable(ref: str, fact_id: int, actor: Actor) -> tuple[Measure, Progress]:
    line, fact = _fact(ref, fact_id, actor)
    _require(rule.not_decided(fact.state), rule.other_person_decides(fact.executed_by_id, actor.user_id))
    require_in_force(line)
    return line.measure, fact


def _decide(fact: Progress, state: ProgressState, words: str, actor: Actor) -> None:
    fact.state, fact.decision_note = state, words
    fact.decided_by_id, fact.decided_by_name, fact.decided_at = actor.user_id, actor.name, now()


def _tell(fact: Progress, event: Event, actor: Actor) -> None:
    announce(event, progress_id=fact.id, actor_id=actor.user_id, by=actor.name)


def _require(*refusals: str | None) -> None:
    for sentence in refusals:
        if sentence:
            raise Invalid(sentence)


def _required(text: str, sentence: str) -> str:
    if not text.strip():
        raise Invalid(sentence, "reason")
    return text.strip()
