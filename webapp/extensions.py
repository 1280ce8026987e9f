"""The libraries the application is made of, each created once and bound in `create_app`."""

import logging
import queue
import threading
import time
from collections.abc import Callable

from celery import Celery
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx

log = logging.getLogger(__name__)

babel = Babel()
csrf = CSRFProtect()
htmx = Htmx()
login_manager = LoginManager()
migrate = Migrate(render_as_batch=True, compare_type=True)
celery = Celery("ekspertiza")

BROKER_TIMEOUT = 0.5
BROKER_PAUSE = 5.0
VISIBILITY_TIMEOUT = 1800
TASK_TIME_LIMIT = 900


def configure_celery(redis_url: str) -> Celery:
    """Bind Celery to its broker. Redis is a doorbell: what is to be done stands in the database (M1-M6)."""
    celery.conf.update(
        broker_url=redis_url or "memory://",
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=BROKER_TIMEOUT,
        broker_transport_options={
            "visibility_timeout": VISIBILITY_TIMEOUT,
            "unacked_restore_interval": 2,
            "unacked_restore_throttle": 1,
            "socket_keepalive": not redis_url.startswith("redis+socket"),
            "health_check_interval": 10,
        },
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_time_limit=TASK_TIME_LIMIT,
        task_publish_retry=False,
        task_serializer="json",
        accept_content=["json"],
        result_backend=None,
        worker_prefetch_multiplier=1,
        worker_max_tasks_per_child=500,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        timezone="UTC",
    )
    return celery


class Doorbell:
    """Wakes the worker after a commit from a thread of its own: a dead or hung broker delays nobody (RL-06)."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._calls: queue.Queue[None] = queue.Queue(maxsize=1)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def push(self) -> None:
        """Ask for a ring; calls that come while one is waiting are one call."""
        self._ensure_thread()
        try:
            self._calls.put_nowait(None)
        except queue.Full:
            return

    def _ensure_thread(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="doorbell", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._calls.get()
            try:
                self._ring()
            except Exception as error:
                log.warning("broker does not answer, the sweep will deliver: %s", type(error).__name__)
                time.sleep(BROKER_PAUSE)


def _ring() -> None:
    celery.send_task("outbox.spread", retry=False, ignore_result=True, expires=60)


doorbell = Doorbell(_ring)
