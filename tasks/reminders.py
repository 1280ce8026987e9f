"""Reminders of deadlines."""

from tasks.base import task
from webapp.notifications import operations


@task("reminders.deadlines")
def deadlines() -> None:
    operations.remind()
