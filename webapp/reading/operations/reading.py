"""Reading and drawing kept files, once for each hash, by the worker.

Whoever keeps a file asks for its reading in the same commit. Everything here is idempotent by its own rows and may
break off anywhere: the first page is drawn before the text is read, so that a reader sees it at once."""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError

from webapp.access.actor import system_scope
from webapp.database import now, release, session, transaction
from webapp.documents import printer, reader
from webapp.documents.content import Content, blocks_to_json
from webapp.documents.judgement import Accepted, judge
from webapp.filestore import claim, on_disk, storage
from webapp.models import LeafText, PackageFile, PagePicture, Reading, StoredFile
from webapp.outbox import announce
from webapp.reading.operations.forgetting import PICTURE_KIND
from webapp.reading.operations.scanning import note, scan
from webapp.storage import MissingFile
from workflows.file_rules import FileKind
from workflows.reading import DRAWN, PRINTED, Problem, ReadingState
from workflows.scanning import Scan, ScanState
from workflows.vocabulary import Event

KeepAlive = Callable[[], None]
EDITION = 3
"""Grows when the readers get better: what an earlier edition read is read again."""
WIDTH = 1100
"""Pixels of a drawn page: a sheet of A4 at 133 dots to the inch."""
WINDOW = 4
"""So many pages are drawn together when one is wanted: the reader turns on."""
AT_ONCE = 100
PICTURE_TYPE, PICTURE_LIMIT = "image/webp", 16 * 2**20
warm_up = reader.warm_up


@dataclass(frozen=True, slots=True)
class _Task:
    sha256: str
    kind: FileKind
    leaves: int
    scanned: bool
    printed: str | None


def ask(sha256: str, scanned: Scan | None = None) -> None:
    """Ask for a file to be read, in the open transaction of whoever keeps it; nothing happens the second time.

    `scanned` is what the scanner has said already."""
    with system_scope("reading of a kept file"):
        if session.scalar(select(Reading.sha256).where(Reading.sha256 == sha256)) is not None:
            return
        with suppress(IntegrityError), session.begin_nested():
            row = Reading(sha256=sha256, edition=EDITION, notices=[])
            note(row, scanned)
            session.add(row)
            session.flush()
            announce(Event.FILE_KEPT, sha256=sha256)


def ask_again(sha256: str) -> None:
    """Read a file anew: its reading has failed, or a later edition of the readers does better."""
    with system_scope("reading of a kept file"), transaction():
        row = session.scalar(select(Reading).where(Reading.sha256 == sha256).with_for_update())
        if row is None or row.state is ReadingState.WAITING:
            return
        row.state, row.problem, row.edition, row.asked_at = ReadingState.WAITING, None, EDITION, now()
        announce(Event.FILE_KEPT, sha256=sha256)


def catch_up() -> int:
    """Ask for the reading of files that came before their readers; returns of how many."""
    used = exists().where(PackageFile.sha256 == StoredFile.sha256, PackageFile.removed_at.is_(None))
    unread = ~exists().where(Reading.sha256 == StoredFile.sha256)
    missing = select(StoredFile.sha256).where(used, unread, StoredFile.removed_at.is_(None)).limit(AT_ONCE)
    readable = Reading.scan.is_(None) | (Reading.scan != ScanState.INFECTED)
    older = select(Reading.sha256).where(
        Reading.edition < EDITION, Reading.state != ReadingState.WAITING, readable
    ).limit(AT_ONCE)  # fmt: skip
    unasked, outdated = session.scalars(missing).all(), session.scalars(older).all()
    release()
    if unasked:
        with transaction():
            for sha256 in unasked:
                ask(sha256)
    for sha256 in outdated:
        ask_again(sha256)
    return len(unasked) + len(outdated)


