"""The worker process: `celery -A tasks.worker worker` and `celery -A tasks.worker beat`."""

from typing import Any

from celery.signals import setup_logging, worker_process_init, worker_ready

from tasks import (
    base,
    journals,
    mail,
    near_copies,
    outbox,
    reading,
    reminders,
    roadmaps,
    searching,
    transport,
    upkeep,
)
from tasks.schedule import schedule
from webapp import create_app, database, logs
from webapp.extensions import celery

__all__ = ["app", "celery"]

TASKS = (outbox, journals, mail, near_copies, reading, reminders, roadmaps, searching, upkeep)
"""Every module that declares tasks; naming them here imports them."""

logs.configure()
transport.install()
app = create_app()
base.bind(app)
celery.conf.beat_schedule = schedule()
celery.conf.beat_max_loop_interval = 3


@setup_logging.connect
def _json_lines(**_options: Any) -> None:
    """Being connected keeps Celery's own logging away (IN-05)."""
    logs.configure()


@worker_process_init.connect
def _fresh_connections(**_options: Any) -> None:
    """A forked child must not share the sockets and file handles of its parent."""
    with app.app_context():
        database.db.engine.dispose(close=False)


@worker_ready.connect
def _catch_up(**_options: Any) -> None:
    """Begin with what was left lying while no worker ran, without waiting for the schedule."""
    reading.warm_up()
    for name in ("upkeep.heartbeat", "outbox.spread", "outbox.sweep", "mail.send_due"):
        base.ring(name, expires=60)
