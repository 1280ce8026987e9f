"""The requisites of the act by which people of a municipality may sign inside the system (63-ФЗ, ст. 9)."""

from dataclasses import dataclass
from datetime import date

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, today_in, transaction
from webapp.errors import Invalid, NotThere
from webapp.models import SignatureAgreement


@dataclass(frozen=True, slots=True)
class Requisites:
    title: str
    number: str
    dated: date


def record_agreement(requisites: Requisites, *, actor: Actor) -> None:
    """Record the agreement in force from now on; earlier ones stay to be seen. Raises Invalid, NotThere."""
    if actor.municipality_id is None:
        raise NotThere
    if requisites.dated > today_in(actor.zone):
        raise Invalid("Дата соглашения ещё не наступила. Укажите дату из документа.", "dated")
    with transaction():
        session.add(
            SignatureAgreement(
                municipality_id=actor.municipality_id,
                title=requisites.title,
                number=requisites.number,
                dated=requisites.dated,
                recorded_by_name=actor.name,
            )
        )
        journal.record(
            "signature_agreement.recorded", kind="municipality", object_id=actor.municipality_id,
            title=requisites.title, number=requisites.number, dated=requisites.dated.isoformat(),
        )  # fmt: skip
