"""A reader's mark that they have read an accepted report."""

from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, transaction
from webapp.errors import Invalid
from webapp.models import Acquaintance
from webapp.reports import queries


def take_note(number: str, place: str, *, actor: Actor) -> None:
    """Keep that this person has read the report; a second time changes nothing. Raises NotThere, Invalid."""
    with transaction():
        report = queries.get(number, place)
        if report.accepted_at is None:
            raise Invalid("Отчёт ещё не принят координатором: ознакомиться с ним можно после принятия.")
        note = Acquaintance(
            municipality_id=report.municipality_id,
            report_id=report.id,
            user_id=actor.user_id,
            user_name=actor.name,
        )
        try:
            with session.begin_nested():
                session.add(note)
        except IntegrityError:
            return
        journal.record("report.read", kind="report", object_id=number, municipality_id=report.municipality_id)
