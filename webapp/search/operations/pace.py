"""How often one person may search: a search costs more than a page, and nobody types faster (WB-10).

Counted in the memory of each web process: it protects that process, and a search writes nothing."""

import threading
from collections import defaultdict, deque
from datetime import datetime, timedelta

from webapp.access.actor import Actor
from webapp.database import now
from webapp.errors import TooMany
from webapp.filestore import settings

MOST = 30
WINDOW = timedelta(minutes=1)
PEOPLE = 10_000
"""So many are remembered; then those whose minute is over are forgotten."""

_searched: dict[int, deque[datetime]] = defaultdict(deque)
_lock = threading.Lock()


def count_search(actor: Actor) -> None:
    """Count a search of this person; raises TooMany after `MOST` of them within a minute."""
    if not settings().throttle:
        return
    instant = now()
    with _lock:
        _forget(instant)
        made = _searched[actor.user_id]
        while made and made[0] <= instant - WINDOW:
            made.popleft()
        if len(made) >= MOST:
            seconds = max(1, int((made[0] + WINDOW - instant).total_seconds()) + 1)
            raise TooMany(f"Слишком много запросов поиска. Повторите через {seconds} с.", seconds)
        made.append(instant)


def forget() -> None:
    """Forget everybody's searches."""
    with _lock:
        _searched.clear()


def _forget(instant: datetime) -> None:
    if len(_searched) < PEOPLE:
        return
    for user_id in [key for key, made in _searched.items() if not made or made[-1] <= instant - WINDOW]:
        del _searched[user_id]
