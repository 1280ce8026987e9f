"""How often calendars may be read from one address of the network: programs ask a few times an hour (WB-10).

Counted in the memory of each web process: reading a calendar writes nothing."""

import threading
from collections import defaultdict, deque
from datetime import datetime, timedelta

from webapp.database import now
from webapp.errors import TooMany
from webapp.filestore import settings

MOST = 120
"""A school or a town stands behind one address of the network."""
WINDOW = timedelta(minutes=10)
NETWORKS = 10_000
"""So many are remembered; then those whose time is over are forgotten."""

_read: dict[str, deque[datetime]] = defaultdict(deque)
_lock = threading.Lock()


def count_reading(address: str) -> None:
    """Count a reading, of a real calendar or not; raises TooMany after `MOST` of them."""
    if not settings().throttle:
        return
    instant = now()
    with _lock:
        _forget_old(instant)
        made = _read[address]
        while made and made[0] <= instant - WINDOW:
            made.popleft()
        if len(made) >= MOST:
            seconds = max(1, int((made[0] + WINDOW - instant).total_seconds()) + 1)
            raise TooMany(f"Слишком много запросов календаря. Повторите через {seconds} с.", seconds)
        made.append(instant)


def forget() -> None:
    """Forget all readings."""
    with _lock:
        _read.clear()


def _forget_old(instant: datetime) -> None:
    if len(_read) < NETWORKS:
        return
    for address in [key for key, made in _read.items() if not made or made[-1] <= instant - WINDOW]:
        del _read[address]
