"""Keeping the house: the sign of life, half-done uploads, rows nobody needs."""

from tasks.base import task
from webapp import upkeep


@task("upkeep.heartbeat")
def heartbeat() -> None:
    upkeep.show_life("worker")


@task("upkeep.temporary_files")
def temporary_files() -> None:
    upkeep.sweep_temporary()


@task("upkeep.tidy")
def tidy() -> None:
    upkeep.tidy()
