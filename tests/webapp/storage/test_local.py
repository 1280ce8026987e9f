"""What a folder adds to the contract: damage is named, a full disk is said in words, rights are tight."""

import hashlib
import io
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from webapp.storage import Damaged, LocalStorage, NoSpace

LIMIT = 50 * 1024 * 1024
MEBIBYTE = 1024 * 1024


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "files")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of eight mebibytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = shutil.which("mount") and os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(folder)], capture_output=True, check=False
    ).returncode == 0  # fmt: skip
    if not mounted:
        pytest.skip("mounting a small disk is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def put(storage: LocalStorage, data: bytes) -> Path:
    sha256 = storage.keep(storage.receive(io.BytesIO(data), limit=LIMIT)).sha256
    return storage.root / "store" / sha256[:2] / sha256[2:4] / sha256


def test_a_kept_file_is_named_by_its_hash_and_read_only(storage: LocalStorage) -> None:
    path = put(storage, b"x")
    assert path.name == hashlib.sha256(b"x").hexdigest()
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    for folder in (storage.root, path.parent, path.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_open_to_all_is_closed(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    assert stat.S_IMODE(LocalStorage(tmp_path / "open").root.stat().st_mode) == 0o700


def test_a_changed_byte_is_detected(storage: LocalStorage) -> None:
    path = put(storage, b"important")
    path.chmod(0o600)
    path.write_bytes(b"impostant")
    assert not storage.verify(path.name)


def test_a_damaged_file_is_never_confirmed_nor_overwritten(storage: LocalStorage) -> None:
    path = put(storage, b"important")
    path.chmod(0o600)
    path.write_bytes(b"impostant")
    received = storage.receive(io.BytesIO(b"important"), limit=LIMIT)
    with pytest.raises(Damaged, match="повреждён"):
        storage.keep(received)
    assert path.read_bytes() == b"impostant"
    assert received.path.exists()


def test_files_that_are_not_ours_are_not_listed(storage: LocalStorage) -> None:
    path = put(storage, b"x")
    (path.parent / "README").write_text("x")
    assert list(storage.hashes()) == [path.name]


def test_nothing_is_taken_below_the_floor_of_free_space(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    storage = LocalStorage(tmp_path / "files", floor=free * 2)
    with pytest.raises(NoSpace, match="заканчивается место"):
        storage.receive(io.BytesIO(b"x"), limit=LIMIT)
    assert list((storage.root / "temporary").iterdir()) == []


def test_a_disk_that_fills_up_is_said_in_words_and_recovers(small_disk: Path) -> None:
    storage = LocalStorage(small_disk / "files", floor=0)
    first = put(storage, b"a" * MEBIBYTE)
    with pytest.raises(NoSpace):
        storage.receive(io.BytesIO(b"b" * 20 * MEBIBYTE), limit=LIMIT)
    assert list((storage.root / "temporary").iterdir()) == []
    assert storage.verify(first.name)
    assert put(storage, b"c" * MEBIBYTE).exists()


def test_large_uploads_stop_at_the_floor_while_they_arrive(small_disk: Path) -> None:
    storage = LocalStorage(small_disk / "files", floor=4 * MEBIBYTE)
    with pytest.raises(NoSpace):
        storage.receive(io.BytesIO(b"b" * 7 * MEBIBYTE), limit=LIMIT)
    assert (storage.free_bytes() or 0) > 7 * MEBIBYTE


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs strace")
def test_bytes_reach_the_disk_before_the_name_and_the_name_before_the_answer(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    code = (
        "import io, sys; from webapp.storage.local import LocalStorage\n"
        "s = LocalStorage(sys.argv[1]); print('begin', flush=True)\n"
        "s.keep(s.receive(io.BytesIO(b'x' * 100), limit=1000)); print('answer', flush=True)"
    )
    trace = tmp_path / "trace"
    subprocess.run(
        ["strace", "-f", "-y", "-e", "trace=fsync,link,linkat,write", "-o", str(trace), sys.executable, "-c", code,
         str(tmp_path / "files")],
        check=True, capture_output=True, cwd=Path(__file__).resolve().parents[3],
    )  # fmt: skip
    lines = trace.read_text().partition("begin")[2].splitlines()
    order = [
        "bytes" if "fsync" in line and ".part" in line
        else "name" if "link" in line
        else "folder" if "fsync" in line
        else "answer"
        for line in lines if "fsync" in line or "link" in line or "answer" in line
    ]  # fmt: skip
    assert order.index("bytes") < order.index("name") < len(order) - 1 - order[::-1].index("folder")
    assert order[-1] == "answer"


def test_leftovers_of_a_killed_process_are_swept(storage: LocalStorage) -> None:
    leftover = storage.root / "temporary" / f"{'a' * 32}.part"
    leftover.write_bytes(b"half")
    assert storage.sweep_temporary(timedelta(hours=1)) == 0
    assert storage.sweep_temporary(timedelta(0)) == 1
