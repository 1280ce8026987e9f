"""What is known of a package: its dossier, the facts its route asks for, its stream."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.access.actor import Actor, system_scope
from webapp.database import now, session
from webapp.diagnosis import queries as diagnosis
from webapp.errors import NotThere
from webapp.models import (
    Curatorship,
    Expertise,
    FileCheck,
    FileViewed,
    LatePermit,
    Membership,
    Message,
    MessageDraft,
    Package,
    PackageEvent,
    PackageFile,
    Remark,
    Version,
    VersionFile,
)
from workflows import kind as kinds
from workflows import scoring
from workflows.dates import deadline_instant
from workflows.facts import Facts
from workflows.judgement import judge
from workflows.kind import Kind, Slot, Subject
from workflows.kinds import KINDS, route_of
from workflows.route import Step, unmet
from workflows.sheet import Sheet, from_json
from workflows.verdicts import MarkValue, VerdictKind
from workflows.vocabulary import (
    SCHOOL_ROLES,
    FileDecision,
    RemarkKind,
    RemarkOrigin,
    RemarkState,
    Role,
    State,
)

SETTLED = frozenset({RemarkState.CONFIRMED, RemarkState.DROPPED})
WAITING = frozenset({RemarkState.OPEN, RemarkState.NOT_FIXED})
ASSEMBLING = frozenset({State.DRAFT, State.CURATOR_RETURNED, State.EXPERTISE_RETURNED, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of the dossier with what concerns this reader: decision, change, viewed."""

    file: PackageFile
    change: str
    """new, changed or same in the current version; '' for a file not sent yet."""
    check: FileCheck | None
    viewed: bool

    @property
    def sent(self) -> bool:
        return bool(self.change)


@dataclass(frozen=True, slots=True)
class Dossier:
    """A package with all that its page and its route need, loaded in a constant number of statements."""

    package: Package
    kind: Kind
    version: Version | None
    slots: tuple[Slot, ...]
    subject: Subject
    files: tuple[FileLine, ...]
    remarks: tuple[Remark, ...]
    expertise: Expertise | None
    curators: tuple[Curatorship, ...]
    own_school: bool
    permit: LatePermit | None = None
    """Leave to send after the stage closed; looked up only while that matters."""

    @property
    def sheet(self) -> Sheet | None:
        return from_json(self.expertise.sheet) if self.expertise else None

    @property
    def assembling(self) -> bool:
        """The school may change files and answers now."""
        return self.package.state in ASSEMBLING - {State.WITHDRAWN}

    def draft_files(self) -> tuple[FileLine, ...]:
        return tuple(line for line in self.files if line.file.in_draft)

    def sent_files(self) -> tuple[FileLine, ...]:
        return tuple(line for line in self.files if line.sent)


def get(number: str, *, lock: bool = False) -> Package:
    """Return the package with its school, stage, programme and municipality; raises NotThere.

    With `lock` the row stays locked until the transaction ends, and is read anew."""
    statement = (
        select(Package)
        .where(Package.number == number)
        .options(
            joinedload(Package.school),
            joinedload(Package.stage),
            joinedload(Package.programme),
            joinedload(Package.municipality),
            joinedload(Package.current_version),
            joinedload(Package.draft),
        )
    )
    if lock:
        session.scalar(select(Package.id).where(Package.number == number).with_for_update())
        statement = statement.execution_options(populate_existing=True)
    package = session.scalar(statement)
    if package is None:
        raise NotThere
    return package


def dossier(number: str, actor: Actor, *, lock: bool = False) -> Dossier:
    """Return everything about one package for one person; raises NotThere."""
    package = get(number, lock=lock)
    kind = KINDS[package.kind]
    subject = _subject(package, kind)
    slots = (
        kinds.expand(kind, subject) if package.state in ASSEMBLING else frozen_slots(package.current_version)
    )
    return Dossier(
        package=package,
        kind=kind,
        version=package.current_version,
        slots=slots,
        subject=subject,
        files=_files(package, actor),
        remarks=remarks_of(package),
        expertise=current_expertise(package),
        curators=_curators(package),
        own_school=_works_at(actor, package.school_id),
        permit=_permit(package),
    )


def frozen_slots(version: Version | None) -> tuple[Slot, ...]:
    """Return the slots as they were when the version was sent."""
    if version is None:
        return ()
    return tuple(
        Slot(
            code=raw["code"],
            title=raw["title"],
            hint=raw["hint"],
            required=raw["required"],
            many=raw["many"],
            per=kinds.Per(raw["per"]),
            sheet=raw["sheet"],
            subject=raw["subject"],
        )
        for raw in version.slots
    )


def current_expertise(package: Package) -> Expertise | None:
    """Return the expertise of the current version that this person may see, with marks and verdict."""
    if package.current_version_id is None:
        return None
    return session.scalar(
        select(Expertise)
        .where(Expertise.version_id == package.current_version_id)
        .order_by(Expertise.id.desc())
        .limit(1)
        .options(selectinload(Expertise.marks), joinedload(Expertise.verdict))
    )


