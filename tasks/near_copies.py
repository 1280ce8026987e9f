"""Texts sketched in the background, so that near copies are found among the documents of all schools."""

from tasks.base import task
from tasks.work import KeepAlive
from webapp.copies import operations
from webapp.delivery import Job


def sketch(job: Job, _keep_alive: KeepAlive) -> None:
    operations.sketch(job.payload["sha256"])


def place(job: Job, _keep_alive: KeepAlive) -> None:
    operations.place(job.payload["package_id"])


@task("near_copies.catch_up")
def catch_up() -> None:
    """Documents read before there were sketches, or sketched by earlier rules."""
    operations.sketch_missing()
