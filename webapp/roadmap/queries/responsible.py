"""Whose work a measure is."""

from webapp.access.actor import Actor
from webapp.roadmap.queries.lines import Line
from workflows.deadlines import Op
from workflows.roadmaps import deciding as rule
from workflows.roadmaps.deciding import Party, Who
from workflows.roadmaps.occurrences import Occurrence
from workflows.roadmaps.plan import Value


def is_theirs(line: Line, actor: Actor) -> bool:
    """Tell whether a measure is the person's own work: they, their school or their office are among the responsible."""
    return rule.is_theirs(_parties(line), _who(actor), own_roadmap=_is_own(line, actor))


def may_execute(line: Line, actor: Actor) -> bool:
    """Tell whether the person may mark the execution of a measure they see."""
    return rule.may_execute(_parties(line), _who(actor), own_roadmap=_is_own(line, actor))


def plan_value(line: Line, occurrence: Occurrence) -> Value | None:
    """Return what the plan asks of an occurrence: of its year, else of the whole; None for a measure without a plan."""
    plan = line.measure.plan
    if not plan:
        return None
    told = plan.get("years", {}).get(occurrence.key.rpartition("|")[2]) or plan.get("total")
    if not told:
        return None
    return Value(told["text"], Op(told["op"]), tuple(told["values"]))


def _parties(line: Line) -> tuple[Party, ...]:
    named = (one.party for one in line.measure.parties)
    return tuple(Party(party.kind, party.school_id, party.user_id) for party in named)


def _who(actor: Actor) -> Who:
    return Who(actor.user_id, actor.role, actor.school_id)


def _is_own(line: Line, actor: Actor) -> bool:
    school_id = line.measure.roadmap.school_id
    return school_id is not None and school_id == actor.school_id
