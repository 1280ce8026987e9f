"""Texts sketched once for each hash, and their marks placed where schools sent them; all by the worker.

Everything here is idempotent and reads what is true now. A text is placed by whichever comes later, its reading or
its sending: both hold its reading locked meanwhile."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from sqlalchemy import delete, exists, func, insert, or_, select
from sqlalchemy.orm import Session, aliased

from webapp.access.actor import system_scope
from webapp.database import now, release, session, transaction
from webapp.models import (
    CommonMark,
    Municipality,
    Package,
    PackageFile,
    Reading,
    TextMark,
    TextSketch,
    VersionFile,
)
from webapp.reading import queries as readings
from workflows.near_copies import EDITION, marks_of
from workflows.reading import ReadingState

SCHOOLS = 3
"""What more schools of a municipality have said is common text: of a template, of a law."""
AT_ONCE = 20
_REASON = "near copies among documents of all schools"


def sketch(sha256: str) -> None:
    """Sketch a text that was read and place it wherever it was sent; nothing happens when it is gone meanwhile."""
    with system_scope(_REASON):
        found = session.scalar(select(Reading).where(Reading.sha256 == sha256))
        if found is None or found.state is not ReadingState.READY:
            release()
            return
        read_at = found.read_at
        marks = marks_of(block.words for _, _, block in readings.content_of(found).placed)
        release()
        with transaction() as unit:
            known = select(Reading.state, Reading.read_at).where(Reading.sha256 == sha256).with_for_update()
            now_read = unit.execute(known).one_or_none()
            if now_read is None or now_read.read_at != read_at:
                return  # whoever read it anew sketches it anew
            row = unit.scalar(select(TextSketch).where(TextSketch.sha256 == sha256)) or TextSketch(
                sha256=sha256
            )
            row.edition, row.marks, row.sketched_at = EDITION, list(marks), now()
            unit.add(row)
            unit.flush()
            unit.execute(delete(TextMark).where(TextMark.text_id == row.id))
            _place(unit, [row])


def place(package_id: int) -> None:
    """Place the texts a package was sent with. What is not sketched yet will be placed by its sketching."""
    with system_scope(_REASON), transaction() as unit:
        mine = select(PackageFile.sha256).where(PackageFile.package_id == package_id)
        wanted = select(Reading.sha256).where(Reading.sha256.in_(mine)).order_by(Reading.sha256)
        hashes = unit.scalars(wanted.with_for_update()).all()
        sketched = select(TextSketch).where(TextSketch.sha256.in_(hashes), TextSketch.edition == EDITION)
        _place(unit, unit.scalars(sketched.execution_options(populate_existing=True)).all())


def sketch_missing() -> int:
    """Sketch documents that were read before there were these rules; returns how many."""
    with system_scope(_REASON):
        behind = or_(TextSketch.sha256.is_(None), TextSketch.edition < EDITION)
        waiting = session.scalars(
            select(Reading.sha256)
            .outerjoin(TextSketch, TextSketch.sha256 == Reading.sha256)
            .where(Reading.state == ReadingState.READY, behind)
            .limit(AT_ONCE)
        ).all()
        release()
    for sha256 in waiting:
        sketch(sha256)
    return len(waiting)


def _place(unit: Session, rows: Sequence[TextSketch]) -> None:
    """Place texts in the schools that sent them and are not marked with them yet, one municipality after the other.

    A municipality is locked, lest two workers each miss what the other makes common."""
    by_hash = {row.sha256: row for row in rows}
    sent = exists().where(VersionFile.file_id == PackageFile.id)
    schools = (
        select(PackageFile.sha256, Package.municipality_id, Package.school_id)
        .join(Package, Package.id == PackageFile.package_id)
        .where(PackageFile.sha256.in_(by_hash), sent)
        .distinct()
    )
    stands = select(TextMark.text_id, TextMark.school_id).where(
        TextMark.text_id.in_([row.id for row in rows])
    )
    placed = set(unit.execute(stands.distinct()))
    missing = [
        (municipality, school, by_hash[sha256])
        for sha256, municipality, school in sorted(unit.execute(schools), key=itemgetter(1, 2))
        if (by_hash[sha256].id, school) not in placed
    ]
    for municipality, some in groupby(missing, key=itemgetter(0)):
        locked = select(Municipality.id).where(Municipality.id == municipality)
        unit.execute(locked.with_for_update(key_share=True))
        for _, school, row in some:
            _mark(unit, municipality, school, row)


def _mark(unit: Session, municipality_id: int, school_id: int, row: TextSketch) -> None:
    values = [
        {"municipality_id": municipality_id, "mark": mark, "school_id": school_id, "text_id": row.id}
        for mark in row.marks
    ]
    if not values:
        return
    unit.execute(insert(TextMark), values)
    mine = aliased(TextMark)
    known = exists().where(CommonMark.municipality_id == municipality_id, CommonMark.mark == TextMark.mark)
    common = (
        select(TextMark.municipality_id, TextMark.mark)
        .where(
            TextMark.municipality_id == municipality_id,
            TextMark.mark.in_(select(mine.mark).where(mine.text_id == row.id)),
            ~known,
        )
        .group_by(TextMark.municipality_id, TextMark.mark)
        .having(func.count(TextMark.school_id.distinct()) > SCHOOLS)
    )
    unit.execute(insert(CommonMark).from_select(["municipality_id", "mark"], common))
