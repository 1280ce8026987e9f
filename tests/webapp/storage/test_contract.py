"""One contract for every store: what is kept is durable, unchanged, addressed by its hash, and never overwritten."""

import hashlib
import io
import os
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import boto3
import pytest
from moto.server import ThreadedMotoServer

from webapp.storage import LocalStorage, LostPart, MissingFile, Storage, TooLarge, open_storage
from webapp.storage.s3 import S3Storage

DATA = "Содержательная экспертиза".encode() * 100_000
HASH = hashlib.sha256(DATA).hexdigest()
OTHER = "0" * 64
UPLOAD = "0123456789abcdef" * 2
LIMIT = 50 * 1024 * 1024


@pytest.fixture(scope="module")
def bucket_address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.client(
        "s3", endpoint_url=f"http://{host}:{port}", aws_access_key_id="key", aws_secret_access_key="s/e+c",
        region_name="us-east-1",
    )  # fmt: skip
    client.create_bucket(Bucket="files")
    yield f"{host}:{port}/files"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return open_storage(str(tmp_path / "files"))
    address = request.getfixturevalue("bucket_address")
    url = f"s3://key:s%2Fe%2Bc@{address}/{tmp_path.name}?insecure=1&temporary={tmp_path / 'temporary'}"
    return open_storage(url)


def put(storage: Storage, data: bytes) -> str:
    return storage.keep(storage.receive(io.BytesIO(data), limit=LIMIT)).sha256


def test_a_file_comes_back_byte_for_byte(storage: Storage) -> None:
    received = storage.receive(io.BytesIO(DATA), limit=LIMIT)
    assert (received.sha256, received.size) == (HASH, len(DATA))
    assert received.path.read_bytes() == DATA
    assert not storage.exists(HASH)
    stored = storage.keep(received)
    assert (stored.sha256, stored.size, stored.fresh) == (HASH, len(DATA), True)
    assert not received.path.exists()
    with storage.open(HASH) as stream:
        assert stream.read() == DATA
        stream.seek(10)
        assert stream.read(5) == DATA[10:15]
    assert storage.size(HASH) == len(DATA)
    assert storage.exists(HASH)
    assert storage.verify(HASH)


def test_the_same_bytes_twice_are_one_object(storage: Storage) -> None:
    put(storage, DATA)
    again = storage.receive(io.BytesIO(DATA), limit=LIMIT)
    assert not storage.keep(again).fresh
    assert not again.path.exists()
    assert list(storage.hashes()) == [HASH]


def test_twins_kept_at_once_are_one_object(storage: Storage) -> None:
    received = [storage.receive(io.BytesIO(DATA), limit=LIMIT) for _ in range(6)]
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda item=item: answers.append(storage.keep(item).sha256))
        for item in received
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [HASH] * 6
    assert list(storage.hashes()) == [HASH]
    assert not any(item.path.exists() for item in received)


def test_the_first_byte_over_the_limit_ends_the_upload(storage: Storage) -> None:
    assert storage.receive(io.BytesIO(b"x" * 100), limit=100).size == 100
    endless = _Endless()
    with pytest.raises(TooLarge, match="больше 5 МБ"):
        storage.receive(endless, limit=5 * 1024 * 1024)
    assert endless.served <= 7 * 1024 * 1024
    assert storage.sweep_temporary(timedelta(0)) == 1


def test_a_broken_connection_leaves_nothing(storage: Storage) -> None:
    with pytest.raises(ConnectionResetError):
        storage.receive(_Breaking(), limit=LIMIT)
    assert storage.sweep_temporary(timedelta(0)) == 0
    assert list(storage.hashes()) == []


def test_a_discarded_file_is_gone_and_may_be_discarded_again(storage: Storage) -> None:
    received = storage.receive(io.BytesIO(b"x"), limit=LIMIT)
    storage.discard(received)
    storage.discard(received)
    assert not received.path.exists()


def test_a_missing_file_says_so(storage: Storage) -> None:
    assert not storage.exists(OTHER)
    assert not storage.remove(OTHER)
    asks: tuple[Callable[[str], object], ...] = (storage.open, storage.size, storage.verify)
    for ask in asks:
        with pytest.raises(MissingFile, match="не найден"):
            ask(OTHER)


def test_a_removed_file_is_gone(storage: Storage) -> None:
    put(storage, DATA)
    put(storage, b"other")
    assert storage.remove(HASH)
    assert not storage.exists(HASH)
    assert list(storage.hashes()) == [hashlib.sha256(b"other").hexdigest()]


def test_all_hashes_are_listed_in_order(storage: Storage) -> None:
    hashes = sorted(put(storage, b"%d" % number) for number in range(12))
    assert list(storage.hashes()) == hashes


def test_files_are_told_by_when_they_were_kept(storage: Storage) -> None:
    moment = datetime.now(UTC)
    kept = sorted((put(storage, b"one"), put(storage, b"two")))
    assert list(storage.kept_before(moment - timedelta(minutes=1))) == []
    assert list(storage.kept_before(moment + timedelta(minutes=1))) == kept


