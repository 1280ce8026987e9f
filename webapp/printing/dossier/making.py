"""The part of a dossier that is kept: its pages, and the list of what belongs to the whole with checksums."""

import hashlib
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Self

from webapp.printing.zipping import member

INDEX, SUMS = "index.html", "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Sum:
    """A file of the dossier: its path, size in bytes and SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: `control` is the SHA-256 of the list, so that one number stands for all files."""

    control: str
    documents: tuple[Sum, ...]
    """Files that the store keeps; the rest is in the pages."""


class Pages:
    """Writes the pages of a dossier into a stream, one at a time, and counts what belongs to the whole."""

    def __init__(self, target: BinaryIO, at: datetime) -> None:
        self._archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self._at = at
        self._pages: list[Sum] = []
        self._documents: list[Sum] = []

    @property
    def sums(self) -> tuple[Sum, ...]:
        """All that belongs to the dossier so far, by path."""
        return tuple(sorted((*self._pages, *self._documents), key=lambda one: one.path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._archive.close()

    def add(self, path: str, text: str) -> None:
        """Write one page."""
        data = text.encode()
        self._archive.writestr(member(path, self._at), data)
        self._pages.append(Sum(path, len(data), hashlib.sha256(data).hexdigest()))

    def name(self, document: Sum) -> None:
        """Say that a kept file belongs to the dossier; its bytes are added when somebody takes the whole."""
        self._documents.append(document)

    def finish(self) -> Made:
        """Write the list of checksums; nothing may be added after it."""
        listed = "".join(f"{one.sha256}  {one.path}\n" for one in self.sums).encode()
        self._archive.writestr(member(SUMS, self._at), listed)
        return Made(hashlib.sha256(listed).hexdigest(), tuple(self._documents))
