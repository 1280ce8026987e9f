"""The archive of a package: its files under their places, a list for people and a manifest for programs."""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from webapp.documents.names import zip_member_name
from webapp.formatting import counted, filesize_ru, number_ru
from webapp.printing.contents import FileLine, Moment
from webapp.printing.wording import exact_moment, printable

INVENTORY = "Опись.txt"
MANIFEST = "manifest.json"
_FORMAT = 1
_LEVEL = 1  # office files are compressed already: more effort gains nothing
_REGULAR_FILE = 0o644 << 16
_ZIP64_FROM = 2**31
_SLASHES = re.compile(r"[/\\]")  # in the title of a place they do not begin a folder


class FileDiffers(Exception):
    """The stored bytes are not those that were recorded: the archive must not be delivered."""


@dataclass(frozen=True, slots=True)
class BundledFile:
    """A file of the package; `chunks` opens its bytes each time it is called."""

    line: FileLine
    chunks: Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class BundleHead:
    """What the list says about the package; `sent` also dates the parts of the archive."""

    package_number: str
    version: int
    school: str
    programme: str
    stage: str
    kind_title: str
    sent: Moment
    removed: tuple[FileLine, ...] = ()
    """Files that are not here, their content being removed; the name says when and why."""


def bundle(head: BundleHead, files: Iterable[BundledFile]) -> Iterator[bytes]:
    """The ZIP in pieces as they are made: memory stays flat, the same input gives the same bytes.

    Every file is hashed on its way; `FileDiffers` breaks the archive off before its directory is written,
    so that no program takes what was sent for a complete archive.
    """
    placed = _placed(files)
    sink = _Sink()
    archive = zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
    for name, text in ((INVENTORY, _inventory(head, placed)), (MANIFEST, _manifest(head, placed))):
        archive.writestr(_entry(name, head.sent), text)
        yield from sink.taken()
    for path, file in placed:
        yield from _streamed(archive, sink, _entry(path, head.sent), file)
    archive.close()
    yield from sink.taken()


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


def _placed(files: Iterable[BundledFile]) -> list[tuple[str, BundledFile]]:
    taken = {INVENTORY.casefold(), MANIFEST.casefold()}
    return [
        (zip_member_name(file.line.name, taken, folder=_SLASHES.sub("_", file.line.slot)), file)
        for file in files
    ]


def _entry(path: str, sent: Moment) -> zipfile.ZipInfo:
    moment = sent.local
    entry = zipfile.ZipInfo(path, (max(moment.year, 1980), *moment.timetuple()[1:6]))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = (
        3  # with 0 some programs read the names in an old code page despite their UTF-8 flag
    )
    entry.external_attr = _REGULAR_FILE
    return entry


def _streamed(
    archive: zipfile.ZipFile, sink: _Sink, entry: zipfile.ZipInfo, file: BundledFile
) -> Iterator[bytes]:
    digest, size = hashlib.sha256(), 0
    with archive.open(entry, "w", force_zip64=file.line.size >= _ZIP64_FROM) as target:
        for chunk in file.chunks():
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
            yield from sink.taken()
    if (digest.hexdigest(), size) != (file.line.sha256, file.line.size):
        raise FileDiffers(f"{entry.filename}: {digest.hexdigest()}, {size}")
    yield from sink.taken()


def _manifest(head: BundleHead, placed: list[tuple[str, BundledFile]]) -> str:
    files = [
        {
            "path": path,
            "slot": file.line.slot,
            "name": file.line.name,
            "size": file.line.size,
            "sha256": file.line.sha256,
        }
        for path, file in placed
    ]
    about = {
        "format": _FORMAT,
        "package": head.package_number,
        "version": head.version,
        "school": head.school,
        "programme": head.programme,
        "stage": head.stage,
        "kind": head.kind_title,
        "sent": head.sent.at.isoformat(),
        "files": files,
        "removed": [
            {"slot": one.slot, "name": one.name, "size": one.size, "sha256": one.sha256}
            for one in head.removed
        ],
    }
    return json.dumps(about, ensure_ascii=False, indent=2) + "\n"


def _inventory(head: BundleHead, placed: list[tuple[str, BundledFile]]) -> bytes:
    """Lines for people, with the mark and the line ends that Windows needs to show them."""
    total = sum(file.line.size for _, file in placed)
    lines = [
        f"ОПИСЬ ДОКУМЕНТОВ ПАКЕТА № {head.package_number}",
        "",
        f"Школа: {head.school}",
        f"Вид пакета: {head.kind_title}",
        f"Редакция: {head.version}",
        f"Проект: {head.programme}",
        f"Этап экспертизы: {head.stage}",
        f"Направлен: {exact_moment(head.sent)}",
        f"Всего: {counted(len(placed), 'файл', 'файла', 'файлов')}, {filesize_ru(total)}",
        "",
    ]
    for index, (path, file) in enumerate(placed, 1):
        size = f"{filesize_ru(file.line.size)} ({number_ru(file.line.size)} байт)"
        lines += [f"{index}. {path}", f"   Размер: {size}", f"   SHA-256: {file.line.sha256}"]
        if path.rpartition("/")[2] != file.line.name:
            lines.append(f"   Исходное имя: {file.line.name}")
        lines.append("")
    if head.removed:
        lines += ["НЕТ В АРХИВЕ:", ""]
        for one in head.removed:
            lines += [f"{one.slot}: {one.name}", f"   SHA-256: {one.sha256}", ""]
    lines.append("Чтобы проверить файл в Windows, выполните: certutil -hashfile «имя файла» SHA256")
    text = "\r\n".join(printable(line).replace("\n", " ") for line in lines) + "\r\n"
    return text.encode("utf-8-sig")
