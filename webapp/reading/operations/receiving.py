"""Files that people attach to what they do, on their way in: received, judged, scanned, made durable."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from webapp.documents.judgement import Accepted, infected, judge
from webapp.documents.names import clean_file_name
from webapp.errors import Invalid
from webapp.filestore import claim, settings, storage
from webapp.reading.operations.reading import ask
from webapp.reading.operations.scanning import scan
from webapp.storage import NoSpace, ReceivedFile, StorageError
from workflows.file_rules import Limits
from workflows.scanning import Scan, ScanState

log = logging.getLogger(__name__)
FILES_LIMIT = 10
NOT_SAVED = "Не удалось сохранить файл: хранилище недоступно. Повторите через несколько минут."


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes from the browser."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class Kept:
    """A good file whose bytes are durable and have no row yet."""

    name: str
    received: ReceivedFile
    verdict: Accepted
    scanned: Scan | None


@contextmanager
def received(uploads: Sequence[Upload], field: str = "files") -> Iterator[tuple[Kept, ...]]:
    """Give the files received, judged in a child process and made durable; Invalid for `field` where one may not be.

    Nothing is left of them where the block ends without rows that claim them."""
    if len(uploads) > FILES_LIMIT:
        raise Invalid(f"За один раз прикладывают не более {FILES_LIMIT} файлов. Уберите лишние.", field)
    kept: list[Kept] = []
    try:
        for upload in uploads:
            kept.append(_judged(upload, field))
        for one in kept:
            _make_durable(one, field)
        yield tuple(kept)
    finally:
        for one in kept:
            storage().discard(one.received)


def claim_received(file: Kept) -> None:
    """Let a row stand for a kept file and have it read, in the open transaction."""
    received = file.received
    verdict = file.verdict
    claim(
        received.sha256, received.size, kind=verdict.kind.value, media_type=verdict.media_type, pages=verdict.pages
    )  # fmt: skip
    ask(received.sha256, file.scanned)


def _judged(upload: Upload, field: str) -> Kept:
    name = clean_file_name(upload.name)
    try:
        received = storage().receive(upload.stream, limit=settings().file_limit)
    except StorageError as error:
        raise Invalid(f"«{name}»: {error}", field) from error
    verdict = judge(received.path, name, limits=Limits(size=settings().file_limit))
    scanned = scan(received.path) if isinstance(verdict, Accepted) else None
    if isinstance(verdict, Accepted) and scanned is not None and scanned.state is ScanState.INFECTED:
        log.error(
            "infected upload", extra={"fields": {"sha256": received.sha256, "signature": scanned.signature}}
        )
        verdict = infected(name, scanned.signature)
    if not isinstance(verdict, Accepted):
        storage().discard(received)
        raise Invalid(f"«{name}»: {verdict.sentence}", field)
    return Kept(verdict.name, received, verdict, scanned)


def _make_durable(file: Kept, field: str) -> None:
    try:
        storage().keep(file.received)
    except StorageError as error:
        log.exception("storage")
        raise Invalid(str(error) if isinstance(error, NoSpace) else NOT_SAVED, field) from error
