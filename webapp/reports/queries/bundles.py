"""What the archive of a confirmed package holds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from webapp.dossier import queries as dossiers
from webapp.errors import NotThere, Stale
from webapp.filestore import storage
from webapp.printing.bundle import BundledFile, BundleHead
from webapp.printing.contents import FileLine
from webapp.reading import queries as readings
from webapp.reports.queries.conclusion_contents import file_line
from webapp.reports.queries.official import moment
from webapp.reports.queries.receipts import sent_version
from webapp.storage import Storage
from webapp.storage.contract import CHUNK
from workflows.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Archive:
    """The head of the list and the files, each of which opens itself when its turn comes."""

    head: BundleHead
    files: tuple[BundledFile, ...]


def archive(number: str) -> Archive:
    """Return what the archive of a package holds; raises NotThere before a curator has confirmed it.

    Files whose content was removed for personal data are named in its list. Raises Stale when other bytes are gone or
    carry a virus: an archive with a hole must not look whole."""
    package = dossiers.get(number)
    if package.confirmed_at is None:
        raise NotThere
    version, store = sent_version(package), storage()
    zone = ZoneInfo(package.municipality.zone)
    removed = tuple(file_line(version, line.file, zone) for line in version.files if line.file.removed_at)
    lines = tuple(file_line(version, line.file, zone) for line in version.files if not line.file.removed_at)
    infected = readings.infected([line.file for line in version.files])
    if infected:
        raise Stale(
            f"Архив собрать нельзя: в файле «{infected[0].name}» найден вирус. Скачайте остальные файлы по одному."
        )
    gone = [line.name for line in lines if not store.exists(line.sha256)]
    if gone:
        raise Stale(
            f"Архив собрать нельзя: содержимого файла «{gone[0]}» нет в хранилище. Скачайте остальные файлы по одному."
        )
    return Archive(
        BundleHead(
            package_number=package.number,
            version=version.number,
            school=package.school.name,
            programme=package.programme.title,
            stage=package.stage.title,
            kind_title=KINDS[package.kind].title if package.kind in KINDS else package.kind,
            sent=moment(version.sent_at, package.municipality),
            removed=removed,
        ),
        tuple(BundledFile(line, _opener(store, line)) for line in lines),
    )


def _opener(store: Storage, line: FileLine) -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        with store.open(line.sha256) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    return chunks
