"""What follows after: deliveries, the outbox, the chain of the journal."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from webapp import journal, sealing
from webapp.database import now, session
from webapp.delivery import FAILED
from webapp.errors import Invalid
from webapp.filestore import settings
from webapp.health.queries import OUTBOX_LIMIT, oldest_age
from webapp.invariants.violation import Violation
from webapp.models import Delivery, Municipality

SOON = timedelta(days=30)


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


def seals_out_of_force() -> Iterator[Violation]:
    """A seal that is damaged, or ends within a month: papers will be made without it."""
    for code in session.scalars(select(Municipality.code).order_by(Municipality.code)):
        try:
            seal = sealing.seal_of(settings().data_dir, code)
        except Invalid as error:
            yield Violation(f"seal {code}", error.sentence)
            continue
        if seal is not None and not seal.is_valid(now() + SOON):
            text = f"Сертификат печати действует до {seal.until:%d.%m.%Y}. Замените его: flask seal --help."
            yield Violation(f"seal {code}", text)


def broken_journal() -> Iterator[Violation]:
    """Recompute the whole chain; every entry that does not fit is named, and a cut tail (AU-02)."""
    for fault in journal.verify().faults:
        yield Violation(f"journal_entry {fault.number}", fault.text)
