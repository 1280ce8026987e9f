"""Files of a draft: received, judged, made durable and entered, in this order. What was uploaded is kept at once."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import func, select

from webapp import journal
from webapp.access.actor import Actor
from webapp.assembly import queries
from webapp.database import now, release, session, transaction
from webapp.documents.judgement import Accepted, infected, judge
from webapp.documents.names import clean_file_name
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere
from webapp.filestore import claim, settings, storage
from webapp.models import Package, PackageFile, School
from webapp.reading import operations as reading
from webapp.storage import NoSpace, ReceivedFile, StorageError
from workflows.file_rules import Limits
from workflows.parts import Parts
from workflows.scanning import Scan, ScanState
from workflows.vocabulary import State

log = logging.getLogger(__name__)
FILES_LIMIT = 300
NOT_SAVED = "Не удалось сохранить файл: хранилище недоступно. Повторите через несколько минут."
REMOVED = "Содержимое этого файла удалено из системы: в нём персональные данные. Приложите документ без них."


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes from the browser."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one upload: kept under a number, or refused with a sentence that says what to do."""

    name: str
    number: int = 0
    sentence: str = ""
    notices: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        return not self.sentence


@dataclass(frozen=True, slots=True)
class Judged:
    """A good file whose bytes are not durable yet."""

    name: str
    received: ReceivedFile
    verdict: Accepted
    scanned: Scan | None = None


def add_files(
    number: str,
    slot: str,
    uploads: Sequence[Upload],
    *,
    actor: Actor,
    replaces: int | None = None,
    note: str = "",
) -> tuple[Outcome, ...]:
    """Keep the good files in a slot and tell of each refused one why; raises NotThere, Invalid.

    Bytes are received, judged in a child process and made durable before the one short transaction; a file
    of a single-file slot is replaced, and what was sent before stays in its frozen version."""
    check_slot(number, slot, actor)
    release()
    outcomes: list[Outcome] = []
    good: list[Judged] = []
    for upload in uploads:
        result = _receive(number, upload)
        if isinstance(result, Outcome):
            outcomes.append(result)
        else:
            good.append(result)
    try:
        kept, lost = make_durable(good)
        outcomes += lost
        outcomes += enter(number, slot, kept, actor=actor, replaces=replaces, note=note) if kept else []
    finally:
        for one in good:
            storage().discard(one.received)
    return tuple(outcomes)


def remove_file(number: str, file_number: int, *, actor: Actor) -> None:
    """Take a file out of the draft. What was sent before stays in its version."""
    with transaction():
        package = assembling(number)
        file = dossiers.file_of(package, file_number)
        _require_open_slot(dossiers.parts_of(package), file.slot)
        file.in_draft = False
        package.updated_at = now()
        journal.record(
            "file.removed_from_draft", kind="package", object_id=number, file=file.name, sha256=file.sha256
        )


def _receive(number: str, upload: Upload) -> "Judged | Outcome":
    try:
        received = storage().receive(upload.stream, limit=settings().file_limit)
    except StorageError as error:
        return Outcome(clean_file_name(upload.name), sentence=str(error))
    return judged(number, upload.name, received)


def judged(number: str, raw_name: str, received: ReceivedFile) -> "Judged | Outcome":
    """Return the file that may be kept, or what to say of the one that may not: it is discarded."""
    name = clean_file_name(raw_name)
    if queries.was_removed(number, received.sha256):
        storage().discard(received)
        return Outcome(name, sentence=REMOVED)
    verdict = judge(received.path, name, limits=Limits(size=settings().file_limit))
    if isinstance(verdict, Accepted):
        scanned = reading.scan(received.path)
        if scanned is None or scanned.state is not ScanState.INFECTED:
            return Judged(verdict.name, received, verdict, scanned)
        log.error(
            "infected upload", extra={"fields": {"sha256": received.sha256, "signature": scanned.signature}}
        )
        verdict = infected(name, scanned.signature)
    storage().discard(received)
    return Outcome(name, sentence=verdict.sentence)


def make_durable(judged: Sequence[Judged]) -> tuple[list[Judged], list[Outcome]]:
    """Return the files whose bytes are kept and what to say of those for which the storage had no place."""
    kept: list[Judged] = []
    lost: list[Outcome] = []
    for one in judged:
        try:
            storage().keep(one.received)
            kept.append(one)
        except StorageError as error:
            if not lost:
                log.exception("storage")
            lost.append(Outcome(one.name, sentence=str(error) if isinstance(error, NoSpace) else NOT_SAVED))
    return kept, lost


