"""The report on a stage, from the click to both files: seconds, and the memory of the worker at its largest.

Each size is made in a process of its own, as a worker makes it; the broker is left out, which adds milliseconds.
The worker has made a report before, so that what is loaded once per process is not counted again and again.
"""

import json
import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import select

import config
from benchmarks import stage_rows
from benchmarks.servers import ROOT, flask
from webapp import create_app
from webapp.access.actor import Actor, acting_as, system_scope
from webapp.database import session
from webapp.models import Report
from webapp.reports import operations
from workflows.vocabulary import ReportState, Role

GOALS = {200: 5.0, 1000: 20.0}
"""Most seconds for so many schools (performance.md, 8)."""
GOAL_MB = 400
WARM = 3
PEAK = re.compile(r"VmHWM:\s*(\d+)")


def lines(folder: Path) -> list[str]:
    """Make a report of each size on SQLite; return what is to be said of them."""
    return [_line(folder, schools) for schools in GOALS]


def _line(folder: Path, schools: int) -> str:
    data = folder / f"report{schools}"
    data.mkdir(mode=0o700)
    product = {
        "DATA_DIR": str(data),
        "DEMO": "1",
        "REDIS_URL": "",
        "DATABASE_URL": "",
        "FREE_SPACE_FLOOR_BYTES": "0",
    }
    flask(product, "db", "upgrade")
    _run(product, "fill", str(schools))
    found = json.loads(_run(product, "make"))
    goal = GOALS[schools]
    met = found["seconds"] <= goal and max(found["worker"], found["children"]) <= GOAL_MB
    return (
        f"Отчёт этапа, {schools} школ: {found['seconds']:.1f} с (процессор {found['cpu']:.1f} с), цель ≤ {goal:g}; "
        f"память worker {found['worker']} МБ, его процессов {found['children']} МБ, цель ≤ {GOAL_MB}: "
        f"{'да' if met else 'НЕТ'}."
    )


def _run(product: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        (sys.executable, "-m", "benchmarks.stage_report", *arguments), cwd=ROOT, env={**os.environ, **product},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


def main(what: str, schools: str = "0") -> None:
    """`fill N` fills the database of the environment; `make` makes a small report, the measured one, prints figures."""
    with create_app(config.load()).app_context():
        if what == "fill":
            with system_scope("benchmark"):
                stage_rows.fill({"warm": WARM, "whole": int(schools)})
            return
        make("warm")
        started, cpu = time.monotonic(), _cpu()
        make("whole")
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        found = {
            "seconds": time.monotonic() - started,
            "cpu": _cpu() - cpu,
            "worker": _peak(),
            "children": children,
        }
        print(json.dumps(found))


def make(stage: str) -> None:
    """Order the report on a stage and make it as the worker does; raises RuntimeError when it fails."""
    actor = Actor(
        user_id=1,
        name="Координатор",
        email="c@example.org",
        role=Role.COORDINATOR,
        membership_id=1,
        municipality_id=1,
    )
    with acting_as(actor):
        number = operations.order(stage, "Школы в целом справились.", actor=actor)
    with system_scope("benchmark"):
        report = session.scalars(select(Report).where(Report.number == number)).one()
        operations.build(report.id, keep_alive=lambda: None)
        session.expire_all()
        if report.state is not ReportState.READY:
            raise RuntimeError(report.failure)


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def _peak() -> int:
    """The largest memory of this process, in megabytes: `ru_maxrss` would be inherited from whoever started it."""
    found = PEAK.search(Path("/proc/self/status").read_text())
    return int(found[1]) // 1024 if found else 0


if __name__ == "__main__":
    main(*sys.argv[1:])
