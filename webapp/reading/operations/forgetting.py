"""Erasing what was made of a file: its text, its pictures, what was noticed in it and how it differs from others."""

from sqlalchemy import delete, exists, or_, select

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.filestore import storage
from webapp.models import (
    FileExamination,
    LeafText,
    PackageFile,
    PagePicture,
    Reading,
    StoredFile,
    TextComparison,
    TextSketch,
)

PICTURE_KIND = "webp"


def forget(sha256: str) -> None:
    """Erase everything that was made of a file, in the open transaction; its own bytes are the caller's affair."""
    with system_scope("erasing what was made of a file"):
        erase_made(sha256)
        session.execute(delete(Reading).where(Reading.sha256 == sha256))


def erase_made(sha256: str) -> None:
    """Erase what was made of a file but how far its reading went, in the open transaction.

    A picture that another document shares, as an empty page may be, stays."""
    with system_scope("erasing what was made of a file"):
        _erase_printed(sha256)
        mine = select(PagePicture.picture).where(
            PagePicture.sha256 == sha256, PagePicture.picture.is_not(None)
        )
        pictures = set(session.scalars(mine))
        about = or_(TextComparison.before == sha256, TextComparison.after == sha256)
        session.execute(delete(TextComparison).where(about))
        for model in (PagePicture, LeafText, FileExamination, TextSketch):
            session.execute(delete(model).where(model.sha256 == sha256))
        shared = set(session.scalars(select(PagePicture.picture).where(PagePicture.picture.in_(pictures))))
        for picture in pictures - shared - {None}:
            session.execute(
                delete(StoredFile).where(StoredFile.sha256 == picture, StoredFile.kind == PICTURE_KIND)
            )
            storage().remove(str(picture))


def _erase_printed(sha256: str) -> None:
    row = session.scalar(select(Reading).where(Reading.sha256 == sha256).with_for_update())
    printed = row.printed if row is not None else None
    if row is None or printed is None:
        return
    row.printed, row.printed_pages = None, 0
    session.flush()
    used = exists().where(Reading.printed == printed) | exists().where(PackageFile.sha256 == printed)
    if not session.scalar(select(used)):
        session.execute(delete(StoredFile).where(StoredFile.sha256 == printed))
        storage().remove(printed)
