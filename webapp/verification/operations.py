"""How many wrong codes one network may try: nobody types thirty in a minute (AZ-11).

Counted in the memory of each web process. Codes carry eighty bits: the limit spares the product, not the codes."""

import threading
from collections import defaultdict, deque
from datetime import datetime, timedelta

from webapp.accounts.operations import network_of
from webapp.database import now
from webapp.errors import TooMany
from webapp.filestore import settings

MOST = 30
WINDOW = timedelta(minutes=1)
NETWORKS = 10_000
"""So many are remembered; then those whose minute is over are forgotten."""
SENTENCE = "Слишком много неверных кодов с вашего адреса. Повторите через {seconds} с."

_missed: dict[str, deque[datetime]] = defaultdict(deque)
_lock = threading.Lock()


def require_patience(address: str) -> None:
    """Raise TooMany when the network of the address has just tried `MOST` wrong codes."""
    if not settings().throttle:
        return
    network, instant = network_of(address), now()
    with _lock:
        missed = _recent(network, instant)
        if len(missed) >= MOST:
            seconds = max(1, int((missed[0] + WINDOW - instant).total_seconds()) + 1)
            raise TooMany(SENTENCE.format(seconds=seconds), seconds)


def count_miss(address: str) -> None:
    """Count a code or a file that was not found."""
    if not settings().throttle:
        return
    instant = now()
    with _lock:
        if len(_missed) >= NETWORKS:
            _forget(instant)
        _recent(network_of(address), instant).append(instant)


def forget() -> None:
    """Forget everybody's misses."""
    with _lock:
        _missed.clear()


def _recent(network: str, instant: datetime) -> deque[datetime]:
    missed = _missed[network]
    while missed and missed[0] <= instant - WINDOW:
        missed.popleft()
    return missed


def _forget(instant: datetime) -> None:
    for network in [key for key, missed in _missed.items() if not missed or missed[-1] <= instant - WINDOW]:
        del _missed[network]
