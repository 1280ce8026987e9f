"""What happens by the clock. Two schedulers are harmless: every task finds in the database what is left.

A message of the schedule that nobody read in time is dropped, so that a worker that was away for a day does
not come back to a heap of them."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab


def schedule() -> dict[str, dict[str, Any]]:
    """Return the schedule in the form that Celery beat reads."""
    return {
        name: {"task": name, "schedule": when, "options": {"expires": expires}}
        for name, when, expires in (
            ("outbox.spread", timedelta(seconds=3), 9),
            ("outbox.sweep", timedelta(seconds=15), 15),
            ("mail.send_due", timedelta(seconds=15), 15),
            ("upkeep.heartbeat", timedelta(seconds=20), 20),
            ("reading.catch_up", timedelta(seconds=60), 60),
            ("reading.scan_missing", timedelta(seconds=60), 60),
            ("search.catch_up", timedelta(seconds=60), 60),
            ("near_copies.catch_up", timedelta(seconds=60), 60),
            # Hourly, since morning comes at different hours; a person is reminded once all the same.
            ("reminders.deadlines", crontab(minute="10"), 1800),
            # Hourly for the same reason: a new deadline counts from the first hour of its day.
            ("roadmaps.put_terms_in_force", crontab(minute="5"), 1800),
            ("reminders.measures", crontab(minute="15"), 1800),
            ("reminders.diary", crontab(minute="22"), 1800),
            ("reminders.surveys", crontab(minute="18"), 1800),
            # A letter of the day is written once, however often this is asked.
            ("journals.mail_head", crontab(minute="20", hour="*/6"), 1800),
            ("upkeep.temporary_files", crontab(minute="25"), 1800),
            ("upkeep.signing_in", crontab(minute="35"), 1800),
            ("upkeep.tidy", crontab(minute="40", hour="*/6"), 1800),
            ("search.catch_up_whole", crontab(minute="55", hour="*/6"), 1800),
            ("upkeep.unclaimed_files", crontab(minute="50", hour="*/6"), 1800),
        )
    }
