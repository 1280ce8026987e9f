"""The temporary part of a store: a folder where uploads arrive, hashed while they are written."""

import contextlib
import ctypes
import errno
import hashlib
import os
import secrets
import shutil
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from webapp.storage.contract import CHUNK, NoSpace, ReceivedFile, StorageError, TooLarge

_START_WRITING = 2  # SYNC_FILE_RANGE_WRITE: start, do not wait
_sync_file_range = getattr(ctypes.CDLL(None), "sync_file_range", None) if sys.platform == "linux" else None
if _sync_file_range is not None:
    _sync_file_range.argtypes = (ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Readable(Protocol):
    """What bytes can be taken from; b'' is the end."""

    def read(self, size: int, /) -> bytes: ...


class Reception:
    """A private folder of unfinished uploads, with a floor of free space below which nothing is taken
    (RL-11)."""

    def __init__(self, folder: Path, *, floor: int) -> None:
        self.folder = folder
        self.floor = floor
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def receive(self, stream: Readable, *, limit: int) -> ReceivedFile:
        if shutil.disk_usage(self.folder).free < self.floor:
            raise NoSpace
        path = self.folder / f"{secrets.token_hex(16)}.part"
        try:
            with full_disk_is_no_space():
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb", buffering=0) as target:
                    digest, size = self._copy(stream, target, limit)
                    _begin_writing(descriptor)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return ReceivedFile(path, digest, size)

    def discard(self, received: ReceivedFile) -> None:
        if received.path.parent != self.folder:
            raise ValueError("this file was received elsewhere")
        received.path.unlink(missing_ok=True)

    def sweep(self, older_than: timedelta) -> int:
        before = time.time() - older_than.total_seconds()
        swept = 0
        for path in self.folder.glob("*.part"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime <= before:
                    path.unlink()
                    swept += 1
        return swept

    def _copy(self, stream: Readable, target: BinaryIO, limit: int) -> tuple[str, int]:
        digest = hashlib.sha256()
        size, next_look = 0, self.floor // 4
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise TooLarge(limit)
            if size > next_look:  # several large uploads at once must not eat the floor together
                next_look = size + self.floor // 4
                if shutil.disk_usage(self.folder).free < self.floor:
                    raise NoSpace
            digest.update(chunk)
            _write_all(target, chunk)
        return digest.hexdigest(), size


class full_disk_is_no_space(contextlib.AbstractContextManager[None]):
    """Turn the operating system's «disk full» into NoSpace and every other failure into StorageError."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, OSError) or isinstance(error, ConnectionError | TimeoutError):
            return
        if error.errno in _FULL:
            raise NoSpace from error
        if error.errno in {errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM}:
            raise StorageError from error


def _begin_writing(descriptor: int) -> None:
    """Let the disk work while the file is judged: the fsync of `keep` then waits for little. A hint, no
    promise."""
    if _sync_file_range is not None:
        _sync_file_range(descriptor, 0, 0, _START_WRITING)


def _write_all(target: BinaryIO, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:  # an unbuffered write may be short when the disk is nearly full
        view = view[target.write(view) :]
