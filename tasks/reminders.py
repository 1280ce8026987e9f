"""Reminders of deadlines."""

from tasks.base import task
from webapp.agenda import operations as agenda
from webapp.diary import operations as diary_entries
from webapp.notifications import operations
from webapp.surveys import operations as running_surveys


@task("reminders.deadlines")
def deadlines() -> None:
    operations.remind()


@task("reminders.measures")
def measures() -> None:
    agenda.remind()


@task("reminders.surveys")
def surveys() -> None:
    running_surveys.remind()


@task("reminders.diary")
def diary() -> None:
    diary_entries.remind()
