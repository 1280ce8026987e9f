"""Deadlines of a measure after its approval: moved by an order, or read anew where the words were not clear (К18)."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from webapp.access.actor import Actor, system_scope
from webapp.database import now, session, today_in, transaction
from webapp.errors import Invalid
from webapp.models import Measure, MeasureTerm, Municipality
from webapp.outbox import announce
from webapp.roadmap import queries
from webapp.roadmap.operations.executing import require_in_force
from webapp.roadmap.operations.history import note
from webapp.roadmap.operations.rows import read_in
from webapp.roadmap.queries import Line
from workflows.deadlines import Deadline, Status, from_plain, say, to_plain
from workflows.roadmaps import deciding as rule
from workflows.roadmaps.words import TermOrigin
from workflows.vocabulary import Event

LATELY = timedelta(days=60)
"""How far back a deadline that has come into force unnoticed is looked for."""
NO_ORDER = "Укажите основание: приказ или письмо, номер и дату."
NO_REASON = "Укажите причину."


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A new deadline in words, from which day it counts, by which order and why."""

    deadline: str
    since: date
    order: str
    reason: str


def transfer(ref: str, said: Transfer, *, actor: Actor) -> None:
    """Give a measure a new deadline; figures of days before it is in force stay as they were. NotThere, Invalid."""
    if not said.order.strip():
        raise Invalid(NO_ORDER, "order")
    if not said.reason.strip():
        raise Invalid(NO_REASON, "reason")
    with transaction():
        line = _in_force(ref, actor)
        refusal = rule.counts_from(said.since, line.today)
        if refusal:
            raise Invalid(refusal, "since")
        deadline = _understood(line, said.deadline)
        row = line.measure
        _add(row, deadline, TermOrigin.TRANSFERRED, said.since, actor, reason=said.reason, order=said.order)
        if said.since <= line.today:
            put(row, deadline)
            row.transferred = True
        note(
            row,
            "transferred",
            "Срок перенесён",
            actor,
            text=f"{say(deadline)}. {said.order.strip()}. {said.reason.strip()}",
            takes_effect_on=said.since,
        )
        announce(Event.MEASURE_TRANSFERRED, measure_id=row.id, actor_id=actor.user_id, by=actor.name)


def clarify(ref: str, words: str, reason: str = "", *, actor: Actor) -> None:
    """Say what an unclear deadline means: it is read so from the day it was in force, its literal text stays."""
    with transaction():
        line = _in_force(ref, actor)
        row = line.measure
        if row.term_status is Status.PARSED:
            raise Invalid("Срок уже разобран. Если его изменил приказ, перенесите срок.", "deadline")
        deadline = _understood(line, words)
        _add(row, deadline, TermOrigin.CORRECTED, _since(row, line.today), actor, reason=reason)
        put(row, deadline)
        note(row, "corrected", "Прочтение срока уточнено", actor, text=say(deadline))


def put_in_force() -> int:
    """Put into the rows of measures what has come into force since; returns in how many. For the worker."""
    today = now().date()
    with system_scope("deadlines that come into force"):
        refs = session.execute(
            select(Measure.ref, Municipality.zone)
            .join(MeasureTerm, MeasureTerm.measure_id == Measure.id)
            .join(Municipality, Municipality.id == Measure.municipality_id)
            .where(
                MeasureTerm.origin.in_((TermOrigin.TRANSFERRED, TermOrigin.AMENDED)),
                MeasureTerm.since >= today - LATELY,
                MeasureTerm.since <= today + timedelta(days=1),
            )
            .distinct()
        ).all()
        return sum(_renew(ref, today_in(zone)) for ref, zone in refs)


def put(row: Measure, deadline: Deadline) -> None:
    """Let a deadline be the one in force; what the cell said stays."""
    row.deadline, row.term_status = to_plain(deadline), deadline.status
    row.starts_on, row.due_on = deadline.start, deadline.end


def _renew(ref: str, today: date) -> int:
    with transaction():
        row = session.scalar(select(Measure).where(Measure.ref == ref).with_for_update())
        if row is None:
            return 0
        term = _last(row, today)
        if term is None or term.deadline == row.deadline:
            return 0
        put(row, from_plain(term.deadline))
        row.transferred = row.transferred or term.origin is TermOrigin.TRANSFERRED
        return 1


def _last(row: Measure, today: date) -> MeasureTerm | None:
    """Return the deadline that is in force on a day."""
    return session.scalars(
        select(MeasureTerm)
        .where(MeasureTerm.measure_id == row.id, MeasureTerm.since <= today)
        .order_by(MeasureTerm.since.desc(), MeasureTerm.id.desc())
        .limit(1)
    ).first()


def _since(row: Measure, today: date) -> date:
    """Return from when the deadline in force counts: a correction of it counts as long."""
    term = _last(row, today)
    return term.since if term is not None else today


def _in_force(ref: str, actor: Actor) -> Line:
    line = queries.line(ref, today_in(actor.zone), lock=True)
    require_in_force(line)
    return line


def _understood(line: Line, words: str) -> Deadline:
    """Return what the words mean; Invalid with the reason where a person could understand them otherwise."""
    if not words.strip():
        raise Invalid("Укажите срок, например: «до 15.03.2026».", "deadline")
    deadline = read_in(line.measure.roadmap, words.strip())
    if deadline.status is Status.PARSED:
        return deadline
    why = " ".join(doubt.label for doubt in deadline.doubts) or "Срок не разобран."
    raise Invalid(f"{why} Запишите срок точнее, например: «до 15.03.2026» или «март 2026 года».", "deadline")


def _add(
    row: Measure,
    deadline: Deadline,
    origin: TermOrigin,
    since: date,
    actor: Actor,
    *,
    reason: str = "",
    order: str = "",
) -> None:
    session.add(
        MeasureTerm(
            municipality_id=row.municipality_id,
            measure_id=row.id,
            origin=origin,
            text=deadline.text,
            deadline=to_plain(deadline),
            since=since,
            reason=reason.strip(),
            order_requisites=order.strip()[:300],
            set_by_name=actor.name,
        )
    )
