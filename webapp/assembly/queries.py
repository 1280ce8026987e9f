"""What a school may assemble, and what its draft still lacks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.access.actor import Actor, acting, system_scope
from webapp.database import now, release, session
from webapp.dossier.queries import Dossier, FileLine, crossed
from webapp.errors import NotThere
from webapp.evidence import queries as evidence
from webapp.models import (
    FileUpload,
    Municipality,
    Package,
    PackageFile,
    Participation,
    Programme,
    School,
    Stage,
    StageDue,
)
from webapp.reading import queries as reading
from workflows import kind as kinds
from workflows.dates import deadline_instant
from workflows.evidence import Coverage
from workflows.kind import Answering, Kind, Slot
from workflows.kinds import KINDS
from workflows.parts import Parts
from workflows.reading import Problem
from workflows.vocabulary import StageState


@dataclass(frozen=True, slots=True)
class DueKind:
    """One kind of package a stage expects of the school, and the package already begun for it."""

    stage: Stage
    kind: Kind
    state: StageState
    package_number: str


class Progress(StrEnum):
    """How far a step of the wizard is: three words, so that a colleague sees that someone has begun."""

    NOT_STARTED = "not_started"
    HAS_ERRORS = "has_errors"
    READY = "ready"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the check found: what, where to mend it, and whether it stops the sending."""

    code: str
    text: str
    step: str
    blocks: bool
    excuse: str = ""
    file: int = 0
    leaf: int = 0
    """Number of the file it is about and of its page, 0 for none."""


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A slot with the files in it."""

    slot: Slot
    files: tuple[FileLine, ...]


def due_kinds(actor: Actor) -> tuple[DueKind, ...]:
    """Return what stages expect of the person's school, soonest first; three statements."""
    stages = session.scalars(
        select(Stage)
        .join(Participation, Participation.programme_id == Stage.programme_id)
        .join(Programme, Programme.id == Stage.programme_id)
        .where(Participation.school_id == actor.school_id, Participation.left_on.is_(None))
        .where(Programme.archived.is_(False))
        .order_by(Stage.closes_on, Stage.id)
        .options(selectinload(Stage.dues), joinedload(Stage.programme))
    ).all()
    begun = {
        (stage_id, kind): number
        for stage_id, kind, number in session.execute(
            select(Package.stage_id, Package.kind, Package.number).where(Package.school_id == actor.school_id)
        )
    }
    zone = ZoneInfo(actor.zone)
    return tuple(
        DueKind(stage, KINDS[due.kind], stage_state(stage, zone), begun.get((stage.id, due.kind), ""))
        for stage in stages
        for due in stage.dues
        if due.kind in KINDS
    )


def stage_state(stage: Stage, zone: ZoneInfo) -> StageState:
    """Return whether the window of a stage is planned, open or closed, by the municipality's clock."""
    instant = now()
    if instant.astimezone(zone).date() < stage.opens_on:
        return StageState.PLANNED
    return StageState.CLOSED if instant > deadline_instant(stage.closes_on, zone) else StageState.OPEN


def due_for(actor: Actor, stage_slug: str, kind: str) -> StageDue:
    """Return the line of a stage that expects this kind of the person's school; raises NotThere."""
    due = session.scalar(
        select(StageDue)
        .join(Stage, Stage.id == StageDue.stage_id)
        .join(Participation, Participation.programme_id == Stage.programme_id)
        .where(Stage.slug == stage_slug, StageDue.kind == kind)
        .where(Participation.school_id == actor.school_id, Participation.left_on.is_(None))
        .options(joinedload(StageDue.stage).joinedload(Stage.programme))
    )
    if due is None:
        raise NotThere
    return due


def existing(school_id: int, stage_id: int, kind: str) -> str | None:
    """Return the number of the package a school already has for this stage and kind."""
    return session.scalar(
        select(Package.number).where(
            Package.school_id == school_id, Package.stage_id == stage_id, Package.kind == kind
        )
    )


def municipality_of(school_id: int) -> Municipality:
    with system_scope("municipality of the acting school"):
        return session.scalars(
            select(Municipality)
            .join(School, School.municipality_id == Municipality.id)
            .where(School.id == school_id)
        ).one()


