"""What a consequence of an event is: a function of a job, short or long."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from webapp.delivery import LEASE, Job

KeepAlive = Callable[[], None]
"""Called by long work between its steps: holds the lease, raises LeaseLost when another has taken over."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One consequence. `task` is its name in the database and never changes.

    Short work is one transaction together with its being done. `long` work commits by itself and must be
    idempotent by its own rows. `gave_up` is told when no attempt is left."""

    task: str
    run: Callable[[Job, KeepAlive], None]
    long: bool = False
    lease: timedelta = LEASE
    gave_up: Callable[[Job], None] | None = None
