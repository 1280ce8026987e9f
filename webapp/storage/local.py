"""A store in a folder of this machine: `store/ab/cd/<sha256>`, temporary uploads beside it in
`temporary/`, parts of unfinished ones in `parts/<upload>/`."""

import contextlib
import hashlib
import io
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from webapp.storage.contract import (
    CHUNK,
    DEFAULT_FLOOR,
    Damaged,
    LostPart,
    MissingFile,
    Part,
    ReceivedFile,
    StoredFile,
    checked,
    checked_upload,
)
from webapp.storage.parts import Joined, part_name
from webapp.storage.reception import Reception, full_disk_is_no_space

_READ_ONLY = 0o400


class LocalStorage:
    """Files in a folder readable by its owner only; see `webapp.storage.Storage` for the promises."""

    def __init__(self, root: Path | str, *, floor: int = DEFAULT_FLOOR) -> None:
        self.root = Path(root).expanduser().resolve()
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stat.S_IMODE(self.root.stat().st_mode) & 0o077:
            self.root.chmod(0o700)
        self._store = self.root / "store"
        self._store.mkdir(mode=0o700, exist_ok=True)
        self._parts = self.root / "parts"
        self._reception = Reception(self.root / "temporary", floor=floor)

    def receive(self, stream: BinaryIO, *, limit: int) -> ReceivedFile:
        return self._reception.receive(stream, limit=limit)

    def keep(self, received: ReceivedFile) -> StoredFile:
        """Order matters for a power cut: bytes, then the name, then the folders that hold the name
        (RL-01)."""
        target = self._path(received.sha256)
        if self._holds(target, received):
            self.discard(received)
            return StoredFile(received.sha256, received.size, fresh=False)
        with full_disk_is_no_space():
            _flush(received.path, mode=_READ_ONLY)
            _make_folders(target.parent, self._store)
            fresh = _link(received.path, target)
            received.path.unlink(missing_ok=True)
            _flush(target.parent)
        return StoredFile(received.sha256, received.size, fresh=fresh)

    def discard(self, received: ReceivedFile) -> None:
        self._reception.discard(received)

    def put_part(self, upload: str, data: bytes) -> Part:
        """Not flushed to the disk: what a power cut takes is found missing by `join` and sent again."""
        folder = self._parts / checked_upload(upload)
        received = self._reception.receive(io.BytesIO(data), limit=len(data))
        try:
            with full_disk_is_no_space():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                received.path.rename(folder / received.path.name)
        except FileNotFoundError:  # the upload was cancelled at this very moment
            raise LostPart(received.path.name) from None
        finally:
            self.discard(received)
        return Part(received.path.name, received.size, received.sha256)

    def join(self, upload: str, parts: Sequence[Part]) -> ReceivedFile:
        folder = self._parts / checked_upload(upload)
        joined = Joined(parts, lambda name: (folder / part_name(name)).read_bytes())
        return self._reception.receive(joined, limit=joined.size)

    def drop_part(self, upload: str, name: str) -> None:
        (self._parts / checked_upload(upload) / part_name(name)).unlink(missing_ok=True)

    def drop_parts(self, upload: str) -> None:
        shutil.rmtree(self._parts / checked_upload(upload), ignore_errors=True)

    def uploads_before(self, moment: datetime) -> Iterator[str]:
        limit = moment.timestamp()
        for folder in sorted(self._parts.glob("*")):
            with contextlib.suppress(FileNotFoundError, ValueError):
                if folder.stat().st_mtime < limit:
                    yield checked_upload(folder.name)

    def open(self, sha256: str) -> BinaryIO:
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError:
            raise MissingFile from None

    def size(self, sha256: str) -> int:
        try:
            return self._path(sha256).stat().st_size
        except FileNotFoundError:
            raise MissingFile from None

    def exists(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def remove(self, sha256: str) -> bool:
        path = self._path(sha256)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        _flush(path.parent)
        return True

    def hashes(self) -> Iterator[str]:
        return (path.name for path in self._paths())

    def kept_before(self, moment: datetime) -> Iterator[str]:
        limit = moment.timestamp()
        for path in self._paths():
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < limit:
                    yield path.name

    def verify(self, sha256: str) -> bool:
        digest = hashlib.sha256()
        with self.open(sha256) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
        return digest.hexdigest() == sha256

    def sweep_temporary(self, older_than: timedelta) -> int:
        return self._reception.sweep(older_than)

    def free_bytes(self) -> int | None:
        return shutil.disk_usage(self._store).free

    def _paths(self) -> Iterator[Path]:
        for path in sorted(self._store.glob("??/??/*")):
            with contextlib.suppress(ValueError):
                checked(path.name)
                yield path

    def _path(self, sha256: str) -> Path:
        checked(sha256)
        return self._store / sha256[:2] / sha256[2:4] / sha256

    def _holds(self, target: Path, received: ReceivedFile) -> bool:
        """The same bytes again confirm the kept ones; other bytes under this name are damage, never
        overwritten."""
        if not target.exists():
            return False
        if target.stat().st_size != received.size or not _same_bytes(target, received.path):
            raise Damaged
        return True


def _same_bytes(left: Path, right: Path) -> bool:
    with left.open("rb") as one, right.open("rb") as other:
        while chunk := one.read(CHUNK):
            if chunk != other.read(CHUNK):
                return False
        return not other.read(1)


def _link(source: Path, target: Path) -> bool:
    """Give the bytes their name without ever replacing another file; False when a twin upload was first."""
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        return False
    except (PermissionError, NotImplementedError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        # File systems without hard links: two uploads of one hash carry the same bytes, so the rename is
        # harmless.
        source.rename(target)
    return True


def _make_folders(folder: Path, root: Path) -> None:
    missing = [
        parent for parent in (folder, *folder.parents) if root in parent.parents and not parent.exists()
    ]
    for parent in reversed(missing):
        parent.mkdir(mode=0o700, exist_ok=True)
        _flush(parent.parent)


def _flush(path: Path, *, mode: int | None = None) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        if mode is not None:
            os.fchmod(descriptor, mode)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
