"""What can be searched, taken into the index as it comes and changes."""

from tasks.base import task
from tasks.work import KeepAlive
from webapp.delivery import Job
from webapp.search import operations


def take_in_package(job: Job, _keep_alive: KeepAlive) -> None:
    operations.take_in_package(job.payload["package_id"])


def take_in_text(job: Job, _keep_alive: KeepAlive) -> None:
    operations.take_in_text(job.payload["sha256"])


def take_in_named(job: Job, _keep_alive: KeepAlive) -> None:
    """A school or a stage has another name: it and its packages are found by it."""
    if school_id := job.payload.get("school_id"):
        operations.take_in_school(school_id)
    if stage_id := job.payload.get("stage_id"):
        operations.take_in_stage(stage_id)


@task("search.catch_up")
def catch_up() -> None:
    """Drafts, which no event tells of, and what an earlier release took in."""
    operations.catch_up()


@task("search.catch_up_whole")
def catch_up_whole() -> None:
    operations.catch_up(whole=True)
