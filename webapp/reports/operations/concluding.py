"""Keeping the conclusions of a stage with their history: whoever orders a report writes them too."""

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session
from webapp.models import Stage, StageConclusion
from webapp.reports import queries


def keep_conclusion(stage: Stage, text: str, *, actor: Actor) -> None:
    """Add the conclusions to their history, in the open transaction; the same words again are no row."""
    words, last = text.strip(), queries.conclusion(stage.id)
    before = last.text if last else ""
    if before == words:
        return
    session.add(
        StageConclusion(
            municipality_id=stage.municipality_id, stage_id=stage.id, text=words, by_name=actor.name
        )
    )
    journal.record(
        "stage.concluded", kind="stage", object_id=stage.slug, before=before[:500], after=words[:500]
    )
