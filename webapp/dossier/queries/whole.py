"""A package with all that its page and its route need, for one person."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Date, Integer, String, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from webapp.access.actor import Actor, acting, system_scope
from webapp.database import kept, now, session
from webapp.diagnosis import queries as diagnosis
from webapp.dossier.queries.duty import curators_of
from webapp.dossier.queries.frozen import frozen_slots
from webapp.errors import NotThere
from webapp.formatting import time_ru
from webapp.models import (
    ConflictOfInterest,
    Curatorship,
    Expertise,
    FileCheck,
    FileViewed,
    LatePermit,
    Mark,
    Membership,
    Opening,
    Package,
    PackageFile,
    Remark,
    Version,
    VersionFile,
)
from workflows import kind as kinds
from workflows.dates import deadline_instant
from workflows.kind import Kind, Slot, Subject
from workflows.kinds import KINDS
from workflows.parts import Parts
from workflows.sheet import Sheet
from workflows.vocabulary import SCHOOL_ROLES, Role, Standing, State

ASSEMBLING = frozenset({State.DRAFT, *Standing.REWORKED.states, State.WITHDRAWN})
UNSENT = frozenset({State.DRAFT, State.WITHDRAWN})
"""From here a package is sent within the window or by leave; a returned one may come back at any time."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of the dossier with what concerns this reader: decision, change, viewed."""

    file: PackageFile
    change: str
    """new, changed or same in the current version; '' for a file not sent yet."""
    check: FileCheck | None
    viewed: bool
    changed_since_viewed: bool
    """The reader had looked at the file that this one replaces."""

    @property
    def sent(self) -> bool:
        return bool(self.change)


@dataclass(frozen=True, slots=True)
class Bias:
    """What keeps a person from judging a school: a post there, or a conflict of interest they declared (AZ-09)."""

    own_school: bool = False
    declared: str = ""

    def __bool__(self) -> bool:
        return self.own_school or bool(self.declared)


@dataclass(frozen=True, slots=True)
class Expert:
    """One sheet of a joint expertise without its marks: everybody may know how far it is, not what it says."""

    expertise_id: int
    user_id: int
    name: str
    current: bool
    """Of the version on the table."""
    reconciles: bool
    handed_in_at: datetime | None


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
    bias: Bias
    team: tuple[Expert, ...] = ()
    """Whose sheets there are, in any round, of a package that two experts examine apart."""
    permit: LatePermit | None = None
    """Leave to send after the stage closed; looked up only while that matters."""
    parts: Parts | None = None
    """What the return opened, while the package is with the school; None when the whole package is open."""

    @property
    def sheet(self) -> Sheet | None:
        return self.expertise.sheet if self.expertise else None

    @property
    def assembling(self) -> bool:
        """The school may change files and answers now."""
        return self.package.state in ASSEMBLING - {State.WITHDRAWN}

    def draft_files(self) -> tuple[FileLine, ...]:
        return tuple(line for line in self.files if line.file.in_draft)

    def shown_files(self, role: Role) -> tuple[FileLine, ...]:
        """The files a role works with: the draft of a school that assembles, what was sent for all others."""
        return self.draft_files() if self.assembling and role in SCHOOL_ROLES else self.sent_files()

    def sent_files(self) -> tuple[FileLine, ...]:
        return tuple(line for line in self.files if line.sent)


def get(number: str, *, lock: bool = False) -> Package:
    """Return the package with its school, stage, programme and municipality; raises NotThere.

    With `lock` the row stays locked until the transaction ends, and is read anew."""
    if lock:
        session.scalar(_LOCK, {"number": number})
    package = session.scalar(_PACKAGE_ANEW if lock else _PACKAGE, {"number": number})
    if package is None:
        raise NotThere
    return package


