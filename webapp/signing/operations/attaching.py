"""Signing by what was signed outside: a detached signature file, or a scan of the signed paper (63-ФЗ, К21)."""

import io
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, BinaryIO

from webapp import detached, journal
from webapp.access.actor import Actor
from webapp.database import today_in
from webapp.documents.names import clean_file_name
from webapp.errors import Invalid
from webapp.filestore import claim, settings, storage
from webapp.models import SignOff
from webapp.reading import operations as reading
from webapp.signing import queries
from webapp.signing.operations.signing import put_signature
from webapp.storage import MissingFile, StorageError
from workflows.file_rules import FileKind
from workflows.signing import Way

SIGNATURE_KIND, SIGNATURE_TYPE = "sig", "application/pkcs7-signature"
SCANS = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG})
NOT_A_SCAN = "Приложите скан-копию в PDF, JPEG или PNG."
LOST = "Файл отчёта не найден в хранилище. Сообщите администратору номер отчёта."


def attach_signature(
    number: str, sha256: str, name: str, stream: BinaryIO, *, actor: Actor, address: str = ""
) -> int:
    """Sign by a detached signature of the paper; returns the id of the signature, of the first where pressed twice.

    Whose certificate it is stands beside it with what was checked and what was not. Raises NotThere, Stale, Invalid for
    a file that is no signature or one of another file."""
    content = stream.read(detached.LARGEST + 1)
    found = queries.signing(number)
    said = detached.read(
        content, _paper(found.paper.sha256), detached.trusted_of(settings().data_dir / "trust")
    )
    try:
        kept = storage().keep(storage().receive(io.BytesIO(content), limit=detached.LARGEST))
    except StorageError as error:
        raise Invalid(str(error), "signature") from error

    def complete(row: SignOff) -> None:
        claim(kept.sha256, kept.size, kind=SIGNATURE_KIND, media_type=SIGNATURE_TYPE)
        row.way, row.certificate = Way.QUALIFIED, _plain(asdict(said))
        row.attachment_sha256, row.attachment_name = kept.sha256, clean_file_name(name)

    return put_signature(number, sha256, complete, actor=actor, address=address)


def attach_scan(
    number: str,
    sha256: str,
    upload: reading.Upload,
    signed_by: str,
    signed_on: date,
    *,
    actor: Actor,
    address: str = "",
) -> int:
    """Sign by a scan of the paper that was signed by hand; returns as `attach_signature`.

    `signed_by` is who signed, with the post, as it stands on the paper. Raises NotThere, Stale, Invalid."""
    if not signed_by.strip():
        raise Invalid("Укажите, кто подписал бумагу: должность и фамилию.", "signed_by")
    if signed_on > today_in(actor.zone):
        raise Invalid("Дата подписи ещё не наступила. Укажите дату с бумаги.", "signed_on")
    with reading.received([upload], "scan") as (file,):
        if file.verdict.kind not in SCANS:
            raise Invalid(NOT_A_SCAN, "scan")

        def complete(row: SignOff) -> None:
            reading.claim_received(file)
            row.way = Way.SCAN
            row.certificate = {"signed_by": signed_by.strip()[:300], "signed_on": signed_on.isoformat()}
            row.attachment_sha256, row.attachment_name = file.received.sha256, file.name

        return put_signature(number, sha256, complete, actor=actor, address=address)


def note_download(number: str, row: SignOff) -> None:
    """Write that the attached file was taken (AU-01)."""
    journal.record_download(
        "signature.downloaded",
        kind="report",
        object_id=number,
        sha256=row.attachment_sha256 or "",
        note=str(row.way),
    )


def _paper(sha256: str) -> bytes:
    try:
        with storage().open(sha256) as stream:
            return stream.read()
    except MissingFile:
        raise Invalid(LOST, "signature") from None


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else str(value) if value is not None else None
        for name, value in said.items()
    }
