"""From events to their consequences. The broker wakes, the database decides: a message lost, late or doubled
changes nothing but the moment (RL-04, RL-06, RL-07)."""

import logging

from tasks import subscriptions
from tasks.base import ring, task
from tasks.work import Subscription
from webapp import delivery, mail
from webapp.delivery import DELIVERIES, Job, Lease
from webapp.notifications import operations as notifications

log = logging.getLogger("tasks")
FRESH = 15.0
"""Seconds a wake-up stays worth reading; after that the next sweep has sent another."""


@task("outbox.spread")
def spread() -> None:
    """Spread what waits, then wake workers for the deliveries and for the letters."""
    for delivery_id in delivery.spread(subscriptions.subscribers):
        if not ring("outbox.deliver", delivery_id, expires=FRESH * 4):
            break
    if mail.waiting():
        ring("mail.send_due", expires=FRESH)


@task("outbox.sweep")
def sweep() -> None:
    """Wake workers for everything left lying: lost wake-ups, failed attempts, leases of dead workers."""
    delivery.bury(DELIVERIES, at_end=_tell_of_end)
    for delivery_id in delivery.due(DELIVERIES):
        if not ring("outbox.deliver", delivery_id, expires=FRESH):
            break


@task("outbox.deliver")
def deliver(delivery_id: int) -> None:
    carry_out(delivery_id)


def carry_out(delivery_id: int) -> bool:
    """Attempt one delivery under a lease; True when it is done by this attempt."""
    job = delivery.job(delivery_id)
    if job is None:
        return False
    subscription = subscriptions.find(job)
    length = subscription.lease if subscription else delivery.LEASE
    lease = delivery.claim(DELIVERIES, delivery_id, length=length)
    if lease is None:
        return False
    if subscription is None:
        reason = f"Задание «{job.task}» этой версии системы неизвестно."
        delivery.give_up(lease, reason, at_end=_tell_of_end)
        return False
    return _attempt(job, subscription, lease)


def _attempt(job: Job, subscription: Subscription, lease: Lease) -> bool:
    fields = {"delivery": job.delivery_id, "task": job.task, "attempt": lease.attempt}
    try:
        _run(job, subscription, lease)
    except delivery.LeaseLost:
        log.warning("lease lost, nothing kept", extra={"fields": fields})
        return False
    except Exception as error:
        log.exception("consequence failed", extra={"fields": fields})
        delivery.fail(lease, error, at_end=_tell_of_end)
        return False
    return True


def _run(job: Job, subscription: Subscription, lease: Lease) -> None:
    def keep_alive() -> None:
        delivery.renew(lease)

    with mail.held(bool(job.payload.get(mail.HOLD))):
        if subscription.long:
            subscription.run(job, keep_alive)
            delivery.finish(lease)
        else:
            delivery.perform(lease, lambda: subscription.run(job, keep_alive))


def _tell_of_end(delivery_id: int) -> None:
    """No attempt is left: tell the administrators, and the consequence itself where it wants to know."""
    job = delivery.job(delivery_id)
    if job is None:
        return
    log.error("no attempts left", extra={"fields": {"delivery": delivery_id, "task": job.task}})
    subscription = subscriptions.find(job)
    if subscription is not None and subscription.gave_up is not None:
        subscription.gave_up(job)
    notifications.tell_administrators(job.task, key=job.key)
