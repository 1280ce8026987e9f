"""Refusals in the journal (AU-01): a person who asked for what is not theirs, a sign-in that did not succeed.

Somebody who tries ten thousand addresses would fill the journal: each address of a person is told once in a while,
and of one person only so many. What is left out stands in the log of requests."""

import logging
import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction

log = logging.getLogger(__name__)
AGAIN = timedelta(minutes=10)
MOST = 50
"""Refusals of one person told in that time."""
REMEMBERED = 20_000
_told: OrderedDict[tuple[int, str], datetime] = OrderedDict()
_lock = threading.Lock()


def note(actor: Actor, method: str, path: str, endpoint: str) -> None:
    """Write that a signed-in person was refused a page or an act; never stands in the way of the answer."""
    if not _is_news(actor.user_id, f"{method} {path}"):
        return
    try:
        session.rollback()
        with transaction(despite_safe_method="journal of a refusal"):
            journal.record(
                "access.refused", kind="address", object_id=path[:300], method=method, endpoint=endpoint
            )
    except SQLAlchemyError:
        session.rollback()
        log.exception("a refusal was not written")


def forget() -> None:
    """Forget what was told."""
    with _lock:
        _told.clear()


def _is_news(user_id: int, what: str) -> bool:
    instant = now()
    with _lock:
        while _told and (next(iter(_told.values())) <= instant - AGAIN or len(_told) >= REMEMBERED):
            _told.popitem(last=False)
        key = (user_id, what)
        if key in _told or sum(known == user_id for known, _ in _told) >= MOST:
            return False
        _told[key] = instant
        return True