def bytes_of_school(school_id: int) -> int:
    """Return how many bytes the school keeps in its packages and has on their way there, for the quota."""
    kept = (
        select(func.coalesce(func.sum(PackageFile.size), 0))
        .join(Package, Package.id == PackageFile.package_id)
        .where(Package.school_id == school_id, PackageFile.removed_at.is_(None))
    )
    coming = (
        select(func.coalesce(func.sum(FileUpload.size), 0))
        .join(Package, Package.id == FileUpload.package_id)
        .where(Package.school_id == school_id, FileUpload.finished_at.is_(None))
    )
    with system_scope("uploads of colleagues count for the quota"):
        return (session.scalar(kept) or 0) + (session.scalar(coming) or 0)


def upload_of(number: str, key: str, *, lock: bool = False) -> FileUpload:
    """Return the person's own upload into a package that exists for them; raises NotThere.

    Whose right was lost since it began finds neither (AZ-06)."""
    wanted = (
        select(FileUpload)
        .join(Package, Package.id == FileUpload.package_id)
        .where(Package.number == number, FileUpload.key == key)
        .execution_options(populate_existing=True)
    )
    found = session.scalar(wanted.with_for_update(of=FileUpload) if lock else wanted)
    if found is None:
        raise NotThere
    return found


def begun_before(package: Package, key: str) -> FileUpload | None:
    """Return the person's own upload into this package under a key."""
    return session.scalar(
        select(FileUpload).where(FileUpload.package_id == package.id, FileUpload.key == key)
    )


def unfinished(found: Dossier) -> tuple[FileUpload, ...]:
    """Return what the person began to send into the package and did not finish, oldest first; one statement."""
    return tuple(
        session.scalars(
            select(FileUpload)
            .where(FileUpload.package_id == found.package.id, FileUpload.finished_at.is_(None))
            .order_by(FileUpload.id)
        )
    )


def was_removed(number: str, sha256: str) -> bool:
    """Tell whether the school's file of these bytes lost its content to personal data; lets the connection go."""
    school = select(Package.school_id).where(Package.number == number).scalar_subquery()
    found = session.scalar(
        select(PackageFile.id)
        .join(Package, Package.id == PackageFile.package_id)
        .where(Package.school_id == school, PackageFile.sha256 == sha256, PackageFile.removed_at.is_not(None))
        .limit(1)
    )
    release()
    return found is not None


def open_uploads() -> int:
    """Return how many files the person is sending or has left half-sent, in all packages."""
    mine = select(func.count()).select_from(FileUpload).where(FileUpload.finished_at.is_(None))
    return session.scalar(mine) or 0


def slot_lines(found: Dossier) -> tuple[SlotLine, ...]:
    """Return the slots of the draft with their files; files of a vanished slot go to the last, open one."""
    known = {slot.code for slot in found.slots}
    fallback = found.slots[-1].code if found.slots else ""
    by_slot: dict[str, list[FileLine]] = {}
    for line in found.draft_files():
        by_slot.setdefault(line.file.slot if line.file.slot in known else fallback, []).append(line)
    return tuple(SlotLine(slot, tuple(by_slot.get(slot.code, ()))) for slot in found.slots)


def open_questions(kind: Kind, parts: Parts | None) -> frozenset[str]:
    """Return the codes of the questions whose answers may change now."""
    codes = frozenset(question.code for question in kind.questions)
    return codes if parts is None else frozenset(code for code in codes if parts.opens_question(code))


def answers_of(found: Dossier) -> dict[str, str]:
    return dict(found.package.draft.answers) if found.package.draft else {}


def stops(found: Dossier) -> tuple[Finding, ...]:
    """Return what stops the sending: required files, answers and programmes that are missing."""
    filled = [line.file.slot for line in found.draft_files()]
    return (
        *(
            Finding(f"slot:{title}", f"Нет обязательного файла: {title}.", "files", blocks=True)
            for title in kinds.missing_slots(found.slots, filled)
        ),
        *(
            Finding(f"answer:{title}", f"Не заполнено: {title}.", "answers", blocks=True)
            for title in kinds.missing_answers(found.kind, answers_of(found))
        ),
        *(
            Finding(f"risk:{name}", f"Не внесена антирисковая программа: {name}.", "risks", blocks=True)
            for name in kinds.unprogrammed_risks(found.kind, found.subject)
        ),
        *(
            Finding(f"virus:{file.number}", f"«{file.name}». {Problem.INFECTED.label}", "files", blocks=True)
            for file in reading.infected([line.file for line in found.draft_files()])
        ),
    )


