"""What a school is, and who looks after it today: the facts both the register and the card are made of."""

from datetime import date

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import InstrumentedAttribute

from webapp.models import Curatorship, School
from workflows.vocabulary import Labelled


class Status(Labelled):
    """What a school is in the programmes of support (К43)."""

    SHNOR = "shnor", "ШНОР"
    SHNSU = "shnsu", "ШНСУ"
    PILOT = "pilot", "пилотная"
    MENTOR = "mentor", "школа-наставник"


COLUMNS: dict[Status, InstrumentedAttribute[bool]] = {
    Status.SHNOR: School.status_shnor,
    Status.SHNSU: School.status_shnsu,
    Status.PILOT: School.status_pilot,
    Status.MENTOR: School.status_mentor,
}


def held(school: School) -> tuple[Status, ...]:
    """Return the statuses of a school, in their order."""
    return tuple(status for status, column in COLUMNS.items() if getattr(school, column.key))


def in_force(today: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a curatorship of a school holds on a day."""
    return (
        Curatorship.direction == "",
        Curatorship.since <= today,
        or_(Curatorship.until.is_(None), Curatorship.until >= today),
    )