def read(sha256: str, *, keep_alive: KeepAlive) -> None:
    """Read a file and draw its first page, unless that is done; then announce that it is read.

    A file that cannot be read ends as FAILED with its problem; only a room that cannot be entered raises."""
    task = _task(sha256)
    if task is None:
        return
    try:
        with on_disk(sha256) as path:
            if not task.scanned and _is_infected(sha256, path):
                return
            if task.kind in DRAWN:
                _draw(task, path, [1])
                keep_alive()
            content = reader.read(path, task.kind)
    except (reader.Unreadable, MissingFile) as error:
        _close(sha256, Problem.GONE if isinstance(error, MissingFile) else error.problem)
    else:
        keep_alive()
        _write_down(sha256, content)


def want(file: PackageFile, page: int) -> None:
    """Ask for a page and the next ones to be drawn; what is drawn or on its way is left alone."""
    if file.removed_at is not None:
        return
    with system_scope("pages of a file its reader may see"), transaction():
        row = session.scalar(select(Reading).where(Reading.sha256 == file.sha256))
        if row is None or FileKind(file.kind) not in DRAWN | PRINTED:
            return
        last = row.printed_pages or 1 if FileKind(file.kind) in PRINTED else max(row.leaves, file.pages or 1)
        wanted = range(max(page, 1), min(page + WINDOW, last + 1))
        pages = [number for number in wanted if _begin(file.sha256, number)]
        if pages:
            announce(Event.PAGES_WANTED, sha256=file.sha256, pages=pages)


def draw(sha256: str, pages: Iterable[int], *, keep_alive: KeepAlive) -> None:
    """Draw pages of a file that wait for it, each kept as soon as it is drawn."""
    task = _task(sha256, read_too=True)
    if task is None:
        return
    try:
        with on_disk(sha256) as path:
            if task.kind in PRINTED:
                _draw_printed(task, path, pages, keep_alive)
            else:
                _draw(task, path, pages, keep_alive)
    except MissingFile:
        give_up_drawing(sha256, pages, Problem.GONE)
    except reader.Unreadable as error:
        give_up_drawing(sha256, pages, error.problem)


def give_up(sha256: str) -> None:
    """No attempt is left: say so instead of letting the reader wait."""
    _close(sha256, Problem.UNREADABLE)


def give_up_drawing(sha256: str, pages: Iterable[int], problem: Problem = Problem.UNREADABLE) -> None:
    for page in pages:
        _keep_picture(sha256, page, None, problem)


def _task(sha256: str, *, read_too: bool = False) -> _Task | None:
    """Return what is to be done; None when there is nothing: read already, or erased meanwhile."""
    row = session.execute(
        select(StoredFile.kind, Reading.state, Reading.leaves, Reading.scan, Reading.printed)
        .join(Reading, Reading.sha256 == StoredFile.sha256)
        .where(StoredFile.sha256 == sha256, StoredFile.removed_at.is_(None))
    ).one_or_none()
    release()
    if row is None or row.scan is ScanState.INFECTED:
        return None
    if row.state is not ReadingState.WAITING and not read_too:
        return None
    return _Task(sha256, FileKind(row.kind), row.leaves, scanned=row.scan is not None, printed=row.printed)


def _is_infected(sha256: str, path: Path) -> bool:
    """Ask the scanner about a file that came without its answer."""
    found = scan(path)
    with transaction():
        row = session.scalar(select(Reading).where(Reading.sha256 == sha256).with_for_update())
        if row is None:
            return True
        note(row, found)
        return row.scan is ScanState.INFECTED


def _draw(task: _Task, path: Path, pages: Iterable[int], keep_alive: KeepAlive | None = None) -> None:
    for page in pages:
        try:
            drawn = reader.draw(path, task.kind, page=page, width=WIDTH)
        except reader.Unreadable as error:
            _keep_picture(task.sha256, page, None, error.problem)
        else:
            _keep_picture(task.sha256, page, drawn, None)
        if keep_alive is not None:
            keep_alive()


