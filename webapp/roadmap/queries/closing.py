"""Years of a roadmap that are closed: their facts change no more (К32)."""

from datetime import date

from sqlalchemy import select

from webapp.database import session
from webapp.errors import Invalid
from webapp.models import YearClosing
from workflows.roadmaps.years import closed_refusal


def closed_years(roadmap_id: int) -> frozenset[int]:
    """Return the closed years of a roadmap; one statement."""
    return frozenset(session.scalars(select(YearClosing.year).where(YearClosing.roadmap_id == roadmap_id)))


def require_open(roadmap_id: int, occurrence: str, done_on: date) -> None:
    """Raise Invalid when the year a fact belongs to is closed."""
    refusal = closed_refusal(occurrence, done_on, closed_years(roadmap_id))
    if refusal:
        raise Invalid(refusal)
