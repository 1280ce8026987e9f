"""Reminders of deadlines."""

from tasks.base import task
from webapp.agenda import operations as agenda
from webapp.notifications import operations


@task("reminders.deadlines")
def deadlines() -> None:
    operations.remind()


@task("reminders.measures")
def measures() -> None:
    agenda.remind()
