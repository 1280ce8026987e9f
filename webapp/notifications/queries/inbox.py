"""What a person has been told."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.access.actor import Actor
from webapp.database import session
from webapp.models import Notification
from webapp.paging import Page, Place, cut

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page of notifications."""

    id: int
    title: str
    link: str
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The notifications of one day, newest first."""

    day: date
    lines: tuple[Line, ...]


def inbox(actor: Actor, place: Place, *, unread: bool) -> tuple[tuple[Day, ...], Page[Line]]:
    """Return a page of what a person was told, newest first, by days of their zone; one statement."""
    statement = select(Notification).where(Notification.user_id == actor.user_id)
    if unread:
        statement = statement.where(Notification.read_at.is_(None))
    if place.key:
        edge = Notification.id > place.key[0] if place.backwards else Notification.id < place.key[0]
        statement = statement.where(edge)
    order = Notification.id.asc() if place.backwards else Notification.id.desc()
    rows = session.scalars(statement.order_by(order).limit(PAGE_SIZE + 1)).all()
    lines = [Line(row.id, row.title, row.link, row.created_at, row.read_at is not None) for row in rows]
    page = cut(lines, place, key=lambda line: (line.id,), size=PAGE_SIZE)
    zone = ZoneInfo(actor.zone)
    days = groupby(page.rows, key=lambda line: line.at.astimezone(zone).date())
    return tuple(Day(day, tuple(group)) for day, group in days), page