def roles_on(actor: Actor, package: Package) -> frozenset[Role]:
    """Return the roles of the person on this very package. It is visible to them, so their role holds."""
    if actor.of_school and actor.school_id != package.school_id:
        return frozenset()
    return frozenset({actor.role})


def steps_for(found: Dossier, actor: Actor) -> tuple[tuple[Step, tuple[str, ...]], ...]:
    """Return the steps this person may try now, each with the conditions it still lacks."""
    facts = facts_of(found, actor)
    steps = route_of(found.package.kind).open_steps(found.package.state, roles_on(actor, found.package))
    return tuple((step, unmet(step, facts)) for step in steps)


def facts_of(
    found: Dossier, actor: Actor, *, verdict: VerdictKind | None = None, declared: bool = True
) -> Facts:
    """Return what the guards may know. `verdict` is the one being given now, before it is stored."""
    package = found.package
    remarks = _remark_facts(found)
    sheet_problems, blocking_zero = _sheet_facts(found)
    draft = found.draft_files()
    checked = found.sent_files()
    given = found.expertise.verdict.kind if found.expertise and found.expertise.verdict else None
    answers = package.draft.answers if package.draft else {}
    opened, closed = window(package)
    return Facts(
        actor_id=actor.user_id,
        actor_roles=roles_on(actor, package),
        missing_slots=kinds.missing_slots(found.slots, (line.file.slot for line in draft)),
        missing_answers=kinds.missing_answers(found.kind, answers),
        unprogrammed_risks=kinds.unprogrammed_risks(found.kind, found.subject),
        has_files=bool(draft),
        declared_no_personal_data=declared,
        head_delegated=actor.may_send,
        has_curator=bool(found.curators),
        window_opened=opened,
        window_closed=closed,
        late_reason=found.permit.reason if found.permit else package.late_reason,
        unchecked_files=tuple(line.file.name for line in checked if line.check is None),
        returned_files=tuple(
            line.file.name for line in checked if line.check and line.check.decision is FileDecision.RETURNED
        ),
        rounds_used=package.returns,
        rounds_limit=package.municipality.rounds_limit + package.extra_rounds,
        confirmer_id=package.confirmed_by_id,
        examiner_id=package.examiner_id,
        acting_examiner_id=package.examiner_id if package.state is State.EXPERTISE else None,
        own_school=found.own_school,
        sheet_problems=sheet_problems,
        blocking_zero=blocking_zero,
        verdict=verdict or given or package.verdict,
        open_remarks=remarks.open,
        unanswered_remarks=remarks.unanswered,
        undated_remarks=remarks.undated,
        new_remarks=remarks.new + _low_marks(found),
        essential_open=remarks.essential_open,
    )


def window(package: Package) -> tuple[bool, bool]:
    """Return whether the stage's window has opened, and whether it has closed, by the municipality's clock."""
    zone = ZoneInfo(package.municipality.zone)
    instant = now()
    opened = instant.astimezone(zone).date() >= package.stage.opens_on
    return opened, instant > deadline_instant(package.stage.closes_on, zone)


@dataclass(frozen=True, slots=True)
class StreamItem:
    """A line of the discussion: an event or a message, in the order of time."""

    at: datetime
    event: PackageEvent | None = None
    message: Message | None = None


def stream(package: Package, *, limit: int = 50) -> tuple[StreamItem, ...]:
    """Return the last events and messages of a package, oldest first."""
    events = session.scalars(
        select(PackageEvent)
        .where(PackageEvent.package_id == package.id)
        .order_by(PackageEvent.id.desc())
        .limit(limit)
    )
    messages = session.scalars(
        select(Message).where(Message.package_id == package.id).order_by(Message.id.desc()).limit(limit)
    )
    items = [StreamItem(event.at, event=event) for event in events]
    items += [StreamItem(message.sent_at, message=message) for message in messages]
    return tuple(sorted(items, key=lambda item: item.at)[-limit:])


def history(package: Package) -> Sequence[PackageEvent]:
    """Return every event of the package, newest first."""
    return session.scalars(
        select(PackageEvent).where(PackageEvent.package_id == package.id).order_by(PackageEvent.id.desc())
    ).all()


def versions(package: Package) -> Sequence[Version]:
    """Return the frozen versions with their files, newest first; two statements."""
    return session.scalars(
        select(Version)
        .where(Version.package_id == package.id)
        .order_by(Version.number.desc())
        .options(selectinload(Version.files).joinedload(VersionFile.file))
    ).all()


def version(package: Package, number: int) -> Version:
    found = next((version for version in versions(package) if version.number == number), None)
    if found is None:
        raise NotThere
    return found


def remarks_of(package: Package) -> tuple[Remark, ...]:
    """Return the remarks of a package by number, as they are in the open transaction."""
    return tuple(
        session.scalars(select(Remark).where(Remark.package_id == package.id).order_by(Remark.number))
    )


def file_of(package: Package, number: int) -> PackageFile:
    """Return a file of the package this person may see; raises NotThere."""
    file = session.scalar(
        select(PackageFile).where(PackageFile.package_id == package.id, PackageFile.number == number)
    )
    if file is None:
        raise NotThere
    return file


