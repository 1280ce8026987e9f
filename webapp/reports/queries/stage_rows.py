"""The rows of one stage as they are at this instant: a constant number of statements however many schools."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, load_only

from webapp.database import session, today_in
from webapp.dossier.queries import frozen_slots
from webapp.errors import NotThere
from webapp.formatting import removed_ru, with_removal
from webapp.models import (
    FileCheck,
    Membership,
    Municipality,
    Package,
    PackageFile,
    Participation,
    Programme,
    School,
    Stage,
    StageDue,
    User,
    Verdict,
    Version,
    VersionFile,
)
from webapp.reports.queries.official import natural
from workflows.dates import deadline_instant
from workflows.kind import Slot
from workflows.kinds import KINDS
from workflows.verdicts import VerdictKind, Zone
from workflows.vocabulary import FileDecision, Role, State

NOT_PRESENTED = frozenset({State.DRAFT, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A package of the stage with the released verdict of the version on the table, None while there is none."""

    id: int
    number: str
    school_id: int
    school: str
    kind: str
    state: State
    round: int
    updated_at: datetime
    sent_at: datetime | None
    late_reason: str
    version_id: int | None
    version: int | None
    verdict: VerdictKind | None
    points: Decimal | None
    maximum: Decimal | None
    percent: Decimal | None
    zone: Zone | None
    placed_on: date | None

    @property
    def presented(self) -> bool:
        return self.sent_at is not None and self.state not in NOT_PRESENTED

    @property
    def kind_title(self) -> str:
        return KINDS[self.kind].title if self.kind in KINDS else self.kind


@dataclass(frozen=True, slots=True)
class FileRow:
    slot: str
    name: str
    size: int
    sha256: str
    confirmed: bool
    """The curator confirmed this very file."""


@dataclass(frozen=True, slots=True)
class StageRows:
    """A stage, what was due from whom, and what came; packages by school, then by kind."""

    stage: Stage
    programme: Programme
    municipality: Municipality
    kinds: tuple[str, ...]
    schools: Mapping[int, str]
    """Schools that had to present packages: participants, and whoever presented one all the same."""
    packages: tuple[PackageLine, ...]
    files: Mapping[int, tuple[FileRow, ...]]
    slots: Mapping[int, tuple[Slot, ...]]
    closes: datetime
    chief: str

    def is_late(self, package: PackageLine) -> bool:
        return package.sent_at is not None and package.sent_at > self.closes

    def presented(self) -> tuple[PackageLine, ...]:
        return tuple(package for package in self.packages if package.presented)


def stage_rows(stage_id: int) -> StageRows:
    """Return everything a stage report says about schools, packages and files; eight statements."""
    stage = session.scalar(
        select(Stage)
        .where(Stage.id == stage_id)
        .options(joinedload(Stage.programme))
        .execution_options(populate_existing=True)
    )
    place = session.scalar(
        select(Municipality)
        .join(Stage, Stage.municipality_id == Municipality.id)
        .where(Stage.id == stage_id)
        .execution_options(populate_existing=True)
    )
    if stage is None or place is None:
        raise NotThere
    kinds = tuple(
        session.scalars(select(StageDue.kind).where(StageDue.stage_id == stage_id).order_by(StageDue.id))
    )
    packages = package_lines(stage_id, kinds)
    came = {package.school_id: package.school for package in packages if package.presented}
    return StageRows(
        stage=stage,
        programme=stage.programme,
        municipality=place,
        kinds=kinds,
        schools=_participants(stage) | came,
        packages=packages,
        files=_files(stage_id, ZoneInfo(place.zone)),
        slots=_slots(stage_id),
        closes=deadline_instant(stage.closes_on, ZoneInfo(place.zone)),
        chief=_chief(place),
    )


