"""Closing a year of a roadmap: its plan and fact are final."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, today_in, transaction
from webapp.errors import Invalid, Stale
from webapp.indicators import queries
from webapp.models import Measure, YearClosing
from webapp.roadmap import queries as roadmaps
from workflows.roadmaps.years import closing_refusal


def close_year(number: str, year: int, note: str, *, actor: Actor) -> None:
    """Close a year: the facts of its measures change no more. Measures are locked, so that no fact slips in meanwhile.

    Raises NotThere, and Invalid with the reason while the year may not be closed."""
    with transaction():
        roadmap = roadmaps.get(number, lock=True)
        session.execute(
            select(Measure.id).where(Measure.roadmap_id == roadmap.id).order_by(Measure.id).with_for_update()
        )
        if year not in queries.yearly(roadmap).years:
            raise Invalid("В дорожной карте нет такого года. Выберите год из списка.", "year")
        refusal = closing_refusal(
            year,
            today=today_in(actor.zone),
            closed=roadmaps.closed_years(roadmap.id),
            waiting=queries.waiting_in(roadmap, year),
        )
        if refusal:
            raise Invalid(refusal, "year")
        row = YearClosing(
            municipality_id=roadmap.municipality_id,
            roadmap_id=roadmap.id,
            year=year,
            note=note,
            closed_by_name=actor.name,
        )
        session.add(row)
        try:
            session.flush()
        except IntegrityError as error:
            raise Stale(f"{year} год только что закрыл другой сотрудник.") from error
        journal.record("roadmap.year_closed", kind="roadmap", object_id=number, year=year, note=note)
