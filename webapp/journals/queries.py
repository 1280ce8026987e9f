"""Entries of the journal under the scope of the person, the latest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select

from webapp.database import now, session
from webapp.errors import NotThere
from webapp.models import JournalEntry, Membership, User
from webapp.paging import PAGE_SIZE, Page, Place, cut
from workflows.vocabulary import Role

MOST_EXPORTED = 50_000
PORTION = 2_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed by; days are inclusive, on the calendar of the person's zone."""

    person: str = ""
    role: str = ""
    action: str = ""
    kind: str = ""
    object_id: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def active(self) -> bool:
        return any((self.person, self.role, self.action, self.kind, self.object_id, self.since, self.until))


def register(filters: Filters, place: Place, zone: ZoneInfo, size: int = PAGE_SIZE) -> Page[JournalEntry]:
    """Return a page of entries, the latest first; one statement."""
    statement = select(JournalEntry).where(*_conditions(filters, zone))
    if place.key:
        last = place.key[0]
        statement = statement.where(JournalEntry.id > last if place.backwards else JournalEntry.id < last)
    order = JournalEntry.id.asc() if place.backwards else JournalEntry.id.desc()
    rows = session.scalars(statement.order_by(order).limit(size + 1)).all()
    return cut(rows, place, lambda row: (row.id,), size)


def entry(number: int) -> JournalEntry:
    """Return an entry by its number in the chain; raises NotThere for one of another municipality."""
    found = session.scalar(select(JournalEntry).where(JournalEntry.id == number))
    if found is None:
        raise NotThere
    return found


def exported(filters: Filters, zone: ZoneInfo) -> Iterator[JournalEntry]:
    """Yield the entries of a filter, the latest first, in portions; no more than `MOST_EXPORTED`."""
    last, told = None, 0
    while told < MOST_EXPORTED:
        statement = select(JournalEntry).where(*_conditions(filters, zone)).order_by(JournalEntry.id.desc())
        if last is not None:
            statement = statement.where(JournalEntry.id < last)
        rows = session.scalars(statement.limit(min(PORTION, MOST_EXPORTED - told))).all()
        if not rows:
            return
        yield from rows
        last, told = rows[-1].id, told + len(rows)
        session.expunge_all()


def addressees() -> tuple[int, ...]:
    """Return the ids of those who are written the end of the journal: administrators and coordinators in office."""
    today = now().date()
    return tuple(
        session.scalars(
            select(Membership.user_id)
            .join(User, User.id == Membership.user_id)
            .where(
                Membership.role.in_((Role.ADMIN, Role.COORDINATOR)),
                Membership.since <= today,
                or_(Membership.until.is_(None), Membership.until >= today),
                User.disabled_at.is_(None),
            )
            .distinct()
            .order_by(Membership.user_id)
        )
    )


def _conditions(filters: Filters, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    row, found = JournalEntry, list[ColumnElement[bool]]()
    for column, value in (
        (row.actor_role, filters.role),
        (row.action, filters.action),
        (row.object_kind, filters.kind),
        (row.object_id, filters.object_id),
    ):
        if value:
            found.append(column == value)
    if filters.person:
        found.append(row.actor_name.contains(filters.person, autoescape=True))
    if filters.since is not None:
        found.append(row.at >= datetime.combine(filters.since, time.min, zone))
    if filters.until is not None:
        found.append(row.at < datetime.combine(filters.until + timedelta(days=1), time.min, zone))
    return found
