"""Keeping the house: the sign of life, half-done uploads, rows nobody needs."""

from tasks.base import task
from webapp import upkeep
from webapp.accounts import operations as accounts


@task("upkeep.heartbeat")
def heartbeat() -> None:
    upkeep.show_life("worker")


@task("upkeep.temporary_files")
def temporary_files() -> None:
    upkeep.sweep_temporary()
    upkeep.sweep_uploads()


@task("upkeep.unclaimed_files")
def unclaimed_files() -> None:
    upkeep.collect_unclaimed()


@task("upkeep.signing_in")
def signing_in() -> None:
    accounts.forget_what_has_served()


@task("upkeep.tidy")
def tidy() -> None:
    upkeep.tidy()