@pytest.mark.parametrize("name", ["../../etc/passwd", HASH.upper(), HASH[:-1], "", f"{HASH}\n"])
def test_only_a_hash_is_an_address(storage: Storage, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        storage.open(name)
    with pytest.raises(ValueError, match="SHA-256"):
        storage.remove(name)


def test_old_leftovers_are_swept_and_fresh_uploads_stay(storage: Storage) -> None:
    old = storage.receive(io.BytesIO(b"old"), limit=LIMIT)
    fresh = storage.receive(io.BytesIO(b"fresh"), limit=LIMIT)
    os.utime(old.path, (0, 0))
    assert storage.sweep_temporary(timedelta(hours=1)) == 1
    assert not old.path.exists()
    assert storage.keep(fresh).fresh


def test_received_files_are_private(storage: Storage) -> None:
    received = storage.receive(io.BytesIO(b"x"), limit=LIMIT)
    assert stat.S_IMODE(received.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(received.path.parent.stat().st_mode) == 0o700


def test_parts_are_joined_into_the_very_bytes_in_the_order_asked(storage: Storage) -> None:
    parts = [storage.put_part(UPLOAD, DATA[at : at + 1_000_000]) for at in range(0, len(DATA), 1_000_000)]
    assert sum(part.size for part in parts) == len(DATA)
    received = storage.join(UPLOAD, parts)
    assert (received.sha256, received.size) == (HASH, len(DATA))
    assert storage.keep(received).fresh
    assert storage.join(UPLOAD, list(reversed(parts))).sha256 != HASH
    assert list(storage.hashes()) == [HASH], "parts are no kept files"


def test_another_process_joins_what_this_one_put(storage: Storage, tmp_path: Path) -> None:
    """A second replica, with a temporary folder of its own."""
    parts = [storage.put_part(UPLOAD, data) for data in (b"one", b"two")]
    if isinstance(storage, LocalStorage):
        twin: Storage = open_storage(str(tmp_path / "files"))
    else:
        twin = S3Storage(
            "files", endpoint=storage._client.meta.endpoint_url, key="key", secret="s/e+c", prefix=tmp_path.name,
            temporary=tmp_path / "elsewhere",
        )  # fmt: skip
    assert twin.join(UPLOAD, parts).path.read_bytes() == b"onetwo"


def test_a_part_put_twice_is_two_and_either_may_go(storage: Storage) -> None:
    first, second = storage.put_part(UPLOAD, b"same"), storage.put_part(UPLOAD, b"same")
    assert first.name != second.name and first.sha256 == second.sha256
    storage.drop_part(UPLOAD, second.name)
    storage.drop_part(UPLOAD, second.name)
    assert storage.join(UPLOAD, [first]).size == 4


def test_a_part_that_is_gone_or_not_what_was_put_is_named(storage: Storage) -> None:
    good, gone = storage.put_part(UPLOAD, b"good"), storage.put_part(UPLOAD, b"gone")
    storage.drop_part(UPLOAD, gone.name)
    with pytest.raises(LostPart) as told:
        storage.join(UPLOAD, [good, gone])
    assert told.value.name == gone.name
    with pytest.raises(LostPart) as told:
        storage.join(UPLOAD, [replace(good, sha256=OTHER)])
    assert told.value.name == good.name
    assert storage.sweep_temporary(timedelta(0)) == 0, "what was joined so far is not left behind"


def test_dropped_parts_are_gone_and_those_of_others_stay(storage: Storage) -> None:
    mine, other = storage.put_part(UPLOAD, b"mine"), storage.put_part("f" * 32, b"other")
    storage.drop_parts(UPLOAD)
    storage.drop_parts(UPLOAD)
    with pytest.raises(LostPart):
        storage.join(UPLOAD, [mine])
    assert storage.join("f" * 32, [other]).size == 5


def test_uploads_are_told_by_when_their_newest_part_came(storage: Storage) -> None:
    moment = datetime.now(UTC)
    assert list(storage.uploads_before(moment)) == []
    for upload in (UPLOAD, "f" * 32, UPLOAD):
        storage.put_part(upload, b"x")
    assert list(storage.uploads_before(moment - timedelta(minutes=1))) == []
    assert sorted(storage.uploads_before(moment + timedelta(minutes=1))) == [UPLOAD, "f" * 32]


@pytest.mark.parametrize("key", ["", "..", "../store", "A" * 32, "a" * 31, f"{'a' * 32}\n"])
def test_only_the_key_of_an_upload_names_a_place_for_parts(storage: Storage, key: str) -> None:
    part = storage.put_part(UPLOAD, b"x")
    for act in (
        lambda: storage.put_part(key, b"x"), lambda: storage.drop_parts(key), lambda: storage.join(key, [part]),
        lambda: storage.drop_part(UPLOAD, f"../{part.name}"), lambda: storage.join(UPLOAD, [replace(part, name="../x")]),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="expected"):
            act()


def test_an_address_opens_the_storage_it_names(tmp_path: Path) -> None:
    assert isinstance(open_storage(str(tmp_path / "a")), LocalStorage)
    by_url = open_storage(f"file://{tmp_path}/%D0%B0")
    assert isinstance(by_url, LocalStorage)
    assert by_url.root == tmp_path / "а"
    assert isinstance(open_storage("s3://k:s@127.0.0.1:9/b", temporary=tmp_path / "t"), S3Storage)
    for wrong in ("ftp://host/x", "s3://host-without-bucket", "file://other-host/x"):
        with pytest.raises(ValueError, match="STORAGE_URL"):
            open_storage(wrong)


class _Endless(io.RawIOBase, BinaryIO):  # type: ignore[misc]
    served = 0

    def read(self, size: int = -1) -> bytes:
        self.served += size
        return b"x" * size


class _Breaking(io.RawIOBase, BinaryIO):  # type: ignore[misc]
    calls = 0

    def read(self, size: int = -1) -> bytes:
        self.calls += 1
        if self.calls > 2:
            raise ConnectionResetError
        return b"x" * 1000
