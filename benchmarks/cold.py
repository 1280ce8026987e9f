"""The cold start of `./run` on prepared data, and the memory of its web process."""

import os
import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from benchmarks.servers import PATIENCE, ROOT, command_line, family, free_port, resident_mb

GOAL_SECONDS, GOAL_MB = 5.0, 150
FIRST_START = 300
WEB = re.compile(r"launcher\.web")


def lines(folder: Path) -> list[str]:
    """Prepare a demonstration, start it again, and return what is to be said of the second start."""
    data = folder / "cold"
    _start(data, patience=FIRST_START)
    seconds, memory = _start(data, patience=PATIENCE)
    return [
        f"Пуск ./run до первой страницы: {seconds:.1f} с, цель ≤ {GOAL_SECONDS:g}: {_word(seconds <= GOAL_SECONDS)}.",
        f"Память web под ./run: {memory:.0f} МБ, цель ≤ {GOAL_MB}: {_word(memory <= GOAL_MB)}.",
    ]


def _start(data: Path, *, patience: float) -> tuple[float, float]:
    port, started = free_port(), time.monotonic()
    process = subprocess.Popen(
        (str(ROOT / "run"), "--port", str(port), "--data", str(data)), cwd=ROOT, env=_environment(),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        _first_page(port, started + patience)
        seconds = time.monotonic() - started
        web = [pid for pid in family(process.pid) if WEB.search(command_line(pid))]
        return seconds, max((resident_mb(pid) for pid in web), default=0.0)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def _first_page(port: int, deadline: float) -> None:
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=PATIENCE) as answer:
                answer.read()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _environment() -> dict[str, str]:
    ours = {"DATA_DIR", "DATABASE_URL", "DEMO", "THROTTLE", "REDIS_URL"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def _word(met: bool) -> str:
    return "да" if met else "НЕТ"
