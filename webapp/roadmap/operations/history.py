"""A line of a measure's history, and the journal's, in the commit of the act itself."""

from datetime import date

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session
from webapp.models import Measure, MeasureEvent


def note(
    measure: Measure,
    action: str,
    title: str,
    actor: Actor,
    *,
    text: str = "",
    school_id: int | None = None,
    takes_effect_on: date | None = None,
) -> None:
    """Write what was done with a measure, in the open transaction; `school_id` where it is about one school only."""
    session.add(
        MeasureEvent(
            municipality_id=measure.municipality_id,
            measure_id=measure.id,
            school_id=school_id,
            action=action,
            title=title,
            text=text,
            takes_effect_on=takes_effect_on,
            actor_name=actor.name,
        )
    )
    journal.record(
        f"measure.{action}",
        kind="measure",
        object_id=measure.ref,
        municipality_id=measure.municipality_id,
        title=title,
        text=text[:500],
        takes_effect_on=str(takes_effect_on or ""),
    )
