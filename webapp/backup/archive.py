"""The file of a copy: a ZIP with tables as lines of JSON, contents under their hashes, keys, and a manifest last."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any

from webapp.errors import Invalid

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024


class BadArchive(Invalid):
    """The file is no copy, was not finished, or was changed; `sentence` says which."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds; written last, so that a copy broken off has none."""

    format: int
    made_at: str
    product: str
    database: str
    """The kind it was made on: `sqlite` or `postgresql`."""
    schema: str
    """Revision of the tables; a copy is restored by the code of this revision."""
    tables: dict[str, int]
    digests: dict[str, str]
    """SHA-256 of the lines of each table."""
    files: int
    missing: tuple[str, ...]
    """Contents that a row names and the storage did not have."""
    keys: tuple[str, ...]

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


def write_table(archive: zipfile.ZipFile, name: str, rows: Iterable[dict[str, Any]]) -> tuple[int, str]:
    """Write the rows of a table; returns their number and the SHA-256 of their lines."""
    count, digest = 0, hashlib.sha256()
    with archive.open(_info(f"tables/{name}.jsonl", zipfile.ZIP_DEFLATED), "w", force_zip64=True) as target:
        for row in rows:
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            target.write(line)
            count += 1
    return count, digest.hexdigest()


def write_file(archive: zipfile.ZipFile, name: str, source: IO[bytes]) -> None:
    """Write a content as it is: office files and pictures are compressed already."""
    with archive.open(_info(name, zipfile.ZIP_STORED), "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            target.write(chunk)


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    archive.writestr(_info(MANIFEST, zipfile.ZIP_DEFLATED), text)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a copy for reading; BadArchive for what is no ZIP, or breaks while it is read."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except FileNotFoundError:
        raise BadArchive(f"Файла {path} нет. Укажите путь к резервной копии.") from None
    except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
        raise BadArchive(
            f"{path.name} не читается как резервная копия: файл повреждён или сделан не этой системой."
        ) from error


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return what the copy holds; BadArchive when it was broken off or is of another format."""
    try:
        told = json.loads(archive.read(MANIFEST))
    except KeyError:
        raise BadArchive("Копия не закончена: в ней нет описи. Возьмите другую.") from None
    if told.get("format") != FORMAT or set(told) != {field.name for field in fields(Manifest)}:
        raise BadArchive("Копия сделана другой версией системы. Восстановите её той же версией.")
    return Manifest(**{**told, "missing": tuple(told["missing"]), "keys": tuple(told["keys"])})


def read_table(archive: zipfile.ZipFile, manifest: Manifest, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table; BadArchive at the end when they are not those that were written."""
    count, digest = 0, hashlib.sha256()
    with archive.open(f"tables/{name}.jsonl") as source:
        for line in source:
            digest.update(line)
            count += 1
            yield json.loads(line)
    if (count, digest.hexdigest()) != (manifest.tables[name], manifest.digests[name]):
        raise BadArchive(f"Таблица {name} в копии изменена после её создания. Возьмите другую копию.")


def contents(archive: zipfile.ZipFile) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the hash and the bytes of each content."""
    for name in archive.namelist():
        folder, _, sha256 = name.partition("/")
        if folder == "files":
            with archive.open(name) as source:
                yield sha256, source


def _info(name: str, how: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type, info.external_attr = how, 0o600 << 16
    return info
