"""Who works on what: leases on rows of work, counted attempts, a visible end after five (M1-M5, RL-04…08).

The broker only wakes; what is to be done, by whom and in which attempt stands in the rows. A row is claimed
by one conditional UPDATE, and finished or failed only by the owner of the lease. On a row that waits for its
next attempt `lease_until` is the instant before which nobody takes it."""

import logging
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.engine import CursorResult

from webapp.database import now, release, session, transaction
from webapp.logs import redact
from webapp.models import Delivery, Mail, OutboxMessage
from workflows.vocabulary import Event

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 5
LEASE = timedelta(seconds=120)
HORIZON = timedelta(hours=3)
"""No lease or pause is this long: a later instant was written by a clock since set back (RL-14)."""
READY, FAILED = "ready", "failed"
REASON_LIMIT = 500
ADDRESS = re.compile(r"[^\s<>\"'()\[\],;:]+@[^\s<>\"'()\[\],;:]+")
BROKEN_OFF = "Обработка обрывалась при каждой попытке: процесс завершался, не закончив её."


AtEnd = Callable[[int], None]
"""What happens when a row ends without success; called with its id."""


@dataclass(frozen=True, slots=True)
class Work:
    """A table of work: what its states are called and how long to wait after each failed attempt."""

    model: type[Delivery] | type[Mail]
    busy: str
    done: str
    finished: str
    pauses: tuple[timedelta, ...]