def _draw_printed(task: _Task, path: Path, pages: Iterable[int], keep_alive: KeepAlive) -> None:
    """Draw pages of an office document from its printed form, which is made the first time."""
    printed = task.printed or _print(task, path)
    keep_alive()
    with on_disk(printed) as paper:
        _draw(replace(task, kind=FileKind.PDF), paper, pages, keep_alive)


def _print(task: _Task, path: Path) -> str:
    """Print a document; of two who do it at once the first is kept, the other's bytes are housekeeping's affair."""
    pages = printer.printed(path, task.kind)
    with _kept(pages, limit=printer.LARGEST) as sha256:
        assert sha256 is not None
        with on_disk(sha256) as paper:
            verdict = judge(paper, "document.pdf")
        if not isinstance(verdict, Accepted) or not verdict.pages:
            raise reader.Unreadable(Problem.NOT_PRINTED)
        with transaction():
            row = session.scalar(select(Reading).where(Reading.sha256 == task.sha256).with_for_update())
            if row is not None and row.printed is None:
                kind = FileKind.PDF
                claim(sha256, len(pages), kind=kind.value, media_type=kind.media_type, pages=verdict.pages)
                row.printed, row.printed_pages = sha256, verdict.pages
            return (row.printed if row is not None else None) or sha256


def _keep_picture(sha256: str, page: int, drawn: bytes | None, problem: Problem | None) -> None:
    with _kept(drawn) as picture, transaction():
        if session.scalar(select(Reading.sha256).where(Reading.sha256 == sha256)) is None:
            return
        _begin(sha256, page)
        row = session.scalar(
            select(PagePicture).where(PagePicture.sha256 == sha256, PagePicture.page == page)
        )
        assert row is not None
        if drawn is not None and picture is not None:
            claim(picture, len(drawn), kind=PICTURE_KIND, media_type=PICTURE_TYPE)
        row.state = ReadingState.FAILED if problem else ReadingState.READY
        row.picture, row.problem = picture, problem


@contextmanager
def _kept(drawn: bytes | None, limit: int = PICTURE_LIMIT) -> Iterator[str | None]:
    """The hash of a picture whose bytes are durable, as its row needs them to be."""
    if drawn is None:
        yield None
        return
    received = storage().receive(io.BytesIO(drawn), limit=limit)
    try:
        storage().keep(received)
        yield received.sha256
    finally:
        storage().discard(received)


def _begin(sha256: str, page: int) -> bool:
    """Let a row stand for a page that is to be drawn; False when there is one."""
    found = select(PagePicture.page).where(PagePicture.sha256 == sha256, PagePicture.page == page)
    if session.scalar(found) is not None:
        return False
    with suppress(IntegrityError), session.begin_nested():
        session.add(PagePicture(sha256=sha256, page=page))
        return True
    return False


def _close(sha256: str, problem: Problem) -> None:
    with transaction():
        row = session.scalar(select(Reading).where(Reading.sha256 == sha256).with_for_update())
        if row is not None and row.state is ReadingState.WAITING:
            row.state, row.problem, row.read_at = ReadingState.FAILED, problem, now()


def _write_down(sha256: str, content: Content) -> None:
    with transaction():
        row = session.scalar(select(Reading).where(Reading.sha256 == sha256).with_for_update())
        if row is None or row.state is not ReadingState.WAITING:
            return
        session.execute(delete(LeafText).where(LeafText.sha256 == sha256))
        for number, leaf in enumerate(content.leaves, start=1):
            blocks = blocks_to_json(leaf.blocks)
            session.add(
                LeafText(sha256=sha256, number=number, title=leaf.title, text=leaf.text, blocks=blocks)
            )
        row.state, row.problem, row.edition, row.read_at = ReadingState.READY, None, EDITION, now()
        row.leaves, row.characters = len(content.leaves), sum(len(leaf.text) for leaf in content.leaves)
        row.notices = list(content.notices)
        announce(Event.FILE_READ, sha256=sha256)
