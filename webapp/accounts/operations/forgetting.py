"""Rows of signing in that have served: the journal keeps what happened, these only what is still asked for."""

from datetime import timedelta

from sqlalchemy import delete, or_

from webapp.access.actor import system_scope
from webapp.accounts.operations.throttling import REMEMBERED, forget_old_attempts
from webapp.database import now, transaction
from webapp.models import AccessLink, LoginSession

LINK_AGE = timedelta(days=30)
"""A spent link answers as one that never was; for a month support can still see that it was sent and used."""


def forget_what_has_served() -> None:
    """Delete counters whose hour is over, sessions ended long ago, links spent or run out long ago.

    A session is kept for as long as it tells from where its owner usually signs in."""
    forget_old_attempts()
    sessions, links = now() - REMEMBERED, now() - LINK_AGE
    with system_scope("upkeep of signing in"), transaction() as unit:
        unit.execute(delete(LoginSession).where(LoginSession.ended_at < sessions))
        unit.execute(delete(AccessLink).where(or_(AccessLink.used_at < links, AccessLink.expires_at < links)))
