"""Secret addresses of calendars: whose they are, what was made when."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.access.actor import Actor, system_scope
from webapp.access.permissions import Permission, holds
from webapp.accounts import queries as accounts
from webapp.database import session
from webapp.models import CalendarFeed


@dataclass(frozen=True, slots=True)
class Feed:
    """A living address; the address itself nobody can tell any more."""

    made_at: datetime


def token_hash(token: str) -> str:
    """Return what the database keeps instead of an address. 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(actor: Actor) -> Feed | None:
    """Return the living address of the person acting in their present role."""
    made_at = session.scalar(
        select(CalendarFeed.created_at)
        .where(
            CalendarFeed.user_id == actor.user_id,
            CalendarFeed.membership_id == actor.membership_id,
            CalendarFeed.revoked_at.is_(None),
        )
        .order_by(CalendarFeed.id.desc())
        .limit(1)
    )
    return None if made_at is None else Feed(made_at)


def reader_of(token: str) -> Actor | None:
    """Return the person in the role by which an address reads, as they are today.

    None alike for an address that never was or was revoked, a role that is over, a blocked person, a role without
    roadmaps. The row is found by the hash, so that no time of comparing tells anything of the address."""
    with system_scope("calendar feed"):
        row = session.execute(
            select(CalendarFeed.user_id, CalendarFeed.membership_id).where(
                CalendarFeed.token_sha256 == token_hash(token), CalendarFeed.revoked_at.is_(None)
            )
        ).one_or_none()
    actor = accounts.actor_of(row.user_id, row.membership_id) if row else None
    return actor if actor is not None and holds(actor, Permission.READ_ROADMAP) else None
