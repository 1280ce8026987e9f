"""Noticing what is in a document, once for each hash, after it was read."""

from sqlalchemy import or_, select

from webapp.access.actor import system_scope
from webapp.database import now, release, session, transaction
from webapp.documents.examination import examination, to_json
from webapp.models import FileExamination, Reading
from webapp.reading import queries
from workflows.reading import ReadingState

RULES_EDITION = 3
"""Grows with the rules: what was examined by an earlier edition is examined again."""
AT_ONCE = 20


def examine(sha256: str) -> None:
    """Examine a document that was read and keep what was noticed; nothing happens when it is gone meanwhile."""
    with system_scope("examination of a kept file"):
        found = session.scalar(select(Reading).where(Reading.sha256 == sha256))
        if found is None or found.state is not ReadingState.READY:
            return
        facts = to_json(examination(queries.content_of(found)))
        release()
        with transaction():
            if (
                session.scalar(select(Reading.sha256).where(Reading.sha256 == sha256).with_for_update())
                is None
            ):
                return
            row = session.scalar(select(FileExamination).where(FileExamination.sha256 == sha256))
            row = row or FileExamination(sha256=sha256)
            row.edition, row.facts, row.examined_at = RULES_EDITION, facts, now()
            session.add(row)


def examine_missing() -> int:
    """Examine documents that were read before there were these rules; returns how many."""
    with system_scope("examination of kept files"):
        behind = or_(FileExamination.sha256.is_(None), FileExamination.edition < RULES_EDITION)
        waiting = session.scalars(
            select(Reading.sha256)
            .outerjoin(FileExamination, FileExamination.sha256 == Reading.sha256)
            .where(Reading.state == ReadingState.READY, behind)
            .limit(AT_ONCE)
        ).all()
        release()
    for sha256 in waiting:
        examine(sha256)
    return len(waiting)