def enter(
    number: str, slot: str, judged: Sequence[Judged], *, actor: Actor, replaces: int | None, note: str
) -> list[Outcome]:
    """Give durable files their rows in the draft, in one short transaction; raises NotThere, Invalid."""
    with transaction():
        package = assembling(number)
        found = dossiers.dossier(number, actor)
        template = next((item for item in found.slots if item.code == slot), None)
        if template is None:
            raise NotThere
        _require_open_slot(found.parts, slot)
        check_quota(package.school_id, sum(one.received.size for one in judged))
        previous = _replaced(package, slot, many=template.many, replaces=replaces)
        count = (
            session.scalar(select(func.max(PackageFile.number)).where(PackageFile.package_id == package.id))
            or 0
        )
        present = {line.file.sha256: line.file.name for line in found.draft_files()}
        outcomes = []
        for place, one in enumerate(judged, start=1):
            if previous is not None:
                previous.in_draft = False
            file = _row(
                package, one, slot=slot, number=count + place, previous=previous, actor=actor, note=note
            )
            session.add(file)
            session.flush()
            previous = None if template.many else file
            outcomes.append(Outcome(one.name, file.number, notices=_notices(one, present)))
            present[file.sha256] = file.name
            journal.record(
                "file.uploaded",
                kind="package",
                object_id=number,
                file=one.name,
                sha256=one.received.sha256,
                size=one.received.size,
                slot=slot,
            )
        package.updated_at = now()
        return outcomes


def _notices(one: Judged, present: Mapping[str, str]) -> tuple[str, ...]:
    """Return what to say of a kept file: the same bytes are in the draft already, and what its content warns of."""
    twin = present.get(one.received.sha256)
    doubled = (f"Такой же файл уже был в пакете: «{twin}». Проверьте, тот ли файл выбран.",) if twin else ()
    return doubled + tuple(warning.label for warning in one.verdict.warnings)


def _row(
    package: Package,
    one: Judged,
    *,
    slot: str,
    number: int,
    previous: PackageFile | None,
    actor: Actor,
    note: str,
) -> PackageFile:
    claim(
        one.received.sha256,
        one.received.size,
        kind=one.verdict.kind.value,
        media_type=one.verdict.media_type,
        pages=one.verdict.pages,
    )
    reading.ask(one.received.sha256, one.scanned)
    return PackageFile(
        package_id=package.id,
        number=number,
        slot=slot,
        name=one.name,
        sha256=one.received.sha256,
        size=one.received.size,
        kind=one.verdict.kind.value,
        pages=one.verdict.pages,
        note=note.strip()[:300],
        replaces_id=previous.id if previous else None,
        uploaded_by_id=actor.user_id,
        uploaded_by_name=actor.name,
    )


def _replaced(package: Package, slot: str, *, many: bool, replaces: int | None) -> PackageFile | None:
    inside = select(PackageFile).where(PackageFile.package_id == package.id, PackageFile.slot == slot)
    inside = inside.where(PackageFile.in_draft.is_(True))
    if replaces is not None:
        return session.scalar(inside.where(PackageFile.number == replaces))
    if many:
        return None
    return session.scalar(inside.order_by(PackageFile.number.desc()).limit(1))


def check_slot(number: str, slot: str, actor: Actor) -> None:
    """Refuse early what `enter` would refuse: a closed package, an unknown or closed slot, too many files."""
    found = dossiers.dossier(number, actor)
    if not found.assembling:
        raise Invalid(_closed(found.package))
    if slot not in {item.code for item in found.slots}:
        raise NotThere
    _require_open_slot(found.parts, slot)
    if len(found.draft_files()) >= FILES_LIMIT:
        raise Invalid(f"В пакете уже {FILES_LIMIT} файлов: больше нельзя. Объедините страницы в один PDF.")


def _require_open_slot(parts: Parts | None, slot: str) -> None:
    if parts is not None and not parts.opens_slot(slot):
        raise Invalid(
            "Этот документ при возврате не открыт для исправления: он останется таким, как был направлен."
        )


def check_quota(school_id: int, size: int) -> None:
    """Refuse more than the school's quota, what is on its way included; of several at once each waits its turn."""
    quota = settings().school_quota
    session.scalar(select(School.id).where(School.id == school_id).with_for_update(key_share=True))
    if queries.bytes_of_school(school_id) + size > quota:
        raise Invalid(
            f"Место школы закончилось: предел {quota // 2**20} МБ. Обратитесь к администратору.", "files"
        )


def assembling(number: str) -> Package:
    """Return the locked package while its school may change it; raises NotThere, Invalid."""
    package = dossiers.get(number, lock=True)
    if package.state not in dossiers.ASSEMBLING - {State.WITHDRAWN}:
        raise Invalid(_closed(package))
    return package


def _closed(package: Package) -> str:
    return f"Пакет сейчас в состоянии «{package.state.label}»: изменить его нельзя."
