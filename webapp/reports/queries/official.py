"""Small values of official documents: who issues, who signs, when, and where the paper can be checked."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from sqlalchemy import select

from webapp.database import session
from webapp.filestore import settings
from webapp.models import Municipality, Report
from webapp.printing.contents import Moment, Organisation, Person, Provenance
from workflows.vocabulary import Role

NBSP = "\u00a0"
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Place:
    """Of which municipality a report is: its code and its time zone."""

    code: str
    zone: str


def place_of(report_id: int) -> Place:
    code, zone = session.execute(
        select(Municipality.code, Municipality.zone)
        .join(Report, Report.municipality_id == Municipality.id)
        .where(Report.id == report_id)
    ).one()
    return Place(code, zone)


def organisation(place: Municipality) -> Organisation:
    return Organisation(place.department)


def moment(at: datetime, place: Municipality) -> Moment:
    """Return the instant as the clocks of the municipality show it."""
    return Moment(at, place.zone)


def signed_name(full_name: str) -> str:
    """Return «М. П. Образцова» for «Образцова Мария Петровна»: the form of signatures."""
    surname, *given = full_name.split()[:3] or [""]
    return NBSP.join((*(f"{name[0].upper()}." for name in given), surname))


def person(name: str, post: str, role: Role) -> Person:
    """Return an adult in office; the role stands for a post that was not filled in."""
    return Person(post or role.label, signed_name(name))


def provenance(at: datetime, place: Municipality, path: str, code: str | None = None) -> Provenance:
    """Return as of when the data are, and the address at which the paper can be compared with the original.

    A document with a `code` is checked by it, by anybody; one without at `path`, by those who may sign in."""
    where = f"/verify/{code}" if code else quote(path)
    return Provenance(
        moment(at, place), verification_code=code or "", verification_url=f"{settings().base_url}{where}"
    )


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Return a key that puts «СОШ № 2» before «СОШ № 10»."""
    pieces = _DIGITS.split(text.casefold().replace("ё", "е"))
    return tuple((int(piece), "") if piece.isdigit() else (0, piece) for piece in pieces)
