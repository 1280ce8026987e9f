"""The secret address by which a person's calendar is read: made, told once, revoked."""

import secrets

from sqlalchemy import update

from webapp import journal
from webapp.access.actor import Actor
from webapp.agenda.queries import token_hash
from webapp.database import now, session, transaction
from webapp.models import CalendarFeed

SECRET_BYTES = 32


def make_feed(actor: Actor) -> str:
    """Return a new secret address for the calendar of the person in their present role; the one before it ends."""
    token = secrets.token_urlsafe(SECRET_BYTES)
    with transaction():
        _revoke(actor)
        session.add(
            CalendarFeed(
                user_id=actor.user_id, membership_id=actor.membership_id, token_sha256=token_hash(token)
            )
        )
        journal.record("calendar_feed.made", kind="user", object_id=actor.user_id, role=actor.role.value)
    return token


def revoke_feed(actor: Actor) -> None:
    """End the address of the person in their present role; without one nothing changes."""
    with transaction():
        if _revoke(actor):
            journal.record(
                "calendar_feed.revoked", kind="user", object_id=actor.user_id, role=actor.role.value
            )


def _revoke(actor: Actor) -> int:
    ended = session.execute(
        update(CalendarFeed)
        .where(
            CalendarFeed.user_id == actor.user_id,
            CalendarFeed.membership_id == actor.membership_id,
            CalendarFeed.revoked_at.is_(None),
        )
        .values(revoked_at=now())
        .execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]
