"""What the virus scanner said of kept files: asked at the upload, and by the worker for whatever it did not answer."""

import logging
from pathlib import Path

from sqlalchemy import or_, select

from webapp.database import now, release, session, transaction
from webapp.documents import scanner
from webapp.filestore import on_disk, settings
from webapp.models import Reading
from webapp.reading.operations.forgetting import erase_made
from webapp.storage import MissingFile, StorageError
from workflows.reading import Problem, ReadingState
from workflows.scanning import AGAIN, Scan, ScanState

log = logging.getLogger(__name__)
AT_ONCE = 20
"""Files asked about in one run of the schedule: a scanner may take seconds for each."""


def scan(path: Path) -> Scan | None:
    """Return what the scanner says of the bytes at `path`; None when no scanner is connected."""
    if not settings().scanner_url:
        return None
    with path.open("rb") as stream:
        return scanner.scan(
            settings().scanner_url, stream, size=path.stat().st_size, limit=settings().scanner_limit
        )


def note(row: Reading, found: Scan | None) -> None:
    """Write down an answer, in the open transaction; nothing for None."""
    if found is None:
        return
    row.scan, row.signature, row.scanned_at = found.state, found.signature, now()
    if found.state is ScanState.INFECTED:
        _lock_away(row)


def scan_missing() -> int:
    """Ask the scanner about files nobody has asked about, or it did not answer for; returns of how many."""
    if not settings().scanner_url:
        return 0
    due = or_(
        Reading.scan.is_(None), (Reading.scan == ScanState.UNSCANNED) & (Reading.scanned_at <= now() - AGAIN)
    )
    waiting = session.scalars(
        select(Reading.sha256).where(due).order_by(Reading.asked_at, Reading.sha256).limit(AT_ONCE)
    ).all()
    release()
    asked = 0
    for sha256 in waiting:
        found = _scan_kept(sha256)
        with transaction():
            row = session.scalar(select(Reading).where(Reading.sha256 == sha256).with_for_update())
            if row is not None:
                note(row, found)
        asked += 1
        if found.state is ScanState.UNSCANNED:
            break
    return asked


def _scan_kept(sha256: str) -> Scan:
    try:
        with on_disk(sha256) as path:
            return scan(path) or Scan(ScanState.UNSCANNED)
    except (MissingFile, StorageError):
        return Scan(ScanState.UNSCANNED)


def _lock_away(row: Reading) -> None:
    """Nothing of an infected file is shown any more; its bytes stay for whoever must prove what was sent."""
    log.error("infected file", extra={"fields": {"sha256": row.sha256, "signature": row.signature}})
    erase_made(row.sha256)
    row.state, row.problem, row.read_at = ReadingState.FAILED, Problem.INFECTED, now()
