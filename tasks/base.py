"""What every task stands on: the application's context, the product's own scope, two lines of the log."""

import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar

from celery import Task
from flask import Flask

from webapp.access.actor import system_scope
from webapp.extensions import celery

log = logging.getLogger("tasks")


class InApplication(Task[..., Any]):
    """A task that runs inside the application, as the product itself."""

    application: ClassVar[Flask]
    ignore_result = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        fields = {"task": self.name, "arguments": list(args), "id": self.request.id}
        log.debug("task started", extra={"fields": fields})
        outcome = "failed"
        try:
            with self.application.app_context(), system_scope(f"task {self.name}"):
                result = self.run(*args, **kwargs)
            outcome = "done"
        finally:
            milliseconds = round((time.perf_counter() - started) * 1000, 1)
            level = logging.DEBUG if self.name in QUIET and outcome == "done" else logging.INFO
            log.log(level, "task ended", extra={"fields": {**fields, "outcome": outcome, "ms": milliseconds}})
        return result


QUIET = frozenset(
    {
        "outbox.spread",
        "outbox.sweep",
        "mail.send_due",
        "upkeep.heartbeat",
        "reading.catch_up",
        "search.catch_up",
        "near_copies.catch_up",
    }
)
"""Tasks of the schedule that mostly find nothing to do: one line every few seconds would bury the others."""


def bind(app: Flask) -> None:
    """Let tasks run inside this application."""
    InApplication.application = app


def task(name: str, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Declare a task under a name that never changes: it stands in messages of older releases."""
    register: Callable[[Callable[..., Any]], Any] = celery.task(name=name, base=InApplication, **options)
    return register


def ring(name: str, *args: int, expires: float) -> bool:
    """Ask a worker to run a task; False when the broker does not answer, which costs delay and no more."""
    try:
        celery.send_task(name, args=args, retry=False, ignore_result=True, expires=expires)
    except Exception as error:  # every broker fault means the same here
        fields = {"error": type(error).__name__}
        log.warning("broker does not answer, the sweep will come", extra={"fields": fields})
        return False
    return True
