"""A worker with consequences that a test can break: the product's own worker, a faster clock, three more lines."""

import os
import signal
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from tasks import subscriptions, worker
from tasks.work import KeepAlive, Subscription
from webapp import delivery
from webapp.database import session, transaction
from webapp.delivery import Job
from webapp.models import Notification
from workflows.vocabulary import Event

celery = worker.celery
SCRATCH = Path(os.environ["DATA_DIR"])
LEASE, SHORT = timedelta(seconds=2), timedelta(seconds=1)


def slow(job: Job, keep_alive: KeepAlive) -> None:
    """The first attempt takes too long; every attempt says that it has begun."""
    first = _note(job) == 1
    time.sleep(job.payload["seconds"] if first else 0)
    keep_alive()
    _effect(job)


def quick(job: Job, _keep_alive: KeepAlive) -> None:
    _note(job)
    _effect(job)


def deadly(job: Job, _keep_alive: KeepAlive) -> None:
    """Write, and die before the commit: what a file does that kills its reader."""
    _note(job)
    _effect(job)
    os.kill(os.getpid(), signal.SIGKILL)


def _note(job: Job) -> int:
    """Count the attempts of a job outside the database; return which one this is."""
    path = SCRATCH / f"begun-{job.delivery_id}"
    with path.open("a") as target:
        target.write("x")
    return path.stat().st_size


def _effect(job: Job) -> None:
    """Leave one more row each time: a second effect would be seen."""
    with transaction():
        count = len(
            session.scalars(select(Notification.id).where(Notification.key.startswith(f"{job.key}:"))).all()
        )
        row = Notification(
            user_id=job.payload["user_id"], key=f"{job.key}:{count}", event="trial", title="x", link="/"
        )
        session.add(row)


subscriptions.ON = {
    **subscriptions.ON,
    Event.RESUMED: (Subscription("trial.slow", slow, long=True, lease=LEASE),),
    Event.EXPERTISE_STARTED: (Subscription("trial.quick", quick, lease=LEASE),),
    Event.REPORT_REQUESTED: (replace(subscriptions.BUILD, lease=LEASE),),
    Event.INCLUDED_IN_REPORT: (Subscription("trial.deadly", deadly, lease=SHORT),),
}
celery.conf.beat_schedule = {
    name: {"task": name, "schedule": timedelta(seconds=seconds), "options": {"expires": 5}}
    for name, seconds in (("outbox.spread", 0.5), ("outbox.sweep", 1), ("mail.send_due", 1))
}
celery.conf.beat_max_loop_interval = 0.5
object.__setattr__(delivery.DELIVERIES, "pauses", (timedelta(seconds=1),) * 4)