def locked(number: str) -> Package:
    """Return the bare package as it is now, its row locked until the transaction ends; raises NotThere."""
    package = session.scalar(_LOCKED, {"number": number})
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
        files=_in_slots(slots, _files(package, actor)),
        remarks=remarks_of(package),
        expertise=current_expertise(package),
        curators=curators_of(package.school_id, package.municipality.zone),
        bias=Bias() if actor.role in SCHOOL_ROLES else bias(actor.user_id, package.school_id),
        team=_team(package),
        permit=_permit(package),
        parts=parts_of(package),
    )


def on_its_way(package: Package) -> str:
    """Return what keeps the package from being changed while a decision waits to be sent; '' when none does."""
    if package.held_until is None:
        return ""
    moment = time_ru(package.held_until, ZoneInfo(package.municipality.zone))
    return f"Отправка школе назначена на {moment}. Отмените её на странице пакета, чтобы внести изменения."


def current_expertise(package: Package) -> Expertise | None:
    """Return the expertise of the current version that this person may see, with marks and verdict.

    Of several it is the reconciled one, else the person's own."""
    if package.current_version_id is None:
        return None
    who = acting()
    user_id = who.user_id if isinstance(who, Actor) else None
    expertise = session.scalar(_EXPERTISE, {"version": package.current_version_id, "user": user_id})
    if expertise is not None:
        marks = session.scalars(_MARKS, {"expertise": expertise.id}).all()
        set_committed_value(expertise, "marks", marks)
    return expertise


def parts_of(package: Package) -> Parts | None:
    """Return what a return opened of the version on the table; None when all of it is open, or none was returned."""
    if package.state not in Standing.REWORKED.states or package.current_version is None:
        return None
    opening = session.scalar(_OPENING, {"version": package.current_version_id})
    if opening is None:
        return None
    sent = frozenset(str(slot["code"]) for slot in package.current_version.slots)
    return Parts(frozenset(opening.slots), frozenset(opening.questions), sent)


def window(package: Package) -> tuple[bool, bool]:
    """Return whether the stage's window has opened, and whether it has closed, by the municipality's clock."""
    zone = ZoneInfo(package.municipality.zone)
    instant = now()
    opened = instant.astimezone(zone).date() >= package.stage.opens_on
    return opened, instant > deadline_instant(package.stage.closes_on, zone)


def remarks_of(package: Package) -> tuple[Remark, ...]:
    """Return the remarks of a package by number, as they are in the open transaction."""
    return tuple(session.scalars(_REMARKS, {"package": package.id}))


def bias(user_id: int, school_id: int) -> Bias:
    """Return what keeps the person from judging the school: a post there now or before, a declared conflict."""
    with system_scope("conflict of interest"):
        worked, declared = session.execute(_BIAS, {"user": user_id, "school": school_id}).one()
    return Bias(bool(worked), declared or "")


def _subject(package: Package, kind: Kind) -> Subject:
    if package.state not in ASSEMBLING:
        return Subject()
    return diagnosis.subject(kind, school_id=package.school_id, programme_id=package.programme_id)


def _files(package: Package, actor: Actor) -> tuple[FileLine, ...]:
    rows = session.execute(
        _FILES, {"package": package.id, "version": package.current_version_id, "user": actor.user_id}
    )
    return tuple(
        FileLine(file, change or "", check, viewer is not None, viewer is None and before is not None)
        for file, change, check, viewer, before in rows
    )


def _in_slots(slots: tuple[Slot, ...], files: tuple[FileLine, ...]) -> tuple[FileLine, ...]:
    """Return the files in the order of their slots, so that a replaced file keeps its place."""
    places = {slot.code: place for place, slot in enumerate(slots)}
    return tuple(sorted(files, key=lambda line: (places.get(line.file.slot, len(places)), line.file.number)))


def _team(package: Package) -> tuple[Expert, ...]:
    if not package.joint:
        return ()
    with system_scope("how far the experts are"):
        rows = session.execute(_TEAM, {"package": package.id}).all()
    return tuple(
        Expert(number, user, name, version == package.current_version_id, reconciles, handed_in)
        for number, user, name, version, reconciles, handed_in in rows
    )


