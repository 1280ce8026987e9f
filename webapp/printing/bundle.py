"""The archive of a package: its files under their places, a list for people and a manifest for programs."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from webapp.documents.names import zip_member_name
from webapp.formatting import counted, filesize_ru, number_ru
from webapp.printing.contents import FileLine, Moment
from webapp.printing.wording import exact_moment, printable
from webapp.printing.zipping import ZipStream, member

INVENTORY = "Опись.txt"
MANIFEST = "manifest.json"
_FORMAT = 1
_SLASHES = re.compile(r"[/\\]")  # in the title of a place they do not begin a folder


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
    placed, stream, at = _placed(files), ZipStream(), head.sent.local
    for name, text in ((INVENTORY, _inventory(head, placed)), (MANIFEST, _manifest(head, placed))):
        yield from stream.add(member(name, at), text)
    for path, file in placed:
        line = file.line
        yield from stream.add_checked(member(path, at), file.chunks(), size=line.size, sha256=line.sha256)
    yield from stream.close()


def _placed(files: Iterable[BundledFile]) -> list[tuple[str, BundledFile]]:
    taken = {INVENTORY.casefold(), MANIFEST.casefold()}
    return [
        (zip_member_name(file.line.name, taken, folder=_SLASHES.sub("_", file.line.slot)), file)
        for file in files
    ]


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
