"""Texts compared once for each pair of hashes, by the worker; what was compared can be made anew.

A comparison waits until both files are read; whoever reads the last one wakes it."""

from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from webapp.access.actor import system_scope
from webapp.comparisons import queries
from webapp.database import now, release, session, transaction
from webapp.documents.comparison import compare as compared
from webapp.documents.comparison import figures_to_json, to_json
from webapp.models import PackageFile, Reading, TextComparison
from webapp.outbox import announce
from webapp.reading import queries as readings
from workflows.reading import ReadingState
from workflows.vocabulary import Event

KeepAlive = Callable[[], None]
EDITION = queries.EDITION
_REASON = "comparison of kept files"


def want(before: PackageFile, after: PackageFile) -> None:
    """Ask for two files that the person may see to be compared; what is done or on its way is left alone."""
    if before.removed_at or after.removed_at:
        return
    with system_scope(_REASON), transaction():
        ask(before.sha256, after.sha256)


def ask(before: str, after: str) -> None:
    """Ask for a comparison in the open transaction; a failed one, or one of an earlier edition, is made anew."""
    row = _row(before, after)
    if row is not None:
        if row.state is ReadingState.FAILED or row.edition < EDITION:
            _again(row)
        return
    known = set(session.scalars(select(Reading.sha256).where(Reading.sha256.in_((before, after)))))
    if before == after or known != {before, after}:
        return
    with suppress(IntegrityError), session.begin_nested():
        session.add(TextComparison(before=before, after=after, edition=EDITION))
        session.flush()
        announce(Event.COMPARISON_WANTED, before=before, after=after)


def prepare(package_id: int) -> None:
    """Ask, in the open transaction, for what changed in the newest version of a package: so it is ready when opened."""
    with system_scope(_REASON):
        newest = queries.newest_two(package_id)
        if len(newest) == 2:
            for pair in queries.pairs(newest[1], newest[0], newest):
                if pair.is_comparable and pair.before and pair.after:
                    ask(pair.before.sha256, pair.after.sha256)


def wake(sha256: str) -> None:
    """A file was read: compare it, in other deliveries, wherever it waits or was read otherwise before."""
    with system_scope(_REASON):
        touching = or_(TextComparison.before == sha256, TextComparison.after == sha256)
        for row in session.scalars(select(TextComparison).where(touching).with_for_update()):
            _again(row)


def compare(before: str, after: str, *, keep_alive: KeepAlive) -> None:
    """Compare two files that are read and keep the result; nothing happens when that is done or cannot be yet."""
    with system_scope(_REASON):
        row = _row(before, after, lock=False)
        if row is None or row.state is not ReadingState.WAITING:
            release()
            return
        asked_at = row.asked_at
        found = {
            one.sha256: one
            for one in session.scalars(select(Reading).where(Reading.sha256.in_((before, after))))
        }
        if not all(one.state is ReadingState.READY for one in found.values()) or len(found) < 2:
            release()
            return
        contents = [readings.content_of(found[sha256]) for sha256 in (before, after)]
        release()
        result = compared(*contents)
        keep_alive()
        with transaction():
            row = _row(before, after)
            if row is None or row.state is not ReadingState.WAITING or row.asked_at != asked_at:
                return
            row.state, row.compared_at = ReadingState.READY, now()
            row.result, row.figures = to_json(result), figures_to_json(result.figures)


def give_up(before: str, after: str) -> None:
    """No attempt is left: say so instead of letting the reader wait."""
    with system_scope(_REASON), transaction():
        row = _row(before, after)
        if row is not None and row.state is ReadingState.WAITING:
            row.state = ReadingState.FAILED


def _row(before: str, after: str, *, lock: bool = True) -> TextComparison | None:
    found = select(TextComparison).where(TextComparison.before == before, TextComparison.after == after)
    return session.scalar(found.with_for_update() if lock else found)


def _again(row: TextComparison) -> None:
    row.state, row.edition, row.asked_at = ReadingState.WAITING, EDITION, now()
    row.result, row.figures = {}, []
    announce(Event.COMPARISON_WANTED, before=row.before, after=row.after)
