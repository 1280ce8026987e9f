"""What follows after: deliveries, the outbox, the chain of the journal."""

from collections.abc import Iterator

from sqlalchemy import select

from webapp import journal
from webapp.database import session
from webapp.delivery import FAILED
from webapp.health.queries import OUTBOX_LIMIT, oldest_age
from webapp.invariants.violation import Violation
from webapp.models import Delivery


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
    """Recompute the whole chain; every entry that does not fit is named, and a cut tail (AU-02)."""
    for fault in journal.verify().faults:
        yield Violation(f"journal_entry {fault.number}", fault.text)
