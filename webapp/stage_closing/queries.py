"""What stands against signing the report of a stage: counted, and named with where it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import (
    Package,
    Participation,
    Report,
    Roadmap,
    School,
    Stage,
    StageCheck,
    StageDue,
    Verdict,
)
from webapp.recommendations import queries as recommendations
from webapp.reports import queries as reports
from webapp.roadmap import queries as roadmaps
from workflows.kinds import KINDS
from workflows.roadmaps.words import MeasureStatus
from workflows.stage_closing import Facts, Item
from workflows.vocabulary import ReportKind, ReportState, State

ON_THEIR_WAY = (
    State.CURATOR_REVIEW,
    State.CURATOR_RETURNED,
    State.ADMITTED,
    State.EXPERTISE,
    State.EXPERTISE_RETURNED,
    State.RECONCILIATION,
    State.CONCLUDED,
)
SHOWN = 100
"""Packages and schools named at most; the rest are counted."""


@dataclass(frozen=True, slots=True)
class OpenPackage:
    number: str
    school: str
    kind: str
    state: State


@dataclass(frozen=True, slots=True)
class Absent:
    """What a school owed and never sent."""

    school: str
    slug: str
    kind: str


@dataclass(frozen=True, slots=True)
class Closing:
    stage: Stage
    facts: Facts
    packages: tuple[OpenPackage, ...]
    absent: tuple[Absent, ...]
    said: Mapping[Item, StageCheck]
    roadmap: str
    """The number of the roadmap of the stage's project, '' where it has none."""
    overdue: tuple[tuple[str, str], ...]
    """Title and address of the measures of that roadmap that are overdue."""


def closing(slug: str, today: date) -> Closing:
    """Return what is known of a stage, at one number of statements whatever its size; raises NotThere."""
    stage = stage_of(slug)
    counts, roadmap = _counts(stage.id), _roadmap(stage)
    report = session.scalar(
        select(Report)
        .where(
            Report.stage_id == stage.id, Report.kind == ReportKind.STAGE, Report.state == ReportState.READY
        )
        .order_by(Report.id.desc())
        .limit(1)
    )
    facts = Facts(
        open=sum(counts.get(state, 0) for state in ON_THEIR_WAY[:5]),
        unreconciled=counts.get(State.RECONCILIATION, 0),
        unreleased=counts.get(State.CONCLUDED, 0),
        ungrounded=_ungrounded(stage.id),
        report=report.number if report else "",
        changed=len(reports.changes(report)) if report and report.accepted_at is None else 0,
        advised=recommendations.count_of_stage(stage.id),
        counted=_counted_report(stage),
    )
    return Closing(
        stage, facts, _open_packages(stage.id), _absent(stage),
        {row.item: row for row in session.scalars(select(StageCheck).where(StageCheck.stage_id == stage.id))},
        roadmap, _overdue(roadmap, today),
    )  # fmt: skip


def _counts(stage_id: int) -> Mapping[State, int]:
    rows = session.execute(
        select(Package.state, func.count())
        .where(Package.stage_id == stage_id, Package.state.in_(ON_THEIR_WAY))
        .group_by(Package.state)
    )
    return {state: count for state, count in rows}


def _ungrounded(stage_id: int) -> int:
    statement = (
        select(func.count(Verdict.id))
        .join(Package, Package.id == Verdict.package_id)
        .where(Package.stage_id == stage_id, Verdict.rationale == "")
    )
    return session.scalar(statement) or 0


def _open_packages(stage_id: int) -> tuple[OpenPackage, ...]:
    rows = session.execute(
        select(Package.number, School.short_name, Package.kind, Package.state)
        .join(School, School.id == Package.school_id)
        .where(Package.stage_id == stage_id, Package.state.in_(ON_THEIR_WAY))
        .order_by(Package.state, School.short_name, Package.id)
        .limit(SHOWN)
    )
    return tuple(
        OpenPackage(number, school, KINDS[kind].title, state) for number, school, kind, state in rows
    )


def _absent(stage: Stage) -> tuple[Absent, ...]:
    sent = exists().where(
        Package.school_id == Participation.school_id,
        Package.stage_id == StageDue.stage_id,
        Package.kind == StageDue.kind,
        Package.state.not_in((State.DRAFT, State.WITHDRAWN)),
    )
    rows = session.execute(
        select(School.short_name, School.slug, StageDue.kind)
        .select_from(StageDue)
        .join(Participation, Participation.programme_id == stage.programme_id)
        .join(School, School.id == Participation.school_id)
        .where(
            StageDue.stage_id == stage.id,
            Participation.left_on.is_(None),
            Participation.joined_on <= stage.closes_on,
            ~sent,
        )
        .order_by(School.short_name, StageDue.kind)
        .limit(SHOWN)
    )
    return tuple(Absent(school, slug, KINDS[kind].title) for school, slug, kind in rows if kind in KINDS)


def _counted_report(stage: Stage) -> str:
    found = session.scalar(
        select(Report.number)
        .join(Roadmap, Roadmap.id == Report.roadmap_id)
        .where(
            Report.kind == ReportKind.ROADMAP,
            Report.state == ReportState.READY,
            Roadmap.programme_id == stage.programme_id,
        )
        .order_by(Report.id.desc())
        .limit(1)
    )
    return found or ""


def _overdue(roadmap: str, today: date) -> tuple[tuple[str, str], ...]:
    if not roadmap:
        return ()
    found = roadmaps.whole(roadmaps.get(roadmap), today).lines
    late = (line.measure for line in found if line.status is MeasureStatus.OVERDUE)
    return tuple((f"{one.number} {one.title}".strip(), one.ref) for one in islice(late, SHOWN))


def _roadmap(stage: Stage) -> str:
    numbers: Sequence[str] = session.scalars(
        select(Roadmap.number)
        .where(Roadmap.programme_id == stage.programme_id, Roadmap.school_id.is_(None))
        .order_by(Roadmap.id.desc())
        .limit(1)
    ).all()
    return numbers[0] if numbers else ""


def stage_of(slug: str) -> Stage:
    """Return a stage with its project; raises NotThere."""
    stage = session.scalar(select(Stage).where(Stage.slug == slug).options(joinedload(Stage.programme)))
    if stage is None:
        raise NotThere
    return stage
