"""Reports made in the background."""

from tasks.work import KeepAlive
from webapp.delivery import Job
from webapp.reports import operations


def build(job: Job, keep_alive: KeepAlive) -> None:
    operations.build(job.payload["report_id"], keep_alive=keep_alive)


def order_conclusion(job: Job, _keep_alive: KeepAlive) -> None:
    operations.order_conclusion(job.payload["package_id"])
