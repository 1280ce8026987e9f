"""What no event told of, or an earlier edition took in: found and taken in by the clock, or all of it by command."""

import time
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, update

from webapp.access.actor import system_scope
from webapp.database import Base, release, session, transaction
from webapp.models import Reading, RemarkWords, TextWords
from webapp.search.operations.taking_in import (
    BATCH,
    EDITION,
    REASON,
    SOURCES,
    take_in,
    take_in_text,
)
from workflows.reading import ReadingState

RECENT = 2000
"""So many of the newest rows are looked through each time: drafts are written without an event."""
TEXTS = 50
PATIENCE = 20.0
"""Seconds of one turn of the worker."""


def catch_up(*, whole: bool = False) -> int:
    """Take in what is behind, for a while; returns how much. `whole` looks through everything, not the newest rows."""
    began, taken = time.monotonic(), 0
    while time.monotonic() - began < PATIENCE:
        some = _a_portion(whole=whole)
        taken += some
        if not some:
            break
    return taken


def rebuild() -> int:
    """Take in everything anew, however long it takes; search goes on meanwhile. Returns how much there was."""
    with system_scope(REASON):
        everything: tuple[type[Base], ...] = (*SOURCES, TextWords)
        for words in everything:
            with transaction():
                session.execute(update(words).values(edition=0))
    taken = 0
    while some := _a_portion(whole=True):
        taken += some
    return taken


def _a_portion(*, whole: bool) -> int:
    taken = 0
    with system_scope(REASON):
        for words in SOURCES:
            behind = _behind(words, whole=whole)
            take_in(words, behind)
            taken += len(behind)
        texts = _texts_behind(whole=whole)
    for sha256 in texts:
        take_in_text(sha256)
    return taken + len(texts)


def _behind(words: Any, *, whole: bool) -> list[int]:
    """Return keys of rows that are not taken in as they are now."""
    model = SOURCES[words].model
    changed: list[ColumnElement[bool]] = [words.id.is_(None)]
    if words is RemarkWords:
        changed.append(words.seen != model.seen)
    missing = select(model.id).outerjoin(words, words.id == model.id).where(or_(*changed))
    if not whole:
        newest = session.scalar(select(func.max(model.id))) or 0
        missing = missing.where(model.id > newest - RECENT)
    found = {*_some(missing.order_by(model.id)), *_some(_earlier(words, words.id))}
    release()
    return sorted(found)


def _texts_behind(*, whole: bool) -> list[str]:
    found = set(session.scalars(_earlier(TextWords, TextWords.sha256).limit(TEXTS)))
    if whole:
        known = exists().where(TextWords.sha256 == Reading.sha256)
        unknown = select(Reading.sha256).where(Reading.state == ReadingState.READY, ~known)
        found |= set(session.scalars(unknown.limit(TEXTS)))
    release()
    return sorted(found)


def _earlier(words: Any, key: Any) -> Select[Any]:
    return select(key).where(words.edition < EDITION)


def _some(statement: Select[Any]) -> list[int]:
    return list(session.scalars(statement.limit(BATCH)))
