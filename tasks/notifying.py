"""Telling people what has happened."""

from tasks.work import KeepAlive
from webapp.delivery import Job
from webapp.notifications import operations


def notify(job: Job, _keep_alive: KeepAlive) -> None:
    operations.notify(job.event, job.payload, key=job.key)
