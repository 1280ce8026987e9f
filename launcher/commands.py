"""The command lines of every process of the product: one table, which the deployment files must repeat.

`tests/launcher/test_deploy.py` compares it with the Dockerfile, compose.yaml and the systemd units and starts
each line. What differs between machines (address, number of processes) comes from the environment, see
`deploy/env.example`.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLASK = ("flask", "--app", "manage:app")
CELERY = ("celery", "--quiet", "--app", "tasks.worker:celery")  # quiet: no banner among the lines of JSON

# Production: names found in the environment's bin folder, the working directory is the project.
PRODUCTION: dict[str, tuple[str, ...]] = {
    # Behind a buffering nginx only: a slow client holds a thread. WEB_CONCURRENCY sets the processes,
    # GUNICORN_CMD_ARGS the address.
    "web": (
        *("gunicorn", "--worker-class", "gthread", "--threads", "4", "--timeout", "60"),
        *("--graceful-timeout", "30", "--no-control-socket", "manage:app"),
    ),
    # Any number. CELERY_WORKER_CONCURRENCY sets the processes of one.
    "worker": (
        *CELERY,
        *("worker", "--pool", "prefork", "--loglevel", "INFO"),
        *("--without-gossip", "--without-mingle"),
    ),
    # Exactly one. Its clock file is a cache: losing it costs at most one early sweep.
    "beat": (*CELERY, "beat", "--loglevel", "INFO", "--schedule", "/tmp/ekspertiza-beat", "--pidfile="),  # noqa: S108
    "migrate": (*FLASK, "db", "upgrade"),
    "probe": ("python", "-m", "launcher.probe"),
}


def embedded(name: str, *, data_dir: Path) -> tuple[str, ...]:
    """The command line of one process of `./run`; `name` is one of web, worker, beat, migrate, seed.

    The web gets the number of its listening descriptor as one more argument."""
    python = (sys.executable, "-m")
    table: dict[str, tuple[str, ...]] = {
        "web": (*python, "launcher.web"),
        "worker": (
            *python,
            *CELERY,
            *("worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "INFO"),
            *("--without-gossip", "--without-mingle"),
        ),
        "beat": (
            *python,
            *CELERY,
            *("beat", "--loglevel", "INFO", "--schedule", str(data_dir / "beat" / "clock"), "--pidfile="),
        ),
        "migrate": (*python, *FLASK, "db", "upgrade"),
        "seed": (*python, *FLASK, "seed-demo"),
    }
    return table[name]


def valkey(binary: str, *, data_dir: Path, socket: Path) -> tuple[str, ...]:
    """The command line of the broker of `./run`: a unix socket only, every second on disk."""
    return (
        *(binary, "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"),
        *("--dir", str(data_dir / "valkey"), "--appendonly", "yes", "--appendfsync", "everysec"),
        *("--save", "", "--daemonize", "no", "--loglevel", "notice"),
    )