def cautions(found: Dossier) -> tuple[Finding, ...]:
    """Return what is worth a second look and may be sent as it is, with the school's explanations."""
    excuses = dict(found.package.draft.excuses) if found.package.draft else {}
    soft = (
        *_same_content(found.draft_files()),
        *_period(found.kind, answers_of(found)),
        *_late_measures(found),
        *_in_files(found),
        *_between_files(found),
        *_out_of_time(found),
    )
    return tuple(replace(one, excuse=excuses.get(one.code, {}).get("reason", "")) for one in soft)


def progress(found: Dossier) -> dict[str, Progress]:
    """Return how far each step of the wizard is, by its code."""
    stopping = stops(found)
    files, answers = found.draft_files(), answers_of(found)
    ready = not stopping and bool(files)
    return {
        "kind": Progress.READY,
        "files": _progress(bool(files), any(f.step in {"files", "risks"} for f in stopping)),
        "answers": _progress(any(answers.values()), any(f.step == "answers" for f in stopping)),
        "check": Progress.READY if ready else Progress.HAS_ERRORS if files else Progress.NOT_STARTED,
        "submit": Progress.NOT_STARTED if ready else Progress.UNAVAILABLE,
    }


def _progress(begun: bool, lacking: bool) -> Progress:
    if not begun and lacking:
        return Progress.NOT_STARTED
    return Progress.HAS_ERRORS if lacking else Progress.READY


def _same_content(lines: Sequence[FileLine]) -> list[Finding]:
    seen: dict[str, str] = {}
    found = []
    for line in lines:
        other = seen.setdefault(line.file.sha256, line.file.name)
        if other != line.file.name or list(seen).count(line.file.sha256) > 1:
            text = f"Файлы «{other}» и «{line.file.name}» совпадают. Проверьте, тот ли файл приложен."
            found.append(Finding(f"same:{line.file.number}", text, "files", blocks=False))
    return found


def _period(kind: Kind, answers: dict[str, str]) -> list[Finding]:
    dated = [question.code for question in kind.questions if question.answering is Answering.DATE]
    start, end = (answers.get(code, "") for code in [*dated, "", ""][:2])
    if not start or not end or start <= end:
        return []
    return [Finding("period", "Начало периода позже его окончания. Проверьте даты.", "answers", blocks=False)]


def _in_files(found: Dossier) -> Iterator[Finding]:
    """What the machine noticed in the files of the draft that were read so far."""
    lines = found.draft_files()
    noticed = reading.noticed(found.package.kind, [line.file for line in lines])
    for line in lines:
        for one in noticed.get(line.file.number, ()):
            code, text = f"file:{line.file.number}:{one.code}", f"«{line.file.name}». {one.text}"
            yield Finding(code, text, "file", blocks=False, file=line.file.number, leaf=one.leaf)


def _between_files(found: Dossier) -> Iterator[Finding]:
    """What the files of the draft say against each other and against the school's other packages."""
    lines = [line.file for line in found.draft_files()]
    if not lines:
        return
    for one in crossed(found.package, lines).found:
        yield Finding(f"cross:{one.code}", one.text, "cross", blocks=False)


def _out_of_time(found: Dossier) -> Iterator[Finding]:
    """Measures whose documents all bear a date of another time."""
    who = acting()
    if not found.kind.evidence_stage or not isinstance(who, Actor):
        return
    for row in evidence.matrix_of(found, who).rows:
        if row.coverage is Coverage.OUTSIDE:
            text = f"Мера «{row.measure.title}»: документы датированы вне её срока. Проверьте, те ли это документы."
            yield Finding(f"evidence:{row.measure.key}", text, "evidence", blocks=False)


def _late_measures(found: Dossier) -> list[Finding]:
    late = [m for m in found.subject.measures if m.due_on and m.due_on > found.package.stage.closes_on]
    return [
        Finding(
            f"measure:{m.id}", f"Срок меры «{m.title}» позже окончания приёма этапа.", "files", blocks=False
        )
        for m in late
    ]
