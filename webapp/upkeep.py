"""Housekeeping: signs of life, what was left half-done, files and rows that have served."""

from contextlib import suppress
from datetime import timedelta

from sqlalchemy import delete, exists, or_, select, union, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError

from webapp.database import now, release, session, transaction
from webapp.filestore import erase, settings, storage
from webapp.models import (
    Delivery,
    FileUpload,
    FormToken,
    Heartbeat,
    LoginSession,
    OutboxMessage,
    ReportFile,
    StoredFile,
)

TEMPORARY_AGE = timedelta(hours=1)
UNCLAIMED_AGE = timedelta(hours=24)
"""Bytes come before their row; so long they may be those of an upload that is still on its way."""
UPLOAD_AGE = timedelta(hours=24)
"""So long an upload that came to a stop may be gone on with; then its parts and its row go (ADR 0049)."""
FORM_TOKEN_AGE = timedelta(days=7)
DONE_AGE = timedelta(days=180)


def show_life(part: str) -> None:
    """Write down that this part of the system works now."""
    with transaction():
        shown = session.execute(update(Heartbeat).where(Heartbeat.part == part).values(at=now()))
        assert isinstance(shown, CursorResult)
        if not shown.rowcount:
            with suppress(IntegrityError), session.begin_nested():  # a twin was first: it lives as well
                session.add(Heartbeat(part=part, at=now()))


def sweep_temporary() -> int:
    """Erase uploads that broke off more than an hour ago (UP-10); returns how many."""
    return storage().sweep_temporary(TEMPORARY_AGE)


def sweep_uploads() -> int:
    """Forget uploads in parts that nobody went on with for a day, and parts no upload knows of; returns of how many."""
    with transaction():
        session.execute(delete(FileUpload).where(FileUpload.touched_at < now() - UPLOAD_AGE))
    going = set(session.scalars(select(FileUpload.key).where(FileUpload.finished_at.is_(None))))
    release()
    left = [key for key in storage().uploads_before(now() - TEMPORARY_AGE) if key not in going]
    for key in left:
        storage().drop_parts(key)
    return len(left)


def collect_unclaimed() -> int:
    """Erase kept files of more than a day that no row has claimed (RL-01); returns how many."""
    there = select(StoredFile.sha256).where(StoredFile.removed_at.is_(None))
    known = set(session.scalars(union(there, select(ReportFile.sha256))))
    release()
    old = tuple(storage().kept_before(now() - UNCLAIMED_AGE))
    return sum(_collect(sha256) for sha256 in old if sha256 not in known)


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


def _collect(sha256: str) -> bool:
    """Erase the bytes unless a row came to them meanwhile.

    The row of their content is held while they go: whoever claims them waits for the end, then finds them gone
    (`webapp.filestore.claim`); where somebody was first, they stay, unless their content was removed."""
    try:
        with transaction():
            held = StoredFile(sha256=sha256, size=0, kind="", media_type="")
            session.add(held)
            session.flush()
            erased = not _in_report(sha256) and storage().remove(sha256)
            session.delete(held)
    except IntegrityError:
        return erase(sha256)
    return erased


def _in_report(sha256: str) -> bool:
    return session.scalar(select(ReportFile.id).where(ReportFile.sha256 == sha256).limit(1)) is not None
