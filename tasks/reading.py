"""Documents read and drawn in the background."""

from tasks.base import task
from tasks.work import KeepAlive
from webapp.delivery import Job
from webapp.reading import operations


def read(job: Job, keep_alive: KeepAlive) -> None:
    operations.read(job.payload["sha256"], keep_alive=keep_alive)


def draw(job: Job, keep_alive: KeepAlive) -> None:
    operations.draw(job.payload["sha256"], job.payload["pages"], keep_alive=keep_alive)


def examine(job: Job, _keep_alive: KeepAlive) -> None:
    operations.examine(job.payload["sha256"])


def give_up(job: Job) -> None:
    """A document whose reading broke off each time must not stay «Готовим просмотр» for ever."""
    operations.give_up(job.payload["sha256"])


def give_up_drawing(job: Job) -> None:
    operations.give_up_drawing(job.payload["sha256"], job.payload["pages"])


def warm_up() -> None:
    operations.warm_up()


@task("reading.catch_up")
def catch_up() -> None:
    """Files kept before there was a reader, or read by an earlier edition of it."""
    operations.catch_up()
    operations.examine_missing()


@task("reading.scan_missing")
def scan_missing() -> None:
    """Files the virus scanner was not asked about or did not answer for."""
    operations.scan_missing()