def package_lines(stage_id: int, kinds: tuple[str, ...] = ()) -> tuple[PackageLine, ...]:
    """Return the packages of a stage by school, then in the order of the kinds; one statement."""
    released = and_(Verdict.version_id == Package.current_version_id, Verdict.released_at.is_not(None))
    rows = session.execute(
        select(
            Package.id, Package.number, Package.school_id, School.name, Package.kind, Package.state, Package.round,
            Package.updated_at, Package.sent_at, Package.late_reason, Package.current_version_id, Version.number,
            Package.verdict, Verdict.points, Verdict.maximum, Verdict.percent, Verdict.zone,
            Package.placed_on,
        )
        .join(School, School.id == Package.school_id)
        .outerjoin(Version, Version.id == Package.current_version_id)
        .outerjoin(Verdict, released)
        .where(Package.stage_id == stage_id)
        .order_by(Package.id, Verdict.id)
    )  # fmt: skip
    lines = {row[0]: PackageLine(*tuple(row)) for row in rows}
    order = {kind: place for place, kind in enumerate(kinds)}
    return tuple(
        sorted(
            lines.values(),
            key=lambda one: (natural(one.school), one.school_id, order.get(one.kind, 99), one.id),
        )
    )


def _participants(stage: Stage) -> dict[int, str]:
    """Return the schools that took part in the programme when the window closed."""
    rows = session.execute(
        select(School.id, School.name)
        .join(Participation, Participation.school_id == School.id)
        .where(Participation.programme_id == stage.programme_id, Participation.joined_on <= stage.closes_on)
        .where(or_(Participation.left_on.is_(None), Participation.left_on > stage.closes_on))
    )
    return {school_id: name for school_id, name in rows}


def _files(stage_id: int, zone: ZoneInfo) -> Mapping[int, tuple[FileRow, ...]]:
    rows = session.execute(
        select(
            Package.id,
            PackageFile.slot,
            PackageFile.name,
            PackageFile.size,
            PackageFile.sha256,
            FileCheck.decision,
            PackageFile.removed_at,
            PackageFile.removed_by_name,
        )
        .join(VersionFile, VersionFile.version_id == Package.current_version_id)
        .join(PackageFile, PackageFile.id == VersionFile.file_id)
        .outerjoin(FileCheck, FileCheck.file_id == PackageFile.id)
        .where(Package.stage_id == stage_id)
        .order_by(Package.id, VersionFile.position)
    )
    found: dict[int, list[FileRow]] = defaultdict(list)
    for package_id, slot, name, size, sha256, decision, removed_at, removed_by in rows:
        shown = with_removal(name, removed_ru(removed_at, removed_by, zone))
        found[package_id].append(FileRow(slot, shown, size, sha256, decision is FileDecision.CONFIRMED))
    return {package_id: tuple(files) for package_id, files in found.items()}


def _slots(stage_id: int) -> Mapping[int, tuple[Slot, ...]]:
    """Return the places for documents of each package as they were when its version was sent."""
    versions = session.scalars(
        select(Version)
        .join(Package, Package.current_version_id == Version.id)
        .where(Package.stage_id == stage_id)
        .options(load_only(Version.package_id, Version.slots))
    )
    return {version.package_id: frozen_slots(version) for version in versions}


def _chief(place: Municipality) -> str:
    """Return the name of the one who approves, '' where nobody holds the post."""
    today = today_in(place.zone)
    return (
        session.scalar(
            select(User.name)
            .join(Membership, Membership.user_id == User.id)
            .where(Membership.municipality_id == place.id, Membership.role == Role.CHIEF)
            .where(Membership.since <= today, or_(Membership.until.is_(None), Membership.until >= today))
            .where(User.disabled_at.is_(None))
            .order_by(Membership.since, User.id)
            .limit(1)
        )
        or ""
    )


def school_count(stage_id: int) -> int:
    """Return how many schools the report on a stage is about."""
    stage = session.scalar(select(Stage).where(Stage.id == stage_id))
    return len(_participants(stage)) if stage else 0
