"""The file storage and the settings of the running application, and the row that keeps bytes from being collected."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

import config
from webapp.access.actor import system_scope
from webapp.database import session, transaction
from webapp.errors import Stale
from webapp.models import StoredFile
from webapp.storage import Storage

COLLECTED = (
    "Файл не сохранился: в это мгновение хранилище убирало такой же как ненужный. Загрузите его ещё раз."
)


def storage() -> Storage:
    """Return the storage this application keeps its files in."""
    store: Storage = current_app.extensions["storage"]
    return store


def settings() -> config.Settings:
    found: config.Settings = current_app.extensions["settings"]
    return found


@contextmanager
def on_disk(sha256: str) -> Iterator[Path]:
    """A kept file as a file of this machine, for those who need a path; MissingFile.

    The storage's own file where it is one: nobody may write to it."""
    with storage().open(sha256) as stream:
        name = getattr(stream, "name", None)
        if isinstance(name, str) and Path(name).is_file():
            yield Path(name)
            return
        with tempfile.NamedTemporaryFile(prefix="ekspertiza-") as copy:
            shutil.copyfileobj(stream, copy)
            copy.flush()
            yield Path(copy.name)


def claim(sha256: str, size: int, *, kind: str, media_type: str, pages: int | None = None) -> None:
    """Let one row stand for kept bytes, in the open transaction; from then on housekeeping leaves them alone.

    Another upload may be claiming the same bytes at this instant, or housekeeping have just collected old ones that
    nobody had claimed: then Stale is raised, so that a row without a file cannot be."""
    with system_scope("content of a kept file"):
        held = session.scalar(
            select(StoredFile).where(StoredFile.sha256 == sha256).with_for_update(read=True)
        )
        if held is not None and held.removed_at is None:
            return
        if held is not None:  # removed for one school, uploaded now by another
            held.removed_at = None
            session.flush()
        else:
            _stand_for(sha256, size, kind, media_type, pages)
    if not storage().exists(sha256):
        raise Stale(COLLECTED)


def erase(sha256: str) -> bool:
    """Erase the bytes of a content that was removed; False where there were none, or somebody has claimed them anew."""
    with system_scope("bytes of a removed content"), transaction():
        removed = select(StoredFile).where(StoredFile.sha256 == sha256, StoredFile.removed_at.is_not(None))
        return session.scalar(removed.with_for_update()) is not None and storage().remove(sha256)


def _stand_for(sha256: str, size: int, kind: str, media_type: str, pages: int | None) -> None:
    with suppress(IntegrityError), session.begin_nested():
        session.add(StoredFile(sha256=sha256, size=size, kind=kind, media_type=media_type, pages=pages))
