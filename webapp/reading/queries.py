"""What was read of a file. Asked with a file the person has been given, so each answer is theirs to see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, String, and_, bindparam, or_, select

from webapp.access.actor import system_scope
from webapp.database import kept, session
from webapp.documents.content import Content, Leaf, blocks_from_json
from webapp.documents.examination import Examination, from_json
from webapp.models import FileExamination, LeafText, PackageFile, PagePicture, Reading
from workflows.dictionaries.sections import document_for
from workflows.file_findings import FileFinding, findings
from workflows.file_rules import FileKind
from workflows.reading import DRAWN, PRINTED, Notice, Problem, ReadingState
from workflows.scanning import ScanState

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
    as_pages: bool
    """An office document is wanted as pages, not as text."""
    ahead: bool
    """The next page has a picture or waits for one."""

    @property
    def is_drawn(self) -> bool:
        """The page is to be seen as a picture."""
        return self.file.removed_at is None and is_drawn(
            self.file, as_text=self.as_text, as_pages=self.as_pages
        )


def is_drawn(file: PackageFile, *, as_text: bool, as_pages: bool) -> bool:
    """Tell whether a view of a file consists of pictures of its pages."""
    kind = FileKind(file.kind)
    return (kind in DRAWN and not as_text) or (kind in PRINTED and as_pages)


def look(file: PackageFile, page: int, *, as_text: bool = False, as_pages: bool = False) -> Look:
    """Return what there is to show of a page, the nearest there is; one statement, one more for the names of sheets."""
    if file.removed_at is not None:
        return _removed(file, as_text=as_text)
    drawn, page = is_drawn(file, as_text=as_text, as_pages=as_pages), max(page, 1)
    as_pages = drawn and FileKind(file.kind) in PRINTED
    found, rows = _seen(file, page, drawn=drawn)
    read = found.leaves if found else 0
    pages = (found.printed_pages if found else 0) if as_pages else read or file.pages or 0
    if pages and page > pages:
        page = pages
        found, rows = _seen(file, page, drawn=drawn)
    state = found.state if found else ReadingState.WAITING
    text = next((row for row in rows if isinstance(row, LeafText)), None)
    pictures = {row.page: row for row in rows if isinstance(row, PagePicture)}
    ready = state is ReadingState.READY
    return Look(
        file=file,
        page=page,
        pages=pages,
        as_text=as_text,
        state=state,
        problem=found.problem if found else None,
        notices=tuple(Notice(code) for code in found.notices) if found else (),
        leaf=_leaf(text) if text and ready else None,
        titles=tuple(titles(file))
        if ready and pages > 1 and not drawn and FileKind(file.kind) not in DRAWN
        else (),
        picture=pictures.get(page),
        as_pages=as_pages,
        ahead=page >= pages or page + 1 in pictures,
    )


def _removed(file: PackageFile, *, as_text: bool) -> Look:
    """Another school may keep the same bytes: what was read of them is not this file's any more."""
    return Look(
        file=file, page=1, pages=0, as_text=as_text, state=ReadingState.FAILED, problem=Problem.REMOVED, notices=(),
        leaf=None, titles=(), picture=None, as_pages=False, ahead=True,
    )  # fmt: skip


def reading(file: PackageFile) -> Reading | None:
    """Return how far the reading of this file went; None when nobody has asked for it yet."""
    return readings([file]).get(_key(file))


def readings(files: Collection[PackageFile]) -> dict[str, Reading]:
    """Return hash → reading of all these files, in one statement."""
    with system_scope(_REASON):
        wanted = {file.sha256 for file in files if file.removed_at is None}
        found = session.scalars(select(Reading).where(Reading.sha256.in_(wanted))) if wanted else ()
        return {row.sha256: row for row in found}


def infected(files: Collection[PackageFile]) -> list[PackageFile]:
    """Return those of these files in which the scanner found a virus, in one statement."""
    found = readings(files)
    there = [file for file in files if file.removed_at is None and file.sha256 in found]
    return [file for file in there if found[file.sha256].scan is ScanState.INFECTED]


def examinations(files: Collection[PackageFile]) -> dict[str, Examination]:
    """Return hash → what was noticed in these files, in one statement; files not examined yet are left out."""
    with system_scope(_REASON):
        wanted = {file.sha256 for file in files if file.removed_at is None}
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
        if facts is not None and file.removed_at is None:
            outcomes = facts.parts.get(document.code, ()) if document is not None else ()
            notices = read[file.sha256].notices if file.sha256 in read else ()
            found[file.number] = findings(document, outcomes, facts.sightings, notices)
    return found


def leaf(file: PackageFile, number: int) -> Leaf | None:
    """Return one page, sheet or slide, counted from 1; None when there is no such or it is not read yet."""
    with system_scope(_REASON):
        row = session.scalar(select(LeafText).where(LeafText.sha256 == _key(file), LeafText.number == number))
    return None if row is None else _leaf(row)


def titles(file: PackageFile) -> Sequence[str]:
    """Return the names of the leaves in their order, empty where a leaf has none."""
    with system_scope(_REASON):
        names = select(LeafText.title).where(LeafText.sha256 == _key(file)).order_by(LeafText.number)
        return session.scalars(names).all()


def texts(file: PackageFile) -> dict[int, str]:
    """Return the plain text of every page, by its number; nothing until the file is read."""
    with system_scope(_REASON):
        wanted = select(LeafText.number, LeafText.text).where(LeafText.sha256 == _key(file))
        return dict(session.execute(wanted).tuples().all())


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
            select(PagePicture).where(PagePicture.sha256 == _key(file), PagePicture.page == page)
        )


def _seen(
    file: PackageFile, page: int, *, drawn: bool
) -> tuple[Reading | None, list[PagePicture | LeafText | None]]:
    """Return the reading with the pictures of the page and the next one, or with the text of the page."""
    with system_scope(_REASON):
        values = {"sha256": file.sha256, "page": page, "next": page + 1}
        rows = session.execute(_DRAWN if drawn else _TEXT, values).all()
    return (rows[0][0] if rows else None), [row[1] for row in rows]


def _key(file: PackageFile) -> str:
    """Return the hash by which what was read of a file is found; '' finds nothing: its content was removed."""
    return file.sha256 if file.removed_at is None else ""


def _leaf(row: LeafText) -> Leaf:
    return Leaf(blocks_from_json(row.blocks), row.title)


_sha256, _page = bindparam("sha256", type_=String()), bindparam("page", type_=Integer())
_DRAWN = kept(
    select(Reading, PagePicture)
    .outerjoin(
        PagePicture,
        and_(
            PagePicture.sha256 == Reading.sha256,
            or_(PagePicture.page == _page, PagePicture.page == bindparam("next", type_=Integer())),
        ),
    )
    .where(Reading.sha256 == _sha256)
)
_TEXT = kept(
    select(Reading, LeafText)
    .outerjoin(LeafText, and_(LeafText.sha256 == Reading.sha256, LeafText.number == _page))
    .where(Reading.sha256 == _sha256)
)


def is_infected(sha256: str) -> bool:
    """Tell whether the scanner found a virus in a kept file."""
    with system_scope("verdict of the scanner"):
        found = session.scalar(select(Reading.scan).where(Reading.sha256 == sha256))
    return found is ScanState.INFECTED
