"""Files that come in parts: begun, gone on with after any break, finished once, or cancelled (UP-06, UP-09, UP-10)."""

import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.exc import IntegrityError

from webapp.access.actor import Actor
from webapp.assembly import queries
from webapp.assembly.operations.files import (
    Judged,
    Outcome,
    assembling,
    check_quota,
    check_slot,
    enter,
    judged,
    make_durable,
)
from webapp.database import now, release, session, transaction
from webapp.documents.names import clean_file_name, extension_of
from webapp.errors import Invalid, NotThere
from webapp.filestore import settings, storage
from webapp.models import FileUpload
from webapp.storage import LostPart, Part, StorageError
from workflows.file_rules import MEBIBYTE, Refusal, refused_by_name

log = logging.getLogger(__name__)
PART_SIZE = 2 * MEBIBYTE
OPEN_LIMIT = 20
NAME_LIMIT = 300
DAMAGED = "Файл дошёл не таким, каким был отправлен. Выберите его ещё раз и загрузите снова."
_KEY = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class OutOfStep(Exception):
    """The part is not the one that comes next; the upload goes on from `received`, in bytes."""

    def __init__(self, received: int) -> None:
        self.received = received
        super().__init__(received)


def begin(
    number: str, slot: str, key: str, *, name: str, size: int, actor: Actor, replaces: int | None = None
) -> FileUpload:
    """Return the upload begun now, or begun before under the same key; raises NotThere, Invalid.

    What can be known from the name and the size alone is refused here, before a byte is sent."""
    if not _KEY.fullmatch(key):
        raise NotThere
    check_slot(number, slot, actor)
    _check_declared(name, size)
    release()
    try:
        with transaction():
            package = assembling(number)
            begun = queries.begun_before(package, key)
            if begun is not None:
                return _same(begun, slot, name, size)
            check_quota(package.school_id, size)
            _check_open()
            upload = FileUpload(
                key=key, user_id=actor.user_id, package_id=package.id, slot=slot, replaces=replaces, name=name,
                size=size, part_size=PART_SIZE, received=0, parts=[], outcome={}, finished_at=None,
            )  # fmt: skip
            session.add(upload)
            return upload
    except IntegrityError:  # a twin of this request was first, or the key is a stranger's
        return _same(queries.upload_of(number, key), slot, name, size)


def append(number: str, key: str, offset: int, data: bytes, *, sha256: str = "") -> FileUpload:
    """Return the upload with the part that comes next; the same part again changes nothing.

    Raises NotThere, Invalid for bytes that are not those of `sha256`, OutOfStep for every other part."""
    upload = queries.upload_of(number, key)
    came = hashlib.sha256(data).hexdigest()
    if sha256 and sha256 != came:
        raise Invalid("Часть файла пришла повреждённой. Она будет отправлена снова.")
    if _is_repeated(upload, offset, came):
        return upload
    _check_next(upload, offset, len(data))
    release()
    part = storage().put_part(key, data)
    try:
        with transaction():
            upload = queries.upload_of(number, key, lock=True)
            _check_next(upload, offset, len(data))
            upload.parts = [*upload.parts, asdict(part)]
            upload.received, upload.touched_at = offset + part.size, now()
            return upload
    except BaseException:
        storage().drop_part(key, part.name)
        raise


def finish(number: str, key: str, sha256: str, *, actor: Actor) -> Outcome:
    """Join, compare, judge, keep and enter the file as `add_files` does; a repeated finish gives the first outcome.

    Raises NotThere, Invalid where the draft cannot take it now, OutOfStep while parts are missing."""
    upload = queries.upload_of(number, key)
    if upload.finished_at is not None:
        return _told(upload)
    if upload.received != upload.size:
        raise OutOfStep(upload.received)
    name, parts = upload.name, _parts(upload)
    release()
    try:
        received = storage().join(key, parts)
    except LostPart as lost:
        return _without_lost(number, key, lost)
    try:
        if received.sha256 != sha256:
            return _settle(number, key, Outcome(clean_file_name(name), sentence=DAMAGED), actor)
        return _settle(number, key, _durable(judged(number, name, received)), actor)
    finally:
        storage().discard(received)


