"""The journal of acts in the background: its end is mailed once a day."""

from tasks.base import task
from webapp.journals import operations


@task("journals.mail_head")
def mail_head() -> None:
    operations.mail_head()
