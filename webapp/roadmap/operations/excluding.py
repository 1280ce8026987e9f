"""A measure leaves the roadmap by an order, and may be brought back (К18)."""

from dataclasses import dataclass
from datetime import date

from webapp.access.actor import Actor
from webapp.database import today_in, transaction
from webapp.errors import Invalid
from webapp.outbox import announce
from webapp.roadmap import queries
from webapp.roadmap.operations.executing import require_in_force
from webapp.roadmap.operations.history import note
from webapp.roadmap.operations.terms import NO_ORDER, NO_REASON
from workflows.roadmaps import deciding as rule
from workflows.roadmaps.words import RoadmapState
from workflows.vocabulary import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """From which day a measure is out, by which order and why."""

    since: date
    order: str
    reason: str


def exclude(ref: str, said: Exclusion, *, actor: Actor) -> None:
    """Take a measure out of the roadmap; it leaves both sides of the indicator from that day on. NotThere, Invalid."""
    _require_ground(said.order, said.reason)
    with transaction():
        line = queries.line(ref, today_in(actor.zone), lock=True)
        row = line.measure
        if row.excluded_on is not None:
            raise Invalid("Мероприятие уже исключено. Обновите страницу.")
        require_in_force(line)
        refusal = rule.counts_from(said.since, line.today)
        if refusal:
            raise Invalid(refusal, "since")
        row.excluded_on, row.exclusion_reason = said.since, said.reason.strip()
        row.exclusion_order, row.excluded_by_name = said.order.strip()[:300], actor.name
        text = f"с {said.since:%d.%m.%Y}. {said.order.strip()}. {said.reason.strip()}"
        note(row, "excluded", "Мероприятие исключено", actor, text=text, takes_effect_on=said.since)
        announce(Event.MEASURE_EXCLUDED, measure_id=row.id, actor_id=actor.user_id, by=actor.name)


def bring_back(ref: str, order: str, reason: str, *, actor: Actor) -> None:
    """Bring an excluded measure back from today on; for the days between it stays out. NotThere, Invalid."""
    _require_ground(order, reason)
    with transaction():
        line = queries.line(ref, today_in(actor.zone), lock=True)
        row = line.measure
        if row.roadmap.state is not RoadmapState.APPROVED or row.excluded_on is None:
            raise Invalid("Вернуть можно исключённое мероприятие действующей карты. Обновите страницу.")
        row.excluded_on, row.exclusion_reason = None, ""
        row.exclusion_order, row.excluded_by_name = "", ""
        text = f"{order.strip()}. {reason.strip()}"
        note(row, "returned", "Мероприятие возвращено", actor, text=text, takes_effect_on=line.today)


def _require_ground(order: str, reason: str) -> None:
    if not order.strip():
        raise Invalid(NO_ORDER, "order")
    if not reason.strip():
        raise Invalid(NO_REASON, "reason")
