"""The archive of a package: exact names, sound for any system, verified on the way, flat in memory."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.webapp.printing import samples
from webapp.printing.bundle import INVENTORY, MANIFEST, BundledFile, BundleHead, bundle
from webapp.printing.contents import FileLine
from webapp.printing.zipping import FileDiffers

HEAD = BundleHead(
    "SRD-2026-142", 3, "МБОУ СОШ № 5 г. Среднереченска", "500+", "Экспертиза концептуальных документов",
    "Концептуальные документы", samples.NOON,
)  # fmt: skip


def file(name: str, data: bytes = b"data", slot: str = "Концепция развития") -> BundledFile:
    line = FileLine(slot, name, len(data), hashlib.sha256(data).hexdigest())
    return BundledFile(line, lambda: iter([data[:2], data[2:]]))


def packed(*files: BundledFile) -> bytes:
    return b"".join(bundle(HEAD, files))


def opened(*files: BundledFile) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(packed(*files)))
    assert archive.testzip() is None
    return archive


def test_files_lie_under_their_places_with_exact_russian_names() -> None:
    archive = opened(
        file("Концепция развития МБОУ СОШ № 5.docx", b"one"), file("Приказ.pdf", b"two", "Приказ")
    )
    assert archive.namelist() == [
        INVENTORY, MANIFEST, "Концепция развития/Концепция развития МБОУ СОШ № 5.docx", "Приказ/Приказ.pdf",
    ]  # fmt: skip
    assert archive.read("Приказ/Приказ.pdf") == b"two"
    for entry in archive.infolist():
        assert entry.filename.isascii() or entry.flag_bits & 0x800


def test_names_that_would_meet_are_told_apart() -> None:
    names = opened(file("План.docx"), file("план.DOCX"), file("План.docx"), file("План.docx", slot="план"))
    paths = names.namelist()[2:]
    assert len({path.casefold() for path in paths}) == 4
    assert paths[0] == "Концепция развития/План.docx"


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "C:\\Windows\\win.ini",
        "CON.docx",
        "a" * 400 + ".pdf",
        "имя.",
        "а\x00б\u202efdp.exe",
        "..",
        "?*<>|",
    ],
)
def test_no_name_leaves_its_folder_or_troubles_windows(name: str) -> None:
    archive = opened(file(name, slot="Меры/и документы"))
    folder, _, given = archive.namelist()[2].partition("/")
    assert folder and given and "/" not in given
    assert folder not in {"..", "."} and given not in {"..", "."}
    assert not set(given) & set('<>:"\\|?*\x00\u202e')
    assert not given.endswith((".", " ")) and len(given.encode()) <= 255
    assert given.upper().partition(".")[0] != "CON"


def test_manifest_and_inventory_name_every_file_with_its_hash() -> None:
    files = [file(f"Документ {index}.docx", str(index).encode()) for index in range(3)]
    archive = opened(*files)
    manifest = json.loads(archive.read(MANIFEST))
    assert (manifest["package"], manifest["version"]) == ("SRD-2026-142", 3)
    for entry, given in zip(manifest["files"], files, strict=True):
        assert (entry["name"], entry["size"], entry["sha256"]) == (
            given.line.name,
            given.line.size,
            given.line.sha256,
        )
        assert hashlib.sha256(archive.read(entry["path"])).hexdigest() == entry["sha256"]
    text = archive.read(INVENTORY).decode("utf-8-sig")
    assert "ПАКЕТА №\u00a0SRD-2026-142" in text and "Редакция: 3" in text and "красноярское время" in text
    assert all(given.line.sha256 in text and given.line.name in text for given in files)
    assert "\r\n" in text and "\n" not in text.replace("\r\n", "")


def test_user_file_named_like_the_manifest_does_not_replace_it() -> None:
    archive = opened(file("manifest.json"), file("Опись.txt", slot=""))
    assert json.loads(archive.read(MANIFEST))["format"] == 1
    assert len(set(archive.namelist())) == 4


def test_changed_bytes_break_the_archive_off() -> None:
    good = file("План.docx", b"good")
    for line, data in ((good.line, b"evil"), (FileLine("м", "План.docx", 9, good.line.sha256), b"good")):
        pieces: list[bytes] = []
        broken = BundledFile(line, lambda data=data: [data])  # type: ignore[misc]
        with pytest.raises(FileDiffers):
            for piece in bundle(HEAD, [broken]):
                pieces.append(piece)
        with pytest.raises(zipfile.BadZipFile):
            zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def test_same_package_gives_the_same_bytes() -> None:
    files = (file("План.docx"), file("Приказ.pdf"))
    assert packed(*files) == packed(*files)


def test_package_without_files_is_a_sound_archive() -> None:
    assert opened().namelist() == [INVENTORY, MANIFEST]


def test_memory_stays_flat_for_big_files() -> None:
    chunk, count = bytes(range(256)) * 4096, 64
    digest = hashlib.sha256(chunk * count).hexdigest()

    def chunks() -> Iterator[bytes]:
        return (chunk for _ in range(count))

    big = BundledFile(FileLine("Видео", "урок.bin", len(chunk) * count, digest), chunks)
    tracemalloc.start()
    total = sum(len(piece) for piece in bundle(HEAD, [big]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total > 100_000
    assert peak < 8 * 2**20


@pytest.mark.skipif(shutil.which("unzip") is None, reason="needs the program unzip")
def test_foreign_program_unpacks_it_with_russian_names(tmp_path: Path) -> None:
    archive = tmp_path / "package.zip"
    with archive.open("wb") as target:
        target.writelines(bundle(HEAD, [file("План работы № 1.docx", b"plan")]))
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(["unzip", "-q", str(archive)], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "Концепция развития" / "План работы № 1.docx").read_bytes() == b"plan"
    assert (tmp_path / INVENTORY).exists()
