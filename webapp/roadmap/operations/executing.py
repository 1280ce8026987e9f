"""The first of the two facts: a responsible person says that a measure was executed, and what proves it (К18)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.exc import IntegrityError

from webapp.access.actor import Actor
from webapp.database import release, session, today_in, transaction
from webapp.errors import Invalid, NotThere
from webapp.models import Progress
from webapp.outbox import announce
from webapp.reading.operations import Kept, Upload, received
from webapp.roadmap import queries
from webapp.roadmap.operations import proofs as proving
from webapp.roadmap.operations.history import note
from webapp.roadmap.operations.proofs import Proofs
from webapp.roadmap.queries import Line
from workflows.roadmaps import deciding as rule
from workflows.roadmaps.occurrences import Occurrence
from workflows.roadmaps.plan import read_value
from workflows.roadmaps.words import STANDING, RoadmapState
from workflows.vocabulary import Event

TAKEN = "Исполнение уже отмечено. Обновите страницу: вторая отметка не нужна."
NOTE_LENGTH = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """What a responsible person says: which of the executions, when, how much, how it is proved."""

    occurrence: str = ""
    done_on: date
    note: str = ""
    actual: str = ""
    """What was reached, as typed: «12», «1; 10»."""
    proofs: Proofs = field(default_factory=Proofs)
    by_system: bool = False


def execute(ref: str, said: Execution, uploads: Sequence[Upload] = (), *, actor: Actor) -> int:
    """Record that a measure was executed; returns the id of the fact. Raises NotThere, Invalid.

    Files are judged and made durable before the one short transaction. In one commit: the fact with its evidence, a
    line of history and of the journal, an event for those who confirm. Of two at once one is told that it is done."""
    links = proving.checked_links(said.proofs.links)
    asked = replace(said.proofs, links=links)
    refusal = rule.proved(len(asked) + len(uploads), said.note)
    if refusal:
        raise Invalid(refusal, "note")
    _checked(queries.line(ref, today_in(actor.zone)), said, actor)
    release()
    with received(uploads) as files:
        try:
            with transaction():
                return _enter(ref, said, asked, files, actor)
        except IntegrityError as error:
            raise Invalid(TAKEN) from error


def _enter(ref: str, said: Execution, asked: Proofs, files: Sequence[Kept], actor: Actor) -> int:
    line = queries.line(ref, today_in(actor.zone), lock=True)
    occurrence, measure = _checked(line, said, actor), line.measure
    fact = Progress(
        municipality_id=measure.municipality_id,
        roadmap_id=measure.roadmap_id,
        measure_id=measure.id,
        occurrence=occurrence.key,
        school_id=occurrence.school_id,
        done_on=said.done_on,
        note=said.note.strip()[:NOTE_LENGTH],
        actual=_actual(line, occurrence, said.actual),
        by_system=said.by_system,
        executed_by_id=actor.user_id,
        executed_by_name=actor.name,
        executed_by_role=actor.role,
        evidence=[],
    )
    proving.enter(measure, fact, asked, files)
    session.add(fact)
    session.flush()
    words = f"{occurrence.label}: {said.done_on:%d.%m.%Y}" if occurrence.label else f"{said.done_on:%d.%m.%Y}"
    title = "Принято предложенное системой исполнение" if said.by_system else "Отмечено исполнение"
    note(measure, "executed", title, actor, text=words, school_id=occurrence.school_id)
    announce(Event.MEASURE_EXECUTED, progress_id=fact.id, actor_id=actor.user_id, by=actor.name)
    return fact.id


def _checked(line: Line, said: Execution, actor: Actor) -> Occurrence:
    """Return the occurrence that is marked; NotThere for one that is not the person's, Invalid for what may not be."""
    if not queries.may_execute(line, actor):
        raise NotThere
    require_in_force(line)
    refusal = rule.already_done(said.done_on, line.today)
    if refusal:
        raise Invalid(refusal, "done_on")
    occurrence = next((one for one in line.occurrences if one.key == said.occurrence), None)
    if occurrence is None:
        raise Invalid("Выберите, какое исполнение отмечается.", "occurrence")
    queries.require_open(line.measure.roadmap_id, occurrence.key, said.done_on)
    last = line.last.get(occurrence.key)
    if last is not None and last.state in STANDING:
        raise Invalid(TAKEN)
    _actual(line, occurrence, said.actual)
    return occurrence


def require_in_force(line: Line) -> None:
    """Refuse a measure of a roadmap that is not in force, and one that an order took out of it."""
    roadmap = line.measure.roadmap
    if roadmap.state is RoadmapState.DRAFT:
        raise Invalid("Дорожная карта ещё не утверждена. Исполнение отмечают после её утверждения.")
    if roadmap.state is RoadmapState.CLOSED:
        raise Invalid("Дорожная карта завершена: её мероприятия больше не меняются.")
    if line.measure.excluded_on is not None and line.measure.excluded_on <= line.today:
        raise Invalid("Мероприятие исключено приказом. Если исполнять его всё же нужно, верните его в карту.")


def _actual(line: Line, occurrence: Occurrence, text: str) -> list[float | int]:
    """Return the numbers that were reached, one for each part of the plan value; Invalid when they do not fit it."""
    planned = queries.plan_value(line, occurrence)
    if not text.strip():
        return []
    values = list(read_value(text).values)
    if planned is None or not values or len(values) != (len(planned.values) or len(values)):
        count = len(planned.values) if planned else 0
        example = "; ".join("10" for _ in range(count or 1))
        raise Invalid(f"Укажите фактическое значение числами, как в плане: «{example}».", "actual")
    return values
