"""Packages moved by the clock."""

from datetime import datetime

from tasks.work import KeepAlive
from webapp.delivery import Job
from webapp.packages import operations


def send_held(job: Job, _keep_alive: KeepAlive) -> None:
    operations.send_held(job.payload["held_id"], datetime.fromisoformat(job.payload["held_at"]))
