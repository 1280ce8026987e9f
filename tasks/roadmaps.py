"""Roadmaps in the background: office files read, deadlines put in force on their day."""

from tasks.base import task
from tasks.work import KeepAlive
from webapp.delivery import Job
from webapp.roadmap import operations


def read(job: Job, _keep_alive: KeepAlive) -> None:
    from webapp.roadmap_imports import operations as imports

    imports.read(job.payload["import_id"])


def give_up(job: Job) -> None:
    from webapp.roadmap_imports import operations as imports

    imports.fail(job.payload["import_id"])


@task("roadmaps.put_terms_in_force")
def put_terms_in_force() -> None:
    operations.put_in_force()
