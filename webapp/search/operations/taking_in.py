"""What can be searched, taken into the index: names and remarks by their keys, a text once for each hash.

Everything here is idempotent and reads what is true now, so the order in which the worker comes to it is no matter."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update

from webapp.access.actor import system_scope
from webapp.database import Base, release, session, transaction
from webapp.documents.stretches import Stretch, halves, stretches
from webapp.models import (
    FileWords,
    Package,
    PackageFile,
    PackageWords,
    Reading,
    Remark,
    RemarkWords,
    School,
    SchoolWords,
    Stage,
    TextWords,
)
from webapp.reading import queries as readings
from workflows.kinds import KINDS
from workflows.reading import ReadingState
from workflows.search import lex

EDITION = 1
"""Grows with the rules of `workflows.search` and of the stretches: what an earlier one took in is taken in again."""
MOST_PLACES = 255
"""Of one stem in one text: what stands there more often PostgreSQL forgets, and phrases with it."""
BATCH = 500
REASON = "what can be searched is taken into the index"

Taken = dict[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of a model and how their words are come by."""

    model: Any
    read: Callable[[Sequence[int]], Taken]


def take_in_package(package_id: int) -> None:
    """Take in a package with the names of its files and its remarks."""
    with system_scope(REASON):
        take_in(PackageWords, [package_id])
        take_in(FileWords, _ids(PackageFile, PackageFile.package_id == package_id))
        take_in(RemarkWords, _ids(Remark, Remark.package_id == package_id))


def take_in_school(school_id: int) -> None:
    """Take in a school under its present name, and its packages, which are found by it."""
    with system_scope(REASON):
        take_in(SchoolWords, [school_id])
        take_in(PackageWords, _ids(Package, Package.school_id == school_id))


def take_in_stage(stage_id: int) -> None:
    """Take in the packages of a stage under its present name."""
    with system_scope(REASON):
        take_in(PackageWords, _ids(Package, Package.stage_id == stage_id))


def take_in_text(sha256: str) -> None:
    """Take in what a file says; what is not read, or was erased meanwhile, leaves the index."""
    with system_scope(REASON):
        found = session.scalar(select(Reading).where(Reading.sha256 == sha256))
        ready = found is not None and found.state is ReadingState.READY
        rows = _rows_of_text(found) if found is not None and ready else []
        read_at = found.read_at if found is not None else None
        release()
        with transaction():
            now_read = session.execute(
                select(Reading.state, Reading.read_at).where(Reading.sha256 == sha256).with_for_update()
            ).one_or_none()
            if ready and (now_read is None or now_read.read_at != read_at):
                return  # whoever read it anew takes it in anew
            session.execute(delete(TextWords).where(TextWords.sha256 == sha256))
            if rows:
                session.execute(insert(TextWords), rows)


def take_in(words: type[Base], ids: Sequence[int]) -> None:
    """Take in rows by their keys, each batch in a transaction of its own; rows that are no more are passed over."""
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        with transaction():
            taken = SOURCES[words].read(some)
            _write(words, taken)


def _write(words: Any, taken: Taken) -> None:
    known = set(session.scalars(select(words.id).where(words.id.in_(taken)))) if taken else set()
    values = [{"id": key, "edition": EDITION, **row} for key, row in taken.items()]
    fresh = [row for row in values if row["id"] not in known]
    if fresh:
        session.execute(insert(words), fresh)
    older = [row for row in values if row["id"] in known]
    if older:
        session.execute(update(words), older)


def _rows_of_text(found: Reading) -> list[dict[str, Any]]:
    """Return the rows of a text; of one without a word a row that says it has been taken in."""
    content = readings.content_of(found)
    common = {"sha256": found.sha256, "edition": EDITION}
    rows = [
        {
            **common,
            "leaf": number,
            "start": part.start,
            "length": len(part.text),
            "blocks": [list(pair) for pair in part.blocks],
            "lex": words,
        }
        for number, leaf in enumerate(content.leaves, start=1)
        for stretch in stretches(leaf)
        for part, words in _fitting(stretch)
    ]
    return rows or [{**common, "leaf": 0, "start": 0, "length": 0, "blocks": [], "lex": ""}]


def _fitting(stretch: Stretch) -> Iterator[tuple[Stretch, str]]:
    """Return a stretch with its stems, in parts while one stem stands in it more often than PostgreSQL counts."""
    words = lex(stretch.text)
    if max(Counter(words.split(" ")).values()) <= MOST_PLACES:
        yield stretch, words
        return
    for half in halves(stretch):
        yield from _fitting(half)


def _ids(model: Any, which: ColumnElement[bool]) -> Sequence[int]:
    return session.scalars(select(model.id).where(which).order_by(model.id)).all()


def _schools(ids: Sequence[int]) -> Taken:
    rows = session.scalars(select(School).where(School.id.in_(ids)))
    return {row.id: {"lex": _lex(row.short_name, row.name, row.locality, row.director)} for row in rows}


def _packages(ids: Sequence[int]) -> Taken:
    rows = session.execute(
        select(Package.id, Package.number, Package.kind, Stage.title, School.short_name, School.name)
        .join(School, School.id == Package.school_id)
        .join(Stage, Stage.id == Package.stage_id)
        .where(Package.id.in_(ids))
    )
    return {key: {"lex": _lex(number, _kind(kind), *names)} for key, number, kind, *names in rows}


def _files(ids: Sequence[int]) -> Taken:
    rows = session.execute(select(PackageFile.id, PackageFile.name).where(PackageFile.id.in_(ids)))
    return {key: {"lex": lex(name)} for key, name in rows}


def _remarks(ids: Sequence[int]) -> Taken:
    rows = session.scalars(select(Remark).where(Remark.id.in_(ids)))
    return {row.id: {"lex": _lex(row.text, row.answer, row.resolution), "seen": row.seen} for row in rows}


def _kind(code: str) -> str:
    kind = KINDS.get(code)
    return f"{kind.title}\n{kind.short_title}" if kind else ""


def _lex(*texts: str) -> str:
    return lex("\n".join(texts))


SOURCES: Mapping[type[Base], Source] = MappingProxyType(
    {
        SchoolWords: Source(School, _schools),
        PackageWords: Source(Package, _packages),
        FileWords: Source(PackageFile, _files),
        RemarkWords: Source(Remark, _remarks),
    }
)
