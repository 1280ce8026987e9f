"""A worker with a child of its own, and a clock that ticks every second."""

import os
import subprocess
import sys
from pathlib import Path

from celery import Celery

celery = Celery("miniature", broker=os.environ["REDIS_URL"])
celery.conf.beat_schedule = {"tick": {"task": "tick", "schedule": 1.0}}
celery.conf.beat_max_loop_interval = 1
celery.conf.broker_connection_retry_on_startup = True
celery.conf.worker_cancel_long_running_tasks_on_connection_loss = True

if "worker" in sys.argv:
    subprocess.Popen(("sleep", "9876"), env={"DATA_DIR": os.environ["DATA_DIR"]})


@celery.task(name="tick")
def tick() -> None:
    with (Path(os.environ["DATA_DIR"]) / "ticks.count").open("a") as count:
        count.write("x")
