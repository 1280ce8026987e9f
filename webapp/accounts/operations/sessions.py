"""Sessions on the server: a secret in the cookie, its hash in a row, ending the row ends the session."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from webapp import journal
from webapp.access.actor import Actor, system_scope
from webapp.accounts import queries
from webapp.database import now, session, transaction
from webapp.errors import NotThere
from webapp.models import LoginSession

SECRET_BYTES = 32
TOUCH_EVERY = timedelta(minutes=1)
LABEL_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Browser:
    """The other end of the line: the peer's address, what it calls itself, the secret it brought along."""

    address: str = ""
    name: str = ""
    token: str = ""
    limited: bool = True
    """False only in installations that measure the sign-in itself (THROTTLE=0)."""


def open_session(unit: Session, user_id: int, membership_id: int | None, browser: Browser) -> str:
    """Add a session with a new secret to the open transaction and return the secret.

    The session that this browser brought along ends; its secret is never adopted (SE-05)."""
    token = secrets.token_urlsafe(SECRET_BYTES)
    if browser.token:
        _end(LoginSession.token_hash == queries.token_hash(browser.token), "replaced")
    unit.add(
        LoginSession(
            token_hash=queries.token_hash(token),
            user_id=user_id,
            membership_id=membership_id,
            address=browser.address[:LABEL_LIMIT],
            browser=browser.name[:LABEL_LIMIT],
        )
    )
    return token


def touch(session_id: int, last_seen_at: datetime) -> datetime:
    """Mark the session as used, at most once a minute, and return the mark; an ended session stays ended.

    A busy database does not fail the page that was asked for: the mark comes with a later request."""
    moment = now()
    if moment - last_seen_at < TOUCH_EVERY:
        return last_seen_at
    try:
        with system_scope("session"), transaction(despite_safe_method="session"):
            session.execute(
                update(LoginSession)
                .where(LoginSession.id == session_id, LoginSession.ended_at.is_(None))
                .values(last_seen_at=moment)
                .execution_options(synchronize_session=False)
            )
    except OperationalError:
        return last_seen_at
    return moment


def sign_out(token: str) -> None:
    """End the session of this secret, if there is one."""
    with system_scope("sign-out"), transaction():
        owner = queries.user_of_token(token)
        if owner is None or not _end(LoginSession.token_hash == queries.token_hash(token), "logout"):
            return
        journal.record("session.ended", kind="user", object_id=owner, reason="logout")


def end_own(session_id: int, *, actor: Actor) -> None:
    """End one of the actor's sessions; raises NotThere for any other."""
    with transaction():
        mine = (LoginSession.id == session_id) & (LoginSession.user_id == actor.user_id)
        if not _end(mine, "ended by owner"):
            raise NotThere
        journal.record("session.ended", kind="user", object_id=actor.user_id, reason="owner")


def end_others(actor: Actor) -> int:
    """End all sessions of the actor but the present one; returns how many."""
    with transaction():
        others = (LoginSession.user_id == actor.user_id) & (LoginSession.id != actor.session_id)
        ended = _end(others, "ended by owner")
        journal.record("session.ended", kind="user", object_id=actor.user_id, reason="owner", count=ended)
        return ended


def end_all_sessions(user_id: int, reason: str) -> int:
    """End every session of a person inside the open transaction; returns how many."""
    with system_scope("end of sessions"):
        return _end(LoginSession.user_id == user_id, reason)


def switch_role(actor: Actor, membership_id: int) -> None:
    """Let the present session act in another current role of its owner; raises NotThere for any other."""
    if membership_id not in {place.membership_id for place in queries.current_places(actor.user_id)}:
        raise NotThere
    with system_scope("role of a session"), transaction():
        session.execute(
            update(LoginSession)
            .where(LoginSession.id == actor.session_id, LoginSession.ended_at.is_(None))
            .values(membership_id=membership_id)
            .execution_options(synchronize_session=False)
        )


def _end(which: Any, reason: str) -> int:
    ended = session.execute(
        update(LoginSession)
        .where(which, LoginSession.ended_at.is_(None))
        .values(ended_at=now(), end_reason=reason)
        .execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]