def _permit(package: Package) -> LatePermit | None:
    if package.state not in UNSENT or package.late_reason or not window(package)[1]:
        return None
    return session.scalar(
        select(LatePermit).where(
            LatePermit.stage_id == package.stage_id,
            LatePermit.school_id == package.school_id,
            LatePermit.kind == package.kind,
        )
    )


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=Integer())


_today = bindparam("today", type_=Date())
_PACKAGE = kept(
    select(Package)
    .where(Package.number == bindparam("number", type_=String()))
    .options(
        joinedload(Package.school),
        joinedload(Package.stage),
        joinedload(Package.programme),
        joinedload(Package.municipality),
        joinedload(Package.current_version),
        joinedload(Package.draft),
    )
)
_LOCK = kept(
    select(Package.id).where(Package.number == bindparam("number", type_=String())).with_for_update()
)
_LOCKED = kept(
    select(Package)
    .where(Package.number == bindparam("number", type_=String()))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_PACKAGE_ANEW = kept(_PACKAGE.execution_options(populate_existing=True))
_EXPERTISE = kept(
    select(Expertise)
    .where(Expertise.version_id == _number("version"))
    .order_by(
        Expertise.reconciles.desc(), (Expertise.examiner_id == _number("user")).desc(), Expertise.id.desc()
    )
    .limit(1)
    .options(joinedload(Expertise.verdict))
    .execution_options(populate_existing=True)
)
_MARKS = kept(
    select(Mark)
    .where(Mark.expertise_id == _number("expertise"))
    .order_by(Mark.id)
    .execution_options(populate_existing=True)
)
_REMARKS = kept(
    select(Remark)
    .where(Remark.package_id == _number("package"))
    .options(joinedload(Remark.file))
    .order_by(Remark.number)
    .execution_options(populate_existing=True)
)
_OPENING = kept(select(Opening).where(Opening.version_id == _number("version")))
_VIEWED_BEFORE = (
    select(FileViewed.user_id)
    .where(FileViewed.file_id == PackageFile.replaces_id, FileViewed.user_id == _number("user"))
    .correlate(PackageFile)
    .scalar_subquery()
)
_FILES = kept(
    select(PackageFile, VersionFile.change, FileCheck, FileViewed.user_id, _VIEWED_BEFORE)
    .outerjoin(
        VersionFile,
        and_(VersionFile.file_id == PackageFile.id, VersionFile.version_id == _number("version")),
    )
    .outerjoin(FileCheck, FileCheck.file_id == PackageFile.id)
    .outerjoin(FileViewed, and_(FileViewed.file_id == PackageFile.id, FileViewed.user_id == _number("user")))
    .where(PackageFile.package_id == _number("package"))
    .where(or_(PackageFile.in_draft.is_(True), VersionFile.id.is_not(None)))
    .order_by(PackageFile.number)
    .execution_options(populate_existing=True)
)
_BIAS = kept(
    select(
        select(Membership.id)
        .where(Membership.user_id == _number("user"), Membership.school_id == _number("school"))
        .exists(),
        select(ConflictOfInterest.reason)
        .where(
            ConflictOfInterest.user_id == _number("user"), ConflictOfInterest.school_id == _number("school")
        )
        .where(ConflictOfInterest.withdrawn_at.is_(None))
        .order_by(ConflictOfInterest.id.desc())
        .limit(1)
        .scalar_subquery(),
    )
)
_TEAM = kept(
    select(
        Expertise.id,
        Expertise.examiner_id,
        Expertise.examiner_name,
        Expertise.version_id,
        Expertise.reconciles,
        Expertise.handed_in_at,
    )
    .where(Expertise.package_id == _number("package"))
    .order_by(Expertise.id)
)
