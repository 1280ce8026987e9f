"""What follows after: deliveries, the outbox, the chain of the journal."""

from collections.abc import Iterator

from sqlalchemy import select

from webapp.database import session
from webapp.delivery import FAILED
from webapp.health.queries import OUTBOX_LIMIT, oldest_age
from webapp.invariants.violation import Violation
from webapp.journal import HEAD_ID, digest
from webapp.models import Delivery, JournalEntry, JournalHead

PORTION = 1000


def failed_deliveries() -> Iterator[Violation]:
    rows = session.execute(
        select(Delivery.id, Delivery.task, Delivery.last_error)
        .where(Delivery.state == FAILED)
        .order_by(Delivery.id)
    )
    for delivery_id, task, reason in rows:
        text = f"«{task}»: {reason} Повторить: flask outbox retry {delivery_id}."
        yield Violation(f"delivery {delivery_id}", text)


def stale_outbox() -> Iterator[Violation]:
    age = oldest_age()
    if age > OUTBOX_LIMIT:
        yield Violation(
            "outbox", f"Самое старое ждёт {int(age.total_seconds())} с: работает ли исполнитель заданий?"
        )


def broken_journal() -> Iterator[Violation]:
    """Recompute the whole chain; the first entry that does not fit is named, and a cut tail (AU-02)."""
    previous, count = "", 0
    for entry in _entries():
        count += 1
        if entry.previous != previous or entry.digest != digest(entry, previous):
            yield Violation(
                f"journal_entry {entry.id}", "Запись изменена, вставлена или перед ней удалены другие."
            )
            return
        previous = entry.digest
    head = session.scalar(select(JournalHead).where(JournalHead.id == HEAD_ID))
    promised, end = (head.count, head.digest) if head else (0, "")
    if promised != count or end != previous:
        text = f"Записей {count}, а должно быть {promised}: конец журнала удалён или подменён."
        yield Violation("journal_head", text)


def _entries() -> Iterator[JournalEntry]:
    """Yield the journal in its order, a portion in memory at a time."""
    last = 0
    while True:
        portion = session.scalars(
            select(JournalEntry).where(JournalEntry.id > last).order_by(JournalEntry.id).limit(PORTION)
        ).all()
        if not portion:
            return
        yield from portion
        last = portion[-1].id
        session.expunge_all()
