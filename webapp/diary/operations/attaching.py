"""Files of an entry: attached while it may be added to, taken away while it may be changed."""

from collections.abc import Sequence

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.diary import queries
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import DiaryEntry, DiaryFile
from webapp.reading.operations import Kept, Upload, claim_received, received
from workflows.diary import refusal_to_add, refusal_to_edit

MOST_FILES = 20


def attach(number: int, uploads: Sequence[Upload], *, actor: Actor) -> None:
    """Attach files to an entry of one's own, a draft too. Raises NotThere, Invalid, Stale once its stage is signed."""
    if not uploads:
        raise Invalid("Выберите файл.", "files")
    with received(uploads) as files, transaction():
        row = queries.own(number, actor)
        if row.entered_at is not None and (refusal := refusal_to_add(queries.facts_of(row))):
            raise Stale(refusal)
        if len(row.files) + len(files) > MOST_FILES:
            raise Invalid(f"К записи прикладывают не более {MOST_FILES} файлов.", "files")
        for file in files:
            _add(row, file, actor)


def detach(number: int, file_id: int, *, actor: Actor) -> None:
    """Take a file away while the entry may still be changed. Raises NotThere, Stale."""
    with transaction():
        row = queries.own(number, actor)
        if refusal := refusal_to_edit(queries.facts_of(row), now()):
            raise Stale(refusal)
        found = next((one for one in row.files if one.id == file_id), None)
        if found is None:
            raise NotThere
        row.files.remove(found)
        _record("diary.file_removed", row, found.name, found.sha256)


def _add(row: DiaryEntry, file: Kept, actor: Actor) -> None:
    claim_received(file)
    sha256 = file.received.sha256
    session.add(
        DiaryFile(
            municipality_id=row.municipality_id, entry_id=row.id, name=file.name, sha256=sha256,
            size=file.received.size, by_name=actor.name,
        )
    )  # fmt: skip
    _record("diary.file_attached", row, file.name, sha256)


def _record(action: str, row: DiaryEntry, name: str, sha256: str) -> None:
    journal.record(
        action, kind="diary", object_id=row.number, municipality_id=row.municipality_id, school=row.school_id,
        file=name, sha256=sha256,
    )  # fmt: skip
