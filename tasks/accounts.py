"""Letters with a link to set a password."""

from tasks.work import KeepAlive
from webapp.accounts import operations
from webapp.delivery import Job


def send_invitation(job: Job, _keep_alive: KeepAlive) -> None:
    operations.send_link(job.payload["user_id"], "invitation", job.key)


def send_reset(job: Job, _keep_alive: KeepAlive) -> None:
    operations.send_link(job.payload["user_id"], "reset", job.key)
