"""What was read of a file. Asked with a file the person has been given, so each answer is theirs to see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.documents.content import Content, Leaf, blocks_from_json
from webapp.documents.examination import Examination, from_json
from webapp.models import FileExamination, LeafText, PackageFile, PagePicture, Reading
from workflows.dictionaries.sections import document_for
from workflows.file_findings import FileFinding, findings
from workflows.file_rules import FileKind
from workflows.reading import DRAWN, Notice, Problem, ReadingState

_REASON = "what was read of a file its reader may see"


@dataclass(frozen=True, slots=True)
class Look:
    """One page, sheet or slide of a file, and how far its making is."""

    file: PackageFile
    page: int
    pages: int
    """0 while nobody knows."""
    as_text: bool
    """Its text is wanted, not its picture."""
    state: ReadingState
    problem: Problem | None
    notices: tuple[Notice, ...]
    leaf: Leaf | None
    titles: tuple[str, ...]
    picture: PagePicture | None
    ahead: bool
    """The next page has a picture or waits for one."""

    @property
    def is_drawn(self) -> bool:
        """The page is to be seen as a picture."""
        return FileKind(self.file.kind) in DRAWN and not self.as_text


def look(file: PackageFile, page: int, *, as_text: bool = False) -> Look:
    """Return what there is to show of a page, the nearest there is; at most three statements."""
    found = reading(file)
    state = found.state if found else ReadingState.WAITING
    pages = (found.leaves if found else 0) or file.pages or 0
    page = max(1, min(page, pages or 1))
    drawn = FileKind(file.kind) in DRAWN and not as_text
    pictures = _pictures(file, (page, page + 1)) if drawn else {}
    ready = state is ReadingState.READY and not drawn
    return Look(
        file=file,
        page=page,
        pages=pages,
        as_text=as_text,
        state=state,
        problem=found.problem if found else None,
        notices=tuple(Notice(code) for code in found.notices) if found else (),
        leaf=leaf(file, page) if ready else None,
        titles=tuple(titles(file)) if ready and pages > 1 and FileKind(file.kind) not in DRAWN else (),
        picture=pictures.get(page),
        ahead=page >= pages or page + 1 in pictures,
    )


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


def _pictures(file: PackageFile, pages: Collection[int]) -> dict[int, PagePicture]:
    with system_scope(_REASON):
        found = session.scalars(
            select(PagePicture).where(PagePicture.sha256 == file.sha256, PagePicture.page.in_(pages))
        )
        return {row.page: row for row in found}


def _leaf(row: LeafText) -> Leaf:
    return Leaf(blocks_from_json(row.blocks), row.title)
