"""The last word on a remark: mended, not mended, dropped; or that it stands."""

from datetime import date

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid
from webapp.models import Package, Remark
from webapp.remarks.operations import rows
from workflows.remarks import SETTLED, closes
from workflows.vocabulary import RemarkState


def settle(
    package_number: str, number: int, state: RemarkState, text: str, *, actor: Actor, seen: int
) -> Remark:
    """Record the author's word on an answer: mended, not mended, or dropped with its reason.

    Raises NotThere, Stale, Invalid for a foreign or closed remark, outside the turn, or without a due reason."""
    with transaction():
        package = rows.locked(package_number)
        rows.require_working(package, actor)
        remark = rows.found(package, number)
        rows.refuse_stale(remark, seen)
        if not closes(actor.role, remark.origin):
            raise Invalid(f"Замечание № {number} закрывает тот, кто его поставил: {remark.author_name}.")
        if remark.state in SETTLED:
            raise Invalid(f"Замечание № {number} уже закрыто: «{remark.state.label}».")
        if remark.published_at is None and state is not RemarkState.DROPPED:
            raise Invalid(f"Замечание № {number} ещё не направлено школе: его можно изменить или снять.")
        if state in {RemarkState.NOT_FIXED, RemarkState.DROPPED} and not text.strip():
            raise Invalid("Напишите, что не устранено или почему замечание снято.", f"resolution-{number}")
        remark.state, remark.resolution = state, text.strip()
        remark.resolved_by_name, remark.resolved_at = actor.name, now()
        remark.resolved_for = dossiers.in_place_of(package.school_id, actor)
        rows.changed(package, remark, text.strip(), actor)
        journal.record(
            "remark.settled", kind="package", object_id=package_number, remark=number, state=state.value
        )
        return remark


def stand(package: Package, remark: Remark, *, due_on: date, actor: Actor) -> None:
    """Keep a remark of an earlier round alive with a new term, in the open transaction of a conclusion.

    What the school answered has not mended it, says the mark its examiner took over unchanged."""
    remark.due_on = due_on if remark.due_on is not None else None
    if remark.state is not RemarkState.NOT_FIXED:
        remark.state, remark.resolution = (
            RemarkState.NOT_FIXED,
            "Отметка прежнего раунда оставлена без изменений.",
        )
        remark.resolved_by_name, remark.resolved_at = actor.name, now()
        rows.changed(package, remark, remark.resolution, actor)
