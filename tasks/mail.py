"""Letters going out."""

from tasks.base import task
from webapp import mail


@task("mail.send_due")
def send_due() -> None:
    mail.send_due()