def cancel(number: str, key: str) -> None:
    """Forget an unfinished upload and its bytes. One that was finished stays as it is."""
    with transaction():
        upload = queries.upload_of(number, key, lock=True)
        if upload.finished_at is not None:
            return
        session.delete(upload)
    _drop(key)


def _check_declared(name: str, size: int) -> None:
    limit = settings().file_limit
    shown = clean_file_name(name)
    if not name.strip() or len(name) > NAME_LIMIT:
        raise Invalid("Имя файла слишком длинное. Переименуйте его и выберите снова.")
    if size <= 0:
        raise Invalid(Refusal.EMPTY.sentence(name=shown))
    if size > limit:
        raise Invalid(Refusal.TOO_LARGE.sentence(limit=limit // MEBIBYTE))
    sentence = refused_by_name(extension_of(shown))
    if sentence:
        raise Invalid(sentence)


def _check_open() -> None:
    if queries.open_uploads() >= OPEN_LIMIT:
        raise Invalid(
            f"Незавершённых загрузок уже {OPEN_LIMIT}. Завершите их или уберите те, что не нужны, и повторите."
        )


def _same(upload: FileUpload, slot: str, name: str, size: int) -> FileUpload:
    if (upload.slot, upload.name, upload.size) != (slot, name, size):
        raise NotThere
    return upload


def _is_repeated(upload: FileUpload, offset: int, sha256: str) -> bool:
    index, inside = divmod(offset, upload.part_size)
    return not inside and index < len(upload.parts) and upload.parts[index]["sha256"] == sha256


def _check_next(upload: FileUpload, offset: int, size: int) -> None:
    expected = min(upload.part_size, upload.size - upload.received)
    if upload.finished_at is not None or offset != upload.received or size != expected or not size:
        raise OutOfStep(upload.received)


def _parts(upload: FileUpload) -> Sequence[Part]:
    return tuple(Part(**part) for part in upload.parts)


def _durable(result: "Judged | Outcome") -> "Judged | Outcome":
    """Return the verdict on the file, its bytes kept; StorageError where trying again later may help."""
    if isinstance(result, Judged):
        _kept, lost = make_durable([result])
        if lost:
            raise StorageError(lost[0].sentence)
    elif result.sentence == Refusal.UNAVAILABLE.label:
        raise StorageError(result.sentence)
    return result


def _settle(number: str, key: str, result: "Judged | Outcome", actor: Actor) -> Outcome:
    """Write down what became of the upload, once; whoever comes second is told the same."""
    with transaction():
        upload = queries.upload_of(number, key, lock=True)
        if upload.finished_at is not None:
            return _told(upload)
        upload.finished_at = upload.touched_at = now()
        session.flush()
        if isinstance(result, Judged):
            (result,) = enter(number, upload.slot, [result], actor=actor, replaces=upload.replaces, note="")
        upload.outcome, upload.parts = asdict(result), []
    _drop(key)
    return result


def _without_lost(number: str, key: str, lost: LostPart) -> Outcome:
    """Go back to before the part that is gone; where another request has finished meanwhile, tell its outcome."""
    with transaction():
        upload = queries.upload_of(number, key, lock=True)
        if upload.finished_at is not None:
            return _told(upload)
        names = [part["name"] for part in upload.parts]
        if lost.name in names:
            upload.parts = upload.parts[: names.index(lost.name)]
            upload.received = len(upload.parts) * upload.part_size
        received = upload.received
    raise OutOfStep(received)


def _told(upload: FileUpload) -> Outcome:
    return Outcome(**{**upload.outcome, "notices": tuple(upload.outcome["notices"])})


def _drop(key: str) -> None:
    try:
        storage().drop_parts(key)
    except StorageError:  # housekeeping finds them: no upload knows of them any more
        log.exception("storage")
