"""A ZIP that is given away in pieces as it is made: memory stays flat, the same input gives the same bytes."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

_LEVEL = 1  # office files are compressed already: more effort gains nothing
_REGULAR_FILE = 0o644 << 16
_ZIP64_FROM = 2**31


class FileDiffers(Exception):
    """The stored bytes are not those that were recorded: the archive must not be delivered."""


def member(path: str, at: datetime) -> zipfile.ZipInfo:
    """Return the head of a file of the archive, dated by the wall clock of `at`."""
    entry = zipfile.ZipInfo(path, (max(at.year, 1980), *at.timetuple()[1:6]))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = (
        3  # with 0 some programs read the names in an old code page despite their UTF-8 flag
    )
    entry.external_attr = _REGULAR_FILE
    return entry


class ZipStream:
    """Files are added one after another; each call gives away the bytes that came of it."""

    def __init__(self) -> None:
        self._sink = _Sink()
        self._archive = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)

    def add(self, entry: zipfile.ZipInfo, data: bytes | str) -> Iterator[bytes]:
        self._archive.writestr(entry, data)
        yield from self._sink.taken()

    def add_checked(
        self, entry: zipfile.ZipInfo, chunks: Iterable[bytes], *, size: int, sha256: str
    ) -> Iterator[bytes]:
        """Add a file that is hashed on its way.

        `FileDiffers` breaks the archive off before its directory is written, so that no program takes what was sent
        for a complete archive. What the first chunk raises is raised before anything is written."""
        source = iter(chunks)
        first = next(source, b"")
        digest, passed = hashlib.sha256(), 0
        with self._archive.open(entry, "w", force_zip64=size >= _ZIP64_FROM) as target:
            for chunk in chain((first,), source):
                digest.update(chunk)
                passed += len(chunk)
                target.write(chunk)
                yield from self._sink.taken()
        if (digest.hexdigest(), passed) != (sha256, size):
            raise FileDiffers(f"{entry.filename}: {digest.hexdigest()}, {passed}")
        yield from self._sink.taken()

    def close(self) -> Iterator[bytes]:
        """Write the directory; without it what was given away is no archive."""
        self._archive.close()
        yield from self._sink.taken()


class _Sink:
    """A file that only goes forward and gives away what was written to it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back: the archive asks for it."""

    def close(self) -> None:
        """Whoever takes the pieces decides when it is over."""

    def taken(self) -> Iterator[bytes]:
        pieces, self._pieces = self._pieces, []
        if pieces:
            yield b"".join(pieces)
