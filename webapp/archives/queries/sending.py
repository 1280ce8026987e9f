"""A finished dossier as it can be given now: its pages, and of its documents those whose content is still there."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.access.actor import system_scope
from webapp.archives.queries.versions import INFECTED
from webapp.database import session
from webapp.errors import NotThere
from webapp.filestore import storage
from webapp.formatting import date_ru
from webapp.models import Municipality, Reading, StoredFile
from webapp.printing.dossier import Document, Sum
from webapp.reports import queries as reports
from webapp.storage import Storage
from webapp.storage.contract import CHUNK
from workflows.scanning import ScanState
from workflows.vocabulary import ReportKind

PORTION = 500
"""Hashes asked about in one statement."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What to send: the hash of the pages in the store, the documents, the name, the instant the ZIP is dated by."""

    pages: str
    control: str
    documents: tuple[Document, ...]
    name: str
    at: datetime


def sent(number: str, place: str = "") -> Sent:
    """Return a ready dossier this person may see; raises NotThere."""
    file = reports.file_of(number, "zip", place)
    report = file.report
    if report.kind is not ReportKind.DOSSIER or report.frozen_at is None:
        raise NotThere
    listed = [Sum(*one) for one in reports.content_of(report.id)["documents"]]
    clock = (
        session.scalar(select(Municipality.zone).where(Municipality.id == report.municipality_id)) or "UTC"
    )
    zone = ZoneInfo(clock)
    gone = _gone({one.sha256 for one in listed}, zone)
    store = storage()
    documents = tuple(Document(one, _opener(store, one.sha256), gone.get(one.sha256, "")) for one in listed)
    return Sent(file.sha256, report.content_sha256, documents, file.name, report.frozen_at.astimezone(zone))


def _gone(hashes: Collection[str], zone: ZoneInfo) -> Mapping[str, str]:
    """Return the words for contents removed for personal data since, and for those in which a virus was found."""
    listed, found = sorted(hashes), dict[str, str]()
    with system_scope("contents of a dossier"):
        for start in range(0, len(listed), PORTION):
            some = listed[start : start + PORTION]
            ill = select(Reading.sha256).where(Reading.sha256.in_(some), Reading.scan == ScanState.INFECTED)
            found |= dict.fromkeys(session.scalars(ill), INFECTED)
            removed = select(StoredFile.sha256, StoredFile.removed_at).where(
                StoredFile.sha256.in_(some), StoredFile.removed_at.is_not(None)
            )
            for sha256, at in session.execute(removed):
                assert at is not None
                found[sha256] = f"Содержимое удалено {date_ru(at.astimezone(zone))}: персональные данные."
    return found


def _opener(store: Storage, sha256: str) -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        with store.open(sha256) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    return chunks
