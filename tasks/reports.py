"""Reports made in the background. What renders them is heavy, so only a worker that makes one loads it."""

from tasks.work import KeepAlive
from webapp.delivery import Job


def build(job: Job, keep_alive: KeepAlive) -> None:
    from webapp.reports import operations

    operations.build(job.payload["report_id"], keep_alive=keep_alive)


def build_dossier(job: Job, keep_alive: KeepAlive) -> None:
    from webapp.archives import operations

    operations.build(job.payload["report_id"], keep_alive=keep_alive)


def give_up(job: Job) -> None:
    """A report whose making broke off each time must not stay «Формируется» for ever."""
    from webapp.reports import operations

    operations.fail(job.payload["report_id"])


def order_conclusion(job: Job, _keep_alive: KeepAlive) -> None:
    from webapp.reports import operations

    operations.order_conclusion(job.payload["package_id"])


def order_agreement(job: Job, _keep_alive: KeepAlive) -> None:
    from webapp.reports import operations

    operations.order_agreement(job.payload["package_id"])
