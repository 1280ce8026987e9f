"""The diary of a curator fills itself with drafts."""

from tasks.work import KeepAlive
from webapp.delivery import Job
from webapp.diary import operations


def propose(job: Job, _keep_alive: KeepAlive) -> None:
    operations.propose(job.event, job.payload, key=job.key)
