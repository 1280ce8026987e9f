"""What proves an execution on its way in: files received and judged, links looked at, packages and reports found."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from webapp.documents.judgement import Accepted, infected, judge
from webapp.documents.names import clean_file_name
from webapp.errors import Invalid
from webapp.filestore import claim, settings, storage
from webapp.models import Measure, Progress, ProgressEvidence
from webapp.reading import operations as reading
from webapp.roadmap import queries
from webapp.storage import NoSpace, ReceivedFile, StorageError
from workflows.file_rules import Limits
from workflows.roadmaps.words import EvidenceKind
from workflows.scanning import Scan, ScanState

log = logging.getLogger(__name__)
FILES_LIMIT, LINKS_LIMIT, LINK_LENGTH = 10, 10, 1000
NOT_SAVED = "Не удалось сохранить файл: хранилище недоступно. Повторите через несколько минут."


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes from the browser."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class Kept:
    """A good file whose bytes are durable and have no row yet."""

    name: str
    received: ReceivedFile
    verdict: Accepted
    scanned: Scan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    """What proves an execution besides files: addresses, numbers of packages, numbers of reports."""

    links: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.links) + len(self.packages) + len(self.reports)


@contextmanager
def received(uploads: Sequence[Upload]) -> Iterator[tuple[Kept, ...]]:
    """Give the files received, judged in a child process and made durable; Invalid when one of them may not be kept.

    Nothing is left of them where the block ends without rows that claim them."""
    if len(uploads) > FILES_LIMIT:
        raise Invalid(f"За один раз прикладывают не более {FILES_LIMIT} файлов. Уберите лишние.", "files")
    kept: list[Kept] = []
    try:
        for upload in uploads:
            kept.append(_judged(upload))
        for one in kept:
            _make_durable(one)
        yield tuple(kept)
    finally:
        for one in kept:
            storage().discard(one.received)


def checked_links(links: Sequence[str]) -> tuple[str, ...]:
    """Return the addresses that were typed, without repetitions; Invalid for what no browser would open safely."""
    found = tuple(dict.fromkeys(link.strip() for link in links if link.strip()))
    if len(found) > LINKS_LIMIT:
        raise Invalid(f"Укажите не более {LINKS_LIMIT} ссылок.", "links")
    for link in found:
        if not _is_address(link):
            raise Invalid(
                f"«{link[:80]}» не похоже на адрес. Укажите адрес полностью, начиная с https://.", "links"
            )
    return found


def enter(measure: Measure, fact: Progress, proofs: Proofs, files: Sequence[Kept]) -> None:
    """Give everything that proves a fact its row, in the open transaction; NotThere for a foreign package or report."""
    for file in files:
        claim(
            file.received.sha256,
            file.received.size,
            kind=file.verdict.kind.value,
            media_type=file.verdict.media_type,
            pages=file.verdict.pages,
        )
        reading.ask(file.received.sha256, file.scanned)
        _add(fact, EvidenceKind.FILE, file.name, sha256=file.received.sha256)
    for link in proofs.links:
        _add(fact, EvidenceKind.LINK, link[:300], url=link)
    for package in queries.packages_named(proofs.packages, measure.municipality_id):
        _add(fact, EvidenceKind.PACKAGE, queries.package_title(package), package_id=package.id)
    for report in queries.reports_named(proofs.reports, measure.municipality_id):
        _add(fact, EvidenceKind.REPORT, f"{report.title}, № {report.number}"[:300], report_id=report.id)


def _add(fact: Progress, kind: EvidenceKind, title: str, **what: object) -> None:
    fact.evidence.append(
        ProgressEvidence(municipality_id=fact.municipality_id, kind=kind, title=title, **what)
    )


def _judged(upload: Upload) -> Kept:
    name = clean_file_name(upload.name)
    try:
        received = storage().receive(upload.stream, limit=settings().file_limit)
    except StorageError as error:
        raise Invalid(f"«{name}»: {error}", "files") from error
    verdict = judge(received.path, name, limits=Limits(size=settings().file_limit))
    scanned = reading.scan(received.path) if isinstance(verdict, Accepted) else None
    if isinstance(verdict, Accepted) and scanned is not None and scanned.state is ScanState.INFECTED:
        log.error(
            "infected upload", extra={"fields": {"sha256": received.sha256, "signature": scanned.signature}}
        )
        verdict = infected(name, scanned.signature)
    if not isinstance(verdict, Accepted):
        storage().discard(received)
        raise Invalid(f"«{name}»: {verdict.sentence}", "files")
    return Kept(verdict.name, received, verdict, scanned)


def _make_durable(file: Kept) -> None:
    try:
        storage().keep(file.received)
    except StorageError as error:
        log.exception("storage")
        raise Invalid(str(error) if isinstance(error, NoSpace) else NOT_SAVED, "files") from error


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return False
    plain = not any(sign.isspace() or not sign.isprintable() for sign in link)
    return plain and parts.scheme in {"http", "https"} and bool(host) and len(link) <= LINK_LENGTH
