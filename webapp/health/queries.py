"""How the parts of the system are: database, broker, storage, worker, and the age of what waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from sqlalchemy import Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from webapp.access.actor import system_scope
from webapp.database import now, session
from webapp.delivery import FAILED, READY
from webapp.documents import scanner
from webapp.filestore import settings, storage
from webapp.models import Delivery, Heartbeat, Mail, OutboxMessage
from webapp.storage import StorageError
from workflows.vocabulary import Event

BROKER_SECONDS = 0.4
OUTBOX_LIMIT = timedelta(minutes=5)
HEARTBEAT_LIMIT = timedelta(seconds=90)
OK, DOWN = "ok", "down"
FAILED_SHOWN = 50
NECESSARY = frozenset({"database", "storage", "outbox"})
"""Without these nothing can be promised; without a broker or a worker consequences come later (RL-06)."""


@dataclass(frozen=True, slots=True)
class Health:
    """The state of each part, `ok` or `down`; no versions, no reasons: strangers may ask (OP-01)."""

    checks: dict[str, str]

    @property
    def ready(self) -> bool:
        return all(state == OK for part, state in self.checks.items() if part in NECESSARY)

    @property
    def status(self) -> str:
        if not self.ready:
            return "not ready"
        return "ready" if all(state == OK for state in self.checks.values()) else "degraded"


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    id: int
    task: str
    event: Event
    attempts: int
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FailedMail:
    """A letter by its number and reason: to whom and what about is nobody's business here."""

    id: int
    attempts: int
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Failures:
    """What has failed for good, newest first and bounded, with the whole number of each."""

    deliveries: tuple[FailedDelivery, ...]
    mails: tuple[FailedMail, ...]
    delivery_count: int
    mail_count: int


@dataclass(frozen=True, slots=True)
class OutboxStatus:
    """What waits, how old the oldest of it is in seconds, and what has failed for good (newest first)."""

    waiting: int
    oldest_seconds: int
    deliveries: dict[str, int]
    mails: dict[str, int]
    failed: tuple[FailedDelivery, ...]
    failed_mails: tuple[FailedMail, ...]


def health() -> Health:
    """Return how each part is now; takes half a second at most for a broker that does not answer."""
    with system_scope("health"):
        try:
            outbox = OK if oldest_age() <= OUTBOX_LIMIT else DOWN
            worker = OK if _worker_lives() else DOWN
            database = OK
        except SQLAlchemyError:
            session.rollback()
            database, outbox, worker = DOWN, DOWN, DOWN
    broker = OK if _broker_answers(settings().redis_url) else DOWN
    files = OK if _storage_answers() else DOWN
    checks = {"database": database, "storage": files, "outbox": outbox, "broker": broker, "worker": worker}
    if settings().scanner_url:
        checks["scanner"] = OK if scanner.answers(settings().scanner_url) else DOWN
    return Health(checks)


def oldest_age() -> timedelta:
    """Return for how long the oldest thing has been waiting that somebody should have taken already.

    A failed attempt that waits for its next one is not late until that moment has passed."""
    instant = now()
    unspread = select(func.min(OutboxMessage.created_at)).where(OutboxMessage.spread_at.is_(None))
    ready_since = func.coalesce(Delivery.lease_until, Delivery.created_at)
    lying = select(func.min(ready_since)).where(Delivery.state.not_in(("done", FAILED)))
    moments = [session.scalar(statement) for statement in (unspread, lying)]
    past = [instant - moment for moment in moments if moment is not None and moment < instant]
    return max(past, default=timedelta())


def outbox_status() -> OutboxStatus:
    """Return the state of the outbox for the operator."""
    unspread = session.scalar(
        select(func.count()).select_from(OutboxMessage).where(OutboxMessage.spread_at.is_(None))
    )
    deliveries = {state: number for state, number in session.execute(_by_state(Delivery))}
    return OutboxStatus(
        waiting=(unspread or 0) + deliveries.get(READY, 0) + deliveries.get("running", 0),
        oldest_seconds=int(oldest_age().total_seconds()),
        deliveries=deliveries,
        mails={state: number for state, number in session.execute(_by_state(Mail))},
        failed=_failed(),
        failed_mails=_failed_mails(),
    )


def failures() -> Failures:
    """Return what no attempt is left for: the page of the administrator of the whole system."""
    with system_scope("failed work of the whole system"):
        return Failures(_failed(), _failed_mails(), _count_failed(Delivery), _count_failed(Mail))


def _failed() -> tuple[FailedDelivery, ...]:
    rows = session.execute(
        select(
            Delivery.id,
            Delivery.task,
            OutboxMessage.event,
            Delivery.attempts,
            Delivery.last_error,
            Delivery.created_at,
        )
        .join(OutboxMessage, OutboxMessage.id == Delivery.message_id)
        .where(Delivery.state == FAILED)
        .order_by(Delivery.id.desc())
        .limit(FAILED_SHOWN)
    )
    return tuple(FailedDelivery(*row) for row in rows)


def _failed_mails() -> tuple[FailedMail, ...]:
    rows = session.execute(
        select(Mail.id, Mail.attempts, Mail.last_error, Mail.created_at)
        .where(Mail.state == FAILED)
        .order_by(Mail.id.desc())
        .limit(FAILED_SHOWN)
    )
    return tuple(FailedMail(*row) for row in rows)


def _count_failed(model: type[Delivery] | type[Mail]) -> int:
    return session.scalar(select(func.count()).select_from(model).where(model.state == FAILED)) or 0


def _by_state(model: type[Delivery] | type[Mail]) -> Select[str, int]:
    return select(model.state, func.count()).group_by(model.state).order_by(model.state)


def _worker_lives() -> bool:
    last = session.scalar(select(func.max(Heartbeat.at)))
    return last is not None and now() - last < HEARTBEAT_LIMIT


def _broker_answers(url: str) -> bool:
    """An installation without a broker of its own is in one process, which answers by being asked."""
    if not url:
        return True
    limits = {"socket_timeout": BROKER_SECONDS, "socket_connect_timeout": BROKER_SECONDS}
    try:
        with Redis.from_url(_plain_url(url), retry=Retry(NoBackoff(), 0), **limits) as client:
            return bool(client.ping())
    except (RedisError, OSError, ValueError):
        return False


def _plain_url(url: str) -> str:
    """Return Celery's address of a unix socket as redis-py writes it."""
    parts = urlsplit(url)
    if parts.scheme != "redis+socket":
        return url
    return f"unix://{parts.path}"


def _storage_answers() -> bool:
    try:
        store = storage()
        store.exists("0" * 64)
        free = store.free_bytes()
    except (StorageError, OSError):
        return False
    return free is None or free > settings().free_space_floor
