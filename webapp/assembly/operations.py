"""What a school does while it assembles a package. Everything typed or uploaded is kept at once."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor, system_scope
from webapp.assembly import queries
from webapp.database import now, release, session, transaction
from webapp.documents.judgement import Accepted, infected, judge
from webapp.documents.names import clean_file_name
from webapp.dossier import queries as dossiers
from webapp.errors import Invalid, NotThere, Stale
from webapp.filestore import claim, settings, storage
from webapp.models import NumberSequence, Package, PackageDraft, PackageFile, School
from webapp.packages import operations as packages
from webapp.reading import operations as reading
from webapp.storage import NoSpace, ReceivedFile, StorageError
from workflows.dates import deadline_instant
from workflows.file_rules import Limits
from workflows.kinds import KINDS
from workflows.parts import Parts
from workflows.scanning import Scan, ScanState
from workflows.vocabulary import State

log = logging.getLogger(__name__)
FILES_LIMIT = 300
ANSWER_LIMIT = 5000
START_ATTEMPTS = 3
NOT_SAVED = "Не удалось сохранить файл: хранилище недоступно. Повторите через несколько минут."


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
class _Judged:
    name: str
    received: ReceivedFile
    verdict: Accepted
    scanned: Scan | None = None


def start(stage_slug: str, kind: str, *, actor: Actor) -> str:
    """Return the number of the school's package for a stage and kind, begun now or found as begun before.

    The number counts per municipality, and the unique constraint is its last defence (BZ-08)."""
    for _ in range(START_ATTEMPTS):
        try:
            return _start(stage_slug, kind, actor)
        except IntegrityError:
            continue
    raise Stale("Этот пакет только что создал ваш коллега. Откройте его в списке пакетов.")


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
    _check_slot(number, slot, actor)
    release()
    outcomes: list[Outcome] = []
    judged: list[_Judged] = []
    for upload in uploads:
        result = _receive(upload)
        if isinstance(result, Outcome):
            outcomes.append(result)
        else:
            judged.append(result)
    try:
        kept, lost = _make_durable(judged)
        outcomes += lost
        outcomes += _enter(number, slot, kept, actor=actor, replaces=replaces, note=note) if kept else []
    finally:
        for one in judged:
            storage().discard(one.received)
    return tuple(outcomes)


def remove_file(number: str, file_number: int, *, actor: Actor) -> None:
    """Take a file out of the draft. What was sent before stays in its version."""
    with transaction():
        package = _assembling(number)
        file = dossiers.file_of(package, file_number)
        _require_open_slot(dossiers.parts_of(package), file.slot)
        file.in_draft = False
        package.updated_at = now()
        journal.record(
            "file.removed_from_draft", kind="package", object_id=number, file=file.name, sha256=file.sha256
        )


def save_answers(number: str, answers: Mapping[str, str], *, actor: Actor, seen: int) -> PackageDraft:
    """Keep answers to the questions of the kind; unknown codes are ignored. Raises Stale for an old page."""
    with transaction():
        package = _assembling(number)
        draft = _draft(package)
        known = queries.open_questions(KINDS[package.kind], dossiers.parts_of(package))
        changed = {code: text.strip()[:ANSWER_LIMIT] for code, text in answers.items() if code in known}
        merged = {**draft.answers, **changed}
        if merged == draft.answers:
            return draft
        if draft.seen != seen:
            raise Stale(
                "Сведения тем временем изменил другой человек или другое окно. Обновите страницу: ваш текст "
                "остался в полях ниже."
            )
        draft.answers, draft.saved_at = merged, now()
        journal.record("package.answers_saved", kind="package", object_id=number, fields=sorted(changed))
        session.flush()
        return draft


def excuse(number: str, finding: str, reason: str, *, actor: Actor) -> None:
    """Keep the reason why a finding of the check is right as it is («Так и надо, потому что…»).

    It is frozen with the version, beside the words of the finding, for those who check. Raises Invalid."""
    about = {one.code: one.text for one in queries.cautions(dossiers.dossier(number, actor))}
    with transaction():
        draft = _draft(_assembling(number))
        if not reason.strip():
            raise Invalid("Напишите, почему это не ошибка.", "reason")
        if finding not in about:
            raise Invalid("Этого замечания проверки уже нет: обновите страницу.")
        told = {"about": about[finding], "reason": reason.strip()[:ANSWER_LIMIT]}
        draft.excuses = {**draft.excuses, finding: told}
        journal.record("package.finding_excused", kind="package", object_id=number, finding=finding)


def _start(stage_slug: str, kind: str, actor: Actor) -> str:
    with transaction():
        due = queries.due_for(actor, stage_slug, kind)
        if actor.school_id is None:
            raise NotThere
        begun = queries.existing(actor.school_id, due.stage_id, kind)
        if begun is not None:
            return begun
        place, year = queries.municipality_of(actor.school_id), due.stage.programme.year
        number = f"{place.code}-{year}-{_next(place.id, f'package-{year}')}"
        package = packages.start(
            school_id=actor.school_id,
            programme_id=due.stage.programme_id,
            stage_id=due.stage_id,
            municipality_id=place.id,
            kind=kind,
            number=number,
            actor=actor,
            due_at=deadline_instant(due.stage.closes_on, ZoneInfo(place.zone)),
        )
        session.add(PackageDraft(package_id=package.id, answers={}, excuses={}))
        return number


def _receive(upload: Upload) -> "_Judged | Outcome":
    name = clean_file_name(upload.name)
    try:
        received = storage().receive(upload.stream, limit=settings().file_limit)
    except StorageError as error:
        return Outcome(name, sentence=str(error))
    verdict = judge(received.path, name, limits=Limits(size=settings().file_limit))
    if isinstance(verdict, Accepted):
        scanned = reading.scan(received.path)
        if scanned is None or scanned.state is not ScanState.INFECTED:
            return _Judged(verdict.name, received, verdict, scanned)
        log.error(
            "infected upload", extra={"fields": {"sha256": received.sha256, "signature": scanned.signature}}
        )
        verdict = infected(name, scanned.signature)
    storage().discard(received)
    return Outcome(name, sentence=verdict.sentence)


def _make_durable(judged: Sequence[_Judged]) -> tuple[list[_Judged], list[Outcome]]:
    """Return the files whose bytes are kept and what to say of those for which the storage had no place."""
    kept: list[_Judged] = []
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


def _enter(
    number: str, slot: str, judged: Sequence[_Judged], *, actor: Actor, replaces: int | None, note: str
) -> list[Outcome]:
    with transaction():
        package = _assembling(number)
        found = dossiers.dossier(number, actor)
        template = next((item for item in found.slots if item.code == slot), None)
        if template is None:
            raise NotThere
        _require_open_slot(found.parts, slot)
        _check_quota(package, judged)
        previous = _replaced(package, slot, many=template.many, replaces=replaces)
        count = (
            session.scalar(select(func.max(PackageFile.number)).where(PackageFile.package_id == package.id))
            or 0
        )
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
            outcomes.append(
                Outcome(one.name, file.number, notices=tuple(n.label for n in one.verdict.warnings))
            )
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


def _row(
    package: Package,
    one: _Judged,
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


def _check_slot(number: str, slot: str, actor: Actor) -> None:
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


def _check_quota(package: Package, judged: Sequence[_Judged]) -> None:
    quota = settings().school_quota
    session.scalar(select(School.id).where(School.id == package.school_id).with_for_update(key_share=True))
    if queries.bytes_of_school(package.school_id) + sum(one.received.size for one in judged) > quota:
        raise Invalid(
            f"Место школы закончилось: предел {quota // 2**20} МБ. Обратитесь к администратору.", "files"
        )


def _assembling(number: str) -> Package:
    package = dossiers.get(number, lock=True)
    if package.state not in dossiers.ASSEMBLING - {State.WITHDRAWN}:
        raise Invalid(_closed(package))
    return package


def _closed(package: Package) -> str:
    return f"Пакет сейчас в состоянии «{package.state.label}»: изменить его нельзя."


def _draft(package: Package) -> PackageDraft:
    draft = session.scalar(
        select(PackageDraft)
        .where(PackageDraft.package_id == package.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if draft is None:
        raise NotThere
    return draft


def _next(municipality_id: int, series: str) -> int:
    with system_scope("number series"):
        sequence = session.scalar(
            select(NumberSequence)
            .where(NumberSequence.municipality_id == municipality_id, NumberSequence.series == series)
            .with_for_update()
        )
        if sequence is None:
            sequence = NumberSequence(municipality_id=municipality_id, series=series, last=0)
            session.add(sequence)
        sequence.last += 1
        session.flush()
        return sequence.last
