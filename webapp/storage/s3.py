"""A store in a bucket of any S3-compatible service; uploads are still received on the local disk first."""

import contextlib
import hashlib
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from webapp.storage.contract import (
    CHUNK,
    DEFAULT_FLOOR,
    Damaged,
    MissingFile,
    NoSpace,
    Part,
    ReceivedFile,
    StorageError,
    StorageUnavailable,
    StoredFile,
    checked,
    checked_upload,
)
from webapp.storage.parts import Joined, part_name
from webapp.storage.reception import Reception

_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})
_ALREADY_THERE = frozenset({"412", "409", "PreconditionFailed", "ConditionalRequestConflict"})
_FULL = frozenset({"507", "QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity"})
_SPOOL = 8 * 1024 * 1024


class S3Storage:
    """Files in a bucket under `store/ab/cd/<sha256>`, parts of unfinished ones under `parts/<upload>/`.

    See `webapp.storage.Storage` for the promises."""

    def __init__(
        self,
        bucket: str,
        *,
        endpoint: str,
        key: str | None = None,
        secret: str | None = None,
        region: str = "us-east-1",
        prefix: str = "",
        temporary: Path | str | None = None,
        floor: int = DEFAULT_FLOOR,
    ) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/store/".lstrip("/")
        self._parts = f"{prefix.strip('/')}/parts/".lstrip("/")
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=endpoint,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            region_name=region,
            config=Config(
                # Stores other than Amazon's answer the newer default checksums with an error.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": "path"},
                connect_timeout=5,
                read_timeout=60,
                retries={"max_attempts": 3, "mode": "standard"},
            ),
        )
        folder = Path(temporary) if temporary else Path(tempfile.gettempdir()) / "ekspertiza-uploads"
        self._reception = Reception(folder.expanduser().resolve(), floor=floor)

    def receive(self, stream: BinaryIO, *, limit: int) -> ReceivedFile:
        return self._reception.receive(stream, limit=limit)

    def keep(self, received: ReceivedFile) -> StoredFile:
        with received.path.open("rb") as body, _translated():
            fresh = self._put(received, body)
        if not fresh and self.size(received.sha256) != received.size:
            raise Damaged
        self.discard(received)
        return StoredFile(received.sha256, received.size, fresh=fresh)

    def discard(self, received: ReceivedFile) -> None:
        self._reception.discard(received)

    def put_part(self, upload: str, data: bytes) -> Part:
        part = Part(f"{secrets.token_hex(16)}.part", len(data), hashlib.sha256(data).hexdigest())
        with _translated():
            self._client.put_object(Bucket=self._bucket, Key=self._part_key(upload, part.name), Body=data)
        return part

    def join(self, upload: str, parts: Sequence[Part]) -> ReceivedFile:
        joined = Joined(parts, lambda name: self._read(self._part_key(upload, name)))
        return self._reception.receive(joined, limit=joined.size)

    def drop_part(self, upload: str, name: str) -> None:
        with _translated():
            self._client.delete_object(Bucket=self._bucket, Key=self._part_key(upload, name))

    def drop_parts(self, upload: str) -> None:
        for entry in self._entries(f"{self._parts}{checked_upload(upload)}/"):
            self.drop_part(upload, entry["Key"].rpartition("/")[2])

    def uploads_before(self, moment: datetime) -> Iterator[str]:
        newest: dict[str, datetime] = {}
        for entry in self._entries(self._parts):
            upload = entry["Key"].removeprefix(self._parts).partition("/")[0]
            newest[upload] = max(newest.get(upload, entry["LastModified"]), entry["LastModified"])
        for upload, put_at in newest.items():
            with contextlib.suppress(ValueError):
                if put_at < moment:
                    yield checked_upload(upload)

    def open(self, sha256: str) -> BinaryIO:
        """Small files in memory, large ones on the local disk: the caller may seek (byte ranges)."""
        copy = tempfile.SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115 - handed to the caller
        try:
            with _translated():
                body = self._client.get_object(Bucket=self._bucket, Key=self._key(sha256))["Body"]
                for chunk in body.iter_chunks(CHUNK):
                    copy.write(chunk)
        except BaseException:
            copy.close()
            raise
        copy.seek(0)
        return cast(BinaryIO, copy)

    def size(self, sha256: str) -> int:
        with _translated():
            return int(self._client.head_object(Bucket=self._bucket, Key=self._key(sha256))["ContentLength"])

    def exists(self, sha256: str) -> bool:
        try:
            self.size(sha256)
        except MissingFile:
            return False
        return True

    def remove(self, sha256: str) -> bool:
        if not self.exists(sha256):
            return False
        with _translated():
            self._client.delete_object(Bucket=self._bucket, Key=self._key(sha256))
        return True

    def hashes(self) -> Iterator[str]:
        return (sha256 for sha256, _moment in self._listing())

    def kept_before(self, moment: datetime) -> Iterator[str]:
        return (sha256 for sha256, kept_at in self._listing() if kept_at < moment)

    def verify(self, sha256: str) -> bool:
        digest = hashlib.sha256()
        with _translated():
            body = self._client.get_object(Bucket=self._bucket, Key=self._key(sha256))["Body"]
            for chunk in body.iter_chunks(CHUNK):
                digest.update(chunk)
        return digest.hexdigest() == sha256

    def sweep_temporary(self, older_than: timedelta) -> int:
        return self._reception.sweep(older_than)

    def free_bytes(self) -> int | None:
        return None

    def _listing(self) -> Iterator[tuple[str, datetime]]:
        for entry in self._entries(self._prefix):
            with contextlib.suppress(ValueError):
                yield checked(entry["Key"].rpartition("/")[2]), entry["LastModified"]

    def _entries(self, prefix: str) -> Iterator[dict[str, Any]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        with _translated():
            for page in pages:
                yield from page.get("Contents", ())

    def _part_key(self, upload: str, name: str) -> str:
        return f"{self._parts}{checked_upload(upload)}/{part_name(name)}"

    def _read(self, key: str) -> bytes:
        with _translated():
            return bytes(self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read())

    def _key(self, sha256: str) -> str:
        checked(sha256)
        return f"{self._prefix}{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def _put(self, received: ReceivedFile, body: BinaryIO) -> bool:
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=self._key(received.sha256),
                Body=body,
                ContentLength=received.size,
                ContentType="application/octet-stream",
                IfNoneMatch="*",
            )
        except ClientError as error:
            if _code(error) in _ALREADY_THERE:
                return False
            raise
        return True


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Turn the service's answers into the errors of the contract."""
    try:
        yield
    except ClientError as error:
        code = _code(error)
        if code in _MISSING:
            raise MissingFile from None
        raise (NoSpace if code in _FULL else StorageError) from error
    except BotoCoreError as error:
        raise StorageUnavailable from error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
