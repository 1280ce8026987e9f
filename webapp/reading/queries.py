"""What was read of a file. Asked with a file the person has been given, so each answer is theirs to see."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.documents.content import Content, Leaf, blocks_from_json
from webapp.documents.examination import Examination, from_json
from webapp.models import FileExamination, LeafText, PackageFile, PagePicture, Reading
from workflows.dictionaries.sections import document_for
from workflows.file_findings import FileFinding, findings
from workflows.reading import ReadingState

_REASON = "what was read of a file its reader may see"


def reading(file: PackageFile) -> Reading | None:
    """Return how far the reading of this file went; None when nobody has asked for it yet."""
    return readings([file]).get(file.sha256)


def readings(files: Collection[PackageFile]) -> dict[str, Reading]:
    """Return hash → reading of all these files, in one statement."""
    with system_scope(_REASON):
        wanted = {file.sha256 for file in files}
        found = session.scalars(select(Reading).where(Reading.sha256.in_(wanted))) if wanted else ()
        return {row.sha256: row for row in found}


def examinations(files: Collection[PackageFile]) -> dict[str, Examination]:
    """Return hash → what was noticed in these files, in one statement; files not examined yet are left out."""
    with system_scope(_REASON):
        wanted = {file.sha256 for file in files}
        rows = (
            session.scalars(select(FileExamination).where(FileExamination.sha256.in_(wanted)))
            if wanted
            else ()
        )
        return {row.sha256: from_json(row.facts) for row in rows}


def noticed(kind: str, files: Collection[PackageFile]) -> dict[int, tuple[FileFinding, ...]]:
    """Return number of the file → warnings about it, as a document of its slot in a package of this kind.

    Two statements whatever the number of files; a file not read yet has none."""
    read, examined = readings(files), examinations(files)
    found = {}
    for file in files:
        facts, document = examined.get(file.sha256), document_for(kind, file.slot)
        if facts is not None:
            outcomes = facts.parts.get(document.code, ()) if document is not None else ()
            notices = read[file.sha256].notices if file.sha256 in read else ()
            found[file.number] = findings(document, outcomes, facts.sightings, notices)
    return found


def leaf(file: PackageFile, number: int) -> Leaf | None:
    """Return one page, sheet or slide, counted from 1; None when there is no such or it is not read yet."""
    with system_scope(_REASON):
        row = session.scalar(
            select(LeafText).where(LeafText.sha256 == file.sha256, LeafText.number == number)
        )
    return None if row is None else _leaf(row)


def titles(file: PackageFile) -> Sequence[str]:
    """Return the names of the leaves in their order, empty where a leaf has none."""
    with system_scope(_REASON):
        names = select(LeafText.title).where(LeafText.sha256 == file.sha256).order_by(LeafText.number)
        return session.scalars(names).all()


def content(file: PackageFile) -> Content | None:
    """Return the whole document; None until it is read."""
    found = reading(file)
    if found is None or found.state is not ReadingState.READY:
        return None
    return content_of(found)


def content_of(found: Reading) -> Content:
    """Return what was read, leaf by leaf."""
    with system_scope(_REASON):
        rows = session.scalars(
            select(LeafText).where(LeafText.sha256 == found.sha256).order_by(LeafText.number)
        )
        return Content(tuple(map(_leaf, rows)), tuple(found.notices))


def picture(file: PackageFile, page: int) -> PagePicture | None:
    """Return the drawn page, or that it is on its way, or None when nobody has wanted it."""
    with system_scope(_REASON):
        return session.scalar(
            select(PagePicture).where(PagePicture.sha256 == file.sha256, PagePicture.page == page)
        )


def _leaf(row: LeafText) -> Leaf:
    return Leaf(blocks_from_json(row.blocks), row.title)