DELIVERIES = Work(
    Delivery, "running", "done", "finished_at",
    pauses=(timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10)),
)  # fmt: skip
MAILS = Work(
    Mail, "sending", "sent", "sent_at",
    pauses=(timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on one row until it runs out; `attempt` counts from 1."""

    work: Work
    row_id: int
    owner: str
    attempt: int
    length: timedelta


@dataclass(frozen=True, slots=True)
class Job:
    """One consequence of one event, as its task sees it. `key` is the same at every attempt."""

    delivery_id: int
    task: str
    event: Event
    payload: Mapping[str, Any]
    key: str


class LeaseLost(Exception):
    """Somebody else has taken the row over; whatever was done under this lease must not be committed."""


def spread(subscribers: Callable[[Event], tuple[str, ...]], *, limit: int = 200) -> tuple[int, ...]:
    """Turn waiting events into one delivery for each subscriber; returns the ids of the new deliveries.

    Rows that another worker is spreading now are passed over on PostgreSQL; SQLite lets one writer in."""
    if not _anything_waits():
        return ()
    with transaction():
        messages = session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.spread_at.is_(None))
            .order_by(OutboxMessage.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).all()
        made = [
            Delivery(message_id=one.id, task=task, lease_until=_not_before(one))
            for one in messages
            for task in subscribers(one.event)
        ]
        session.add_all(made)
        for message in messages:
            message.spread_at = now()
        session.flush()
        return tuple(delivery.id for delivery in made)


def due(work: Work, *, limit: int = 500) -> tuple[int, ...]:
    """Return the rows somebody should take now: ready ones, and those whose lease ran out."""
    found = session.scalars(
        select(work.model.id).where(_takeable(work, now())).order_by(work.model.id).limit(limit)
    ).all()
    release()
    return tuple(found)


def claim(work: Work, row_id: int, *, length: timedelta = LEASE) -> Lease | None:
    """Take the row for this process and count the attempt; None when it is not to be taken (M4)."""
    owner, instant = secrets.token_hex(16), now()
    with transaction():
        taken = _update(
            update(work.model)
            .where(work.model.id == row_id, _takeable(work, instant))
            .values(
                state=work.busy,
                attempts=work.model.attempts + 1,
                lease_owner=owner,
                lease_until=instant + length,
            )
        )
        if not taken:
            return None
        attempt = session.scalar(select(work.model.attempts).where(work.model.id == row_id)) or 1
    return Lease(work, row_id, owner, attempt, length)


def renew(lease: Lease) -> None:
    """Hold the row for another whole length, from now; raises LeaseLost."""
    with transaction():
        _as_owner(lease, lease_until=now() + lease.length)


def finish(lease: Lease) -> None:
    """Mark the row as done, in the transaction of its effect where one is open; raises LeaseLost."""
    with transaction():
        _as_owner(
            lease, state=lease.work.done, lease_until=None, last_error="", **{lease.work.finished: now()}
        )


def perform(lease: Lease, effect: Callable[[], None]) -> None:
    """Run a short effect and mark the row as done: both in one transaction, or neither; raises LeaseLost."""
    with transaction():
        effect()
        finish(lease)


def fail(lease: Lease, error: BaseException | str, *, at_end: AtEnd | None = None) -> bool:
    """Give the row back for a later attempt, or end it after the last one; True when it has ended.

    `at_end` happens in the transaction that ends it. A lease lost meanwhile is left alone: its new owner
    answers for the row."""
    if lease.attempt >= MAX_ATTEMPTS:
        return _end(lease, error, at_end)
    until = now() + lease.work.pauses[lease.attempt - 1]
    with suppress(LeaseLost), transaction():
        _as_owner(lease, state=READY, lease_until=until, last_error=reason_of(error))
    return False


def give_up(lease: Lease, error: BaseException | str, *, at_end: AtEnd | None = None) -> bool:
    """End the row at once: another attempt cannot help. As `fail` after the last attempt."""
    return _end(lease, error, at_end)


def bury(work: Work, *, at_end: AtEnd | None = None) -> tuple[int, ...]:
    """End the rows whose last attempt broke off with its process; returns their ids (RL-08)."""
    instant = now()
    run_out = or_(work.model.lease_until < instant, work.model.lease_until > instant + HORIZON)
    exhausted = and_(work.model.state.in_((READY, work.busy)), work.model.attempts >= MAX_ATTEMPTS, run_out)
    found = session.scalars(select(work.model.id).where(exhausted).order_by(work.model.id)).all()
    release()
    return tuple(row_id for row_id in found if _bury(work, row_id, exhausted, at_end))


def retry(work: Work, row_id: int) -> bool:
    """Give a failed row five new attempts, on a person's word; False when it has not failed."""
    with transaction():
        return _update(
            update(work.model)
            .where(work.model.id == row_id, work.model.state == FAILED)
            .values(state=READY, attempts=0, lease_until=None, lease_owner="")
        )


def job(delivery_id: int) -> Job | None:
    """Return what a delivery is about; None when there is no such row."""
    row = session.execute(
        select(Delivery.id, Delivery.task, OutboxMessage.event, OutboxMessage.payload)
        .join(OutboxMessage, OutboxMessage.id == Delivery.message_id)
        .where(Delivery.id == delivery_id)
    ).one_or_none()
    release()
    if row is None:
        return None
    return Job(row.id, row.task, row.event, dict(row.payload), f"delivery-{row.id}")


def reason_of(error: BaseException | str) -> str:
    """Return why an attempt failed: one short line without secrets, addresses and values of a statement."""
    if isinstance(error, str):
        return _impersonal(error)
    said = str(getattr(error, "orig", None) or error).strip()
    first = said.splitlines()[0] if said else ""
    return _impersonal(f"{type(error).__name__}: {first}" if first else type(error).__name__)


def _impersonal(text: str) -> str:
    return ADDRESS.sub("***", redact(text))[:REASON_LIMIT]


def _end(lease: Lease, error: BaseException | str, at_end: AtEnd | None) -> bool:
    try:
        with transaction():
            _as_owner(lease, state=FAILED, lease_until=None, last_error=reason_of(error))
            _happen(at_end, lease.row_id)
    except LeaseLost:
        return False
    return True


def _bury(work: Work, row_id: int, exhausted: ColumnElement[bool], at_end: AtEnd | None) -> bool:
    with transaction():
        ended = _update(
            update(work.model)
            .where(work.model.id == row_id, exhausted)
            .values(state=FAILED, lease_until=None, last_error=BROKEN_OFF)
        )
        if ended:
            _happen(at_end, row_id)
    return ended


def _happen(at_end: AtEnd | None, row_id: int) -> None:
    """Let the end be told in its transaction; a fault in the telling does not keep the row from ending."""
    if at_end is None:
        return
    try:
        with session.begin_nested():
            at_end(row_id)
    except Exception:
        log.exception("end not told", extra={"fields": {"row": row_id}})


def _not_before(message: OutboxMessage) -> datetime | None:
    """Return the instant the consequences of an event wait for; it must be nearer than HORIZON."""
    wanted = message.payload.get("not_before")
    return datetime.fromisoformat(wanted) if wanted else None


def _anything_waits() -> bool:
    found = session.scalar(select(OutboxMessage.id).where(OutboxMessage.spread_at.is_(None)).limit(1))
    release()
    return found is not None


def _takeable(work: Work, instant: datetime) -> ColumnElement[bool]:
    until = work.model.lease_until
    free = or_(until.is_(None), until < instant, until > instant + HORIZON)
    return and_(work.model.state.in_((READY, work.busy)), work.model.attempts < MAX_ATTEMPTS, free)


def _as_owner(lease: Lease, **values: Any) -> None:
    model = lease.work.model
    mine = (model.id == lease.row_id, model.state == lease.work.busy, model.lease_owner == lease.owner)
    if not _update(update(model).where(*mine).values(**values)):
        raise LeaseLost(f"{model.__tablename__} {lease.row_id}")


def _update(statement: Any) -> bool:
    """Run a conditional UPDATE; True when it hit its row. The rows are not kept in the session."""
    result = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)
    return bool(result.rowcount)
