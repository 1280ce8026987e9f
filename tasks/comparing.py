"""Texts of files compared in the background."""

from tasks.work import KeepAlive
from webapp.comparisons import operations
from webapp.delivery import Job


def compare(job: Job, keep_alive: KeepAlive) -> None:
    operations.compare(job.payload["before"], job.payload["after"], keep_alive=keep_alive)


def prepare(job: Job, _keep_alive: KeepAlive) -> None:
    """What a school mended is compared before anybody opens it."""
    operations.prepare(job.payload["package_id"])


def wake(job: Job, _keep_alive: KeepAlive) -> None:
    operations.wake(job.payload["sha256"])


def give_up(job: Job) -> None:
    operations.give_up(job.payload["before"], job.payload["after"])
