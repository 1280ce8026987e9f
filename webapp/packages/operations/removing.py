"""What a file holds is removed for personal data: the bytes and all that was made of them. The row stays."""

import logging
from collections.abc import Sequence

from webapp import journal
from webapp.access.actor import Actor, system_scope
from webapp.access.closing import despite_sign_off
from webapp.database import now, session, transaction
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid
from webapp.filestore import erase
from webapp.models import PackageFile
from webapp.outbox import announce
from webapp.packages import queries
from webapp.packages.operations.events import tell
from webapp.reading import operations as reading
from webapp.storage import StorageError
from workflows.vocabulary import Event

log = logging.getLogger(__name__)
TITLE = "Содержимое файла удалено: персональные данные"


def remove_content(number: str, file_number: int, *, name: str, reason: str, actor: Actor) -> None:
    """Remove the content of a file that was sent, in every package of its school that holds the same bytes.

    Cannot be undone; nothing happens the second time. Raises NotThere, Invalid. In one commit: each such file loses
    its name and leaves the draft, its slot is open to a clean copy, quotations pinned in it go, and a line of history
    and of the journal say so; unless another school or a report keeps the same bytes, so goes what was read of them.
    The bytes go after it, at once or by the worker."""
    if not name.strip() or not reason.strip():
        raise Invalid("Укажите основание и название без персональных данных.", "reason")
    with transaction():
        package = dossiers.get(number, lock=True)
        file = queries.sent_file(package, file_number)
        if file.removed_at is not None:
            return
        sha256 = file.sha256
        stored = queries.locked_content(sha256)
        files = queries.copies(package, sha256)
        if not files:  # removed meanwhile from another package of the school
            return
        with system_scope("content that is removed"), despite_sign_off("personal data are removed"):
            _remove(files, name.strip(), reason.strip(), actor)
            session.flush()
            alone = not queries.is_used(sha256)
            if alone:
                reading.forget(sha256)
                stored.removed_at = now()
        with despite_sign_off("personal data are removed"):
            _write_down(files, reason.strip(), actor, alone=alone)
            session.flush()
    _erase_now(sha256)


def erase_removed(sha256: str) -> None:
    """Erase the bytes of a removed content where that has not been done yet; StorageError where it cannot be now."""
    erase(sha256)


def _remove(files: Sequence[PackageFile], name: str, reason: str, actor: Actor) -> None:
    instant = now()
    openings = queries.openings_of([file.package for file in files])
    for pin in queries.pins_of(files):
        pin.quote = ""
    for file in files:
        file.removed_at, file.removed_by_name, file.removal_reason = instant, actor.name, reason
        file.name, file.note, file.in_draft = name, "", False
        file.package.updated_at = instant
        opening = openings.get(file.package_id)
        if opening is not None and file.slot not in opening.slots:
            opening.slots = sorted({*opening.slots, file.slot})


def _write_down(files: Sequence[PackageFile], reason: str, actor: Actor, *, alone: bool) -> None:
    for file in files:
        tell(file.package, "remove_content", TITLE, actor, text=f"{file.name}. Основание: {reason}")
        journal.record(
            "file.content_removed",
            kind="package",
            object_id=file.package.number,
            municipality_id=file.package.municipality_id,
            file=file.number,
            sha256=file.sha256,
            reason=reason,
            erased=alone,
        )
    for package_id in dict.fromkeys(file.package_id for file in files):
        announce(Event.CONTENT_REMOVED, package_id=package_id, actor_id=actor.user_id, sha256=files[0].sha256)


def _erase_now(sha256: str) -> None:
    try:
        erase(sha256)
    except StorageError:  # the worker tries again: the event is in the outbox
        log.exception("storage")
