"""Packages moved by the clock, and bytes that must go."""

from datetime import datetime

from tasks.work import KeepAlive
from webapp.delivery import Job
from webapp.packages import operations


def send_held(job: Job, _keep_alive: KeepAlive) -> None:
    operations.send_held(job.payload["held_id"], datetime.fromisoformat(job.payload["held_at"]))


def erase(job: Job, _keep_alive: KeepAlive) -> None:
    operations.erase_removed(job.payload["sha256"])
