"""Housekeeping: signs of life, what was left half-done, rows that have served."""

from datetime import timedelta

from sqlalchemy import delete, exists, or_, update

from webapp.database import now, session, transaction
from webapp.filestore import settings, storage
from webapp.models import Delivery, FormToken, Heartbeat, LoginSession, OutboxMessage

TEMPORARY_AGE = timedelta(hours=1)
FORM_TOKEN_AGE = timedelta(days=7)
DONE_AGE = timedelta(days=180)


def show_life(part: str) -> None:
    """Write down that this part of the system works now."""
    with transaction():
        session.merge(Heartbeat(part=part, at=now()))


def sweep_temporary() -> int:
    """Erase uploads that broke off more than an hour ago (UP-10); returns how many."""
    return storage().sweep_temporary(TEMPORARY_AGE)


def tidy() -> None:
    """Forget spent form tokens and consequences done long ago; end sessions that have outlived their term."""
    instant = now()
    absolute = instant - timedelta(minutes=settings().session_absolute)
    idle = instant - timedelta(minutes=settings().session_idle)
    open_delivery = exists().where(Delivery.message_id == OutboxMessage.id)
    with transaction():
        session.execute(delete(FormToken).where(FormToken.created_at < instant - FORM_TOKEN_AGE))
        session.execute(
            delete(Delivery).where(Delivery.state == "done", Delivery.finished_at < instant - DONE_AGE)
        )
        session.execute(
            delete(OutboxMessage)
            .where(OutboxMessage.spread_at < instant - DONE_AGE, ~open_delivery)
            .execution_options(synchronize_session=False)
        )
        session.execute(
            update(LoginSession)
            .where(LoginSession.ended_at.is_(None))
            .where(or_(LoginSession.created_at < absolute, LoginSession.last_seen_at < idle))
            .values(ended_at=instant, end_reason="expired")
        )
