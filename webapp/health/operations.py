"""What a person does about work that failed for good."""

from webapp import delivery, journal
from webapp.access.actor import system_scope
from webapp.database import transaction
from webapp.delivery import Work


def retry(work: Work, number: int) -> bool:
    """Give a failed consequence or letter five new attempts; False when it has not failed."""
    with transaction():
        with system_scope("another attempt on a person's word"):
            found = delivery.retry(work, number)
        if found:
            journal.record("outbox.retried", kind=work.model.__tablename__, object_id=number)
    return found