def message_draft(package: Package, user_id: int) -> str:
    return (
        session.scalar(
            select(MessageDraft.text).where(
                MessageDraft.package_id == package.id, MessageDraft.user_id == user_id
            )
        )
        or ""
    )


def works_at(user_id: int, school_id: int) -> bool:
    """Tell whether the person has, or had, a role in the school: a conflict of interest (AZ-09)."""
    with system_scope("conflict of interest"):
        found = session.scalar(
            select(Membership.id)
            .where(Membership.user_id == user_id, Membership.school_id == school_id)
            .limit(1)
        )
    return found is not None


@dataclass(frozen=True, slots=True)
class _RemarkFacts:
    open: int
    unanswered: tuple[int, ...]
    undated: tuple[int, ...]
    new: int
    essential_open: tuple[int, ...]


def _remark_facts(found: Dossier) -> _RemarkFacts:
    binding = [remark for remark in found.remarks if remark.kind is not RemarkKind.RECOMMENDATION]
    unsettled = [remark for remark in binding if remark.state not in SETTLED]
    curators = [remark for remark in unsettled if remark.origin is RemarkOrigin.CURATOR]
    return _RemarkFacts(
        open=len(curators),
        unanswered=tuple(
            remark.number for remark in unsettled if remark.published_at and remark.state in WAITING
        ),
        undated=tuple(
            remark.number for remark in unsettled if not remark.published_at and remark.due_on is None
        ),
        new=sum(1 for remark in found.remarks if remark.published_at is None),
        essential_open=tuple(
            remark.number
            for remark in unsettled
            if remark.kind is RemarkKind.ESSENTIAL and remark.published_at
        ),
    )


def _low_marks(found: Dossier) -> int:
    """Return how many marks of the open sheet will become remarks of the conclusion."""
    if found.expertise is None or found.expertise.concluded_at is not None:
        return 0
    return sum(1 for mark in found.expertise.marks if mark.value in {MarkValue.ZERO, MarkValue.ONE})


def _sheet_facts(found: Dossier) -> tuple[tuple[str, ...], tuple[str, ...]]:
    sheet = found.sheet
    if sheet is None or found.expertise is None:
        return (), ()
    score = judge(found.kind, sheet, answers_of(found.expertise)).score
    problems = (*score.missing, *(problem.criterion_code for problem in score.problems))
    return tuple(problems), score.blocking_zero


def answers_of(expertise: Expertise) -> tuple[scoring.MarkAnswer, ...]:
    """Return the marks of an expertise as values for scoring; criteria without a mark are left out."""
    return tuple(
        scoring.MarkAnswer(mark.criterion, mark.value, mark.comment)
        for mark in expertise.marks
        if mark.value is not None
    )


def _subject(package: Package, kind: Kind) -> Subject:
    if package.state not in ASSEMBLING:
        return Subject()
    return diagnosis.subject(kind, school_id=package.school_id, programme_id=package.programme_id)


def _files(package: Package, actor: Actor) -> tuple[FileLine, ...]:
    in_version = and_(
        VersionFile.file_id == PackageFile.id, VersionFile.version_id == package.current_version_id
    )
    seen = and_(FileViewed.file_id == PackageFile.id, FileViewed.user_id == actor.user_id)
    rows = session.execute(
        select(PackageFile, VersionFile.change, FileCheck, FileViewed.user_id)
        .outerjoin(VersionFile, in_version)
        .outerjoin(FileCheck, FileCheck.file_id == PackageFile.id)
        .outerjoin(FileViewed, seen)
        .where(PackageFile.package_id == package.id)
        .where(or_(PackageFile.in_draft.is_(True), VersionFile.id.is_not(None)))
        .order_by(PackageFile.number)
    )
    return tuple(
        FileLine(file, change or "", check, viewer is not None) for file, change, check, viewer in rows
    )


def _curators(package: Package) -> tuple[Curatorship, ...]:
    """Return who looks after the school today. Read as the product: the school may know its curator's name."""
    today = now().astimezone(ZoneInfo(package.municipality.zone)).date()
    with system_scope("curators of a visible package"):
        return tuple(
            session.scalars(
                select(Curatorship)
                .where(Curatorship.school_id == package.school_id, Curatorship.direction == "")
                .where(Curatorship.since <= today)
                .where(or_(Curatorship.until.is_(None), Curatorship.until >= today))
                .order_by(Curatorship.since.desc())
                .options(joinedload(Curatorship.user))
            )
        )


def _permit(package: Package) -> LatePermit | None:
    if package.state not in ASSEMBLING or package.sent_at is not None or not window(package)[1]:
        return None
    return session.scalar(
        select(LatePermit).where(
            LatePermit.stage_id == package.stage_id,
            LatePermit.school_id == package.school_id,
            LatePermit.kind == package.kind,
        )
    )


def _works_at(actor: Actor, school_id: int) -> bool:
    if actor.role in SCHOOL_ROLES:
        return False
    return works_at(actor.user_id, school_id)
