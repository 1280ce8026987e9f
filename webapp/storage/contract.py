"""What a storage promises, and the errors it raises."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

DEFAULT_FLOOR = 200 * 1024 * 1024
CHUNK = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UPLOAD_KEY = re.compile(r"[0-9a-f]{32}")


class StorageError(Exception):
    """A file could not be stored or read; `str(error)` is one Russian sentence for the person."""

    sentence = "Не удалось обратиться к хранилищу файлов. Подождите немного и повторите."

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence)


class TooLarge(StorageError):
    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            f"Файл больше {_size(limit)}. Уменьшите его или разделите на части и приложите по отдельности."
        )


class NoSpace(StorageError):
    sentence = (
        "На сервере заканчивается место, файл не сохранён."
        " Сообщите администратору и повторите загрузку позже."
    )


class MissingFile(StorageError):
    sentence = "Файл не найден в хранилище. Сообщите администратору."


class Damaged(StorageError):
    """The stored bytes are not those of the hash: never serve them as good (RL-12)."""

    sentence = "Файл в хранилище повреждён. Сообщите администратору: его восстановят из резервной копии."


class LostPart(StorageError):
    """A part of an upload is gone or is not what was put: the upload goes on from before it."""

    sentence = "Часть файла не сохранилась на сервере. Она будет отправлена снова."

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__()


class StorageUnavailable(StorageError):
    sentence = "Хранилище файлов не отвечает. Подождите несколько минут и повторите."


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """Bytes that arrived but are not kept yet: judge them at `path`, then `keep` or `discard`."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a file that is not whole yet. `name` is given by the store and never used twice."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kept file. `fresh` is False when the same bytes were already there."""

    sha256: str
    size: int
    fresh: bool


class Storage(Protocol):
    """A store of immutable files addressed by lower-case hexadecimal SHA-256. Safe to use from several
    threads."""

    def receive(self, stream: BinaryIO, *, limit: int) -> ReceivedFile:
        """Return the bytes of `stream` in a temporary file; TooLarge at the first byte over `limit`,
        NoSpace."""

    def keep(self, received: ReceivedFile) -> StoredFile:
        """Return the stored file once it is durable. Never overwrites; the temporary file is gone
        afterwards."""

    def discard(self, received: ReceivedFile) -> None:
        """Forget a received file; nothing happens when it is already gone."""

    def put_part(self, upload: str, data: bytes) -> Part:
        """Return a piece of an upload once every machine that uses this store can read it; NoSpace."""

    def join(self, upload: str, parts: Sequence[Part]) -> ReceivedFile:
        """Return the pieces as one received file, each compared with its hash; LostPart."""

    def drop_part(self, upload: str, name: str) -> None:
        """Forget one piece; nothing happens when it is already gone."""

    def drop_parts(self, upload: str) -> None:
        """Forget all pieces of an upload, those nobody knows of included."""

    def uploads_before(self, moment: datetime) -> Iterator[str]:
        """Return the uploads that have pieces here, the newest of them put before the instant."""

    def open(self, sha256: str) -> BinaryIO:
        """Return a seekable stream of the file; MissingFile."""

    def size(self, sha256: str) -> int:
        """Return the size in bytes; MissingFile."""

    def exists(self, sha256: str) -> bool:
        """Return whether the file is kept."""

    def remove(self, sha256: str) -> bool:
        """Erase the bytes (personal data, garbage); return False when there was nothing to erase."""

    def hashes(self) -> Iterator[str]:
        """Return the hashes of all kept files, in order."""

    def kept_before(self, moment: datetime) -> Iterator[str]:
        """Return the hashes of the files first kept before the instant, in order."""

    def verify(self, sha256: str) -> bool:
        """Return whether the stored bytes still have this hash; MissingFile."""

    def sweep_temporary(self, older_than: timedelta) -> int:
        """Erase temporary files of uploads that broke off (UP-10); return how many."""

    def free_bytes(self) -> int | None:
        """Return the free space for kept files; None when the store does not tell."""


def checked(sha256: str) -> str:
    """Return the hash itself; ValueError for anything else, so that no path is ever built from foreign
    text."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError("a lower-case hexadecimal SHA-256 is expected")
    return sha256


def checked_upload(key: str) -> str:
    """Return the key of an upload itself; ValueError for anything that is not 32 hexadecimal digits."""
    if not _UPLOAD_KEY.fullmatch(key):
        raise ValueError("32 lower-case hexadecimal digits are expected")
    return key


def _size(limit: int) -> str:
    if limit >= 1024 * 1024:
        return f"{limit // (1024 * 1024)} МБ"
    return f"{limit // 1024} КБ" if limit >= 1024 else f"{limit} байт"
