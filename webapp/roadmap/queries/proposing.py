"""Which executions the product can propose: measures all of whose conditions are met, with what proves them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.models import (
    Measure,
    MeasureCondition,
    Package,
    Participation,
    Report,
    Roadmap,
    Stage,
    StageDue,
    Survey,
)
from webapp.roadmap.queries.lines import Line
from webapp.roadmap.queries.recorded import recorded_schools
from webapp.surveys import queries as surveys
from workflows.kinds import KINDS
from workflows.roadmaps.conditions import Known, all_met, how_far, is_met
from workflows.roadmaps.occurrences import Occurrence
from workflows.roadmaps.words import STANDING, ConditionKind, MeasureStatus, RoadmapState
from workflows.surveys import Coverage
from workflows.vocabulary import DECIDED, ReportKind, ReportState, State

NOT_SENT = (State.DRAFT, State.WITHDRAWN)
PROVING = 30
"""Packages named as evidence at most; the rest are behind the stage."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with how far its fact is."""

    row: MeasureCondition
    facts: Known

    @property
    def met(self) -> bool:
        return is_met(self.row.kind, self.facts)

    @property
    def words(self) -> str:
        what = KINDS[self.row.package_kind].title if self.row.package_kind in KINDS else ""
        source = self.row.stage or self.row.survey
        named = ", ".join(part for part in (source.title if source else "", what) if part)
        return f"{named}: {self.row.kind.label} ({how_far(self.row.kind, self.facts)})"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An execution to accept: of which occurrence, why, and what proves it of what the person sees."""

    occurrence: Occurrence
    reason: str
    packages: tuple[str, ...]
    reports: tuple[str, ...]


def conditions_of(
    roadmap: Roadmap, measure_ids: Collection[int] | None = None
) -> Mapping[int, tuple[Condition, ...]]:
    """Return the conditions of the measures of a visible roadmap with their facts; eight statements at any length."""
    statement = (
        select(MeasureCondition)
        .join(Measure, Measure.id == MeasureCondition.measure_id)
        .where(Measure.roadmap_id == roadmap.id)
        .order_by(MeasureCondition.id)
        .options(joinedload(MeasureCondition.stage), joinedload(MeasureCondition.survey))
    )
    if measure_ids is not None:
        statement = statement.where(MeasureCondition.measure_id.in_(measure_ids))
    rows = session.scalars(statement).all()
    if not rows:
        return {}
    known = _known(rows, roadmap)
    found: dict[int, list[Condition]] = defaultdict(list)
    for row in rows:
        found[row.measure_id].append(Condition(row, known.of(row)))
    return {measure_id: tuple(ones) for measure_id, ones in found.items()}


def is_proposed(line: Line, conditions: Sequence[Condition]) -> Occurrence | None:
    """Return the occurrence whose execution is proposed: the first one begun that nobody has marked."""
    if line.status in (MeasureStatus.EXCLUDED, MeasureStatus.CONFIRMED):
        return None
    if not all_met((one.row.kind, one.facts) for one in conditions):
        return None
    return next(
        (
            one
            for one in line.occurrences
            if (one.start is None or one.start <= line.today)
            and (one.key not in line.last or line.last[one.key].state not in STANDING)
        ),
        None,
    )


def proposal(line: Line, conditions: Sequence[Condition]) -> Proposal | None:
    """Return what may be accepted for a measure of a roadmap in force, with its evidence as the person sees it."""
    if line.measure.roadmap.state is not RoadmapState.APPROVED:
        return None
    occurrence = is_proposed(line, conditions)
    if occurrence is None:
        return None
    stages = {one.row.stage_id for one in conditions if one.row.stage_id is not None}
    return Proposal(
        occurrence,
        "; ".join(one.words for one in conditions),
        tuple(session.scalars(_proving_packages(stages, conditions, line.measure.roadmap.school_id))),
        tuple(session.scalars(_proving_reports(stages))),
    )


def surveys_to_watch(roadmap: Roadmap) -> Sequence[Survey]:
    """Return the surveys a condition may be about: of the roadmap's project, or of all its place's."""
    return [
        row
        for row in surveys.register()
        if row.municipality_id == roadmap.municipality_id and roadmap.programme_id in (None, row.programme_id)
    ]


def stages_to_watch(roadmap: Roadmap) -> Sequence[Stage]:
    """Return the stages a condition may be about: of the roadmap's project, or of all its place's."""
    statement = (
        select(Stage)
        .where(Stage.municipality_id == roadmap.municipality_id)
        .order_by(Stage.opens_on.desc(), Stage.id)
    )
    if roadmap.programme_id is not None:
        statement = statement.where(Stage.programme_id == roadmap.programme_id)
    return session.scalars(statement).all()


@dataclass(frozen=True, slots=True)
class _Facts:
    expected: Mapping[tuple[int, str], int]
    counted: Mapping[tuple[int, str], tuple[int, int, int]]
    reported: frozenset[int]
    recorded: Mapping[int, tuple[int, int]]
    """Of a stage: schools that take part, and those whose diary has its norm."""
    surveys: Mapping[int, Coverage]

    def of(self, row: MeasureCondition) -> Known:
        if row.survey_id is not None:
            covered = self.surveys[row.survey_id]
            return Known(0, asked=covered.expected, answered=covered.answered)
        stage_id = row.stage_id or 0
        keys = [key for key in self.expected if key[0] == stage_id and row.package_kind in ("", key[1])]
        sent, examined, placed = (
            sum(self.counted.get(key, (0, 0, 0))[place] for key in keys) for place in range(3)
        )
        return Known(
            sum(self.expected[key] for key in keys),
            sent,
            examined,
            placed,
            stage_id in self.reported,
            *self.recorded.get(stage_id, (0, 0)),
        )


def _known(rows: Sequence[MeasureCondition], roadmap: Roadmap) -> _Facts:
    """Return what the product knows of stages and surveys, whoever asks: a measure is not half done for a curator."""
    kept = [row.stage for row in rows if row.kind is ConditionKind.DIARY_KEPT and row.stage is not None]
    stages = {row.stage_id for row in rows if row.stage_id is not None}
    recorded, school_id = recorded_schools(kept, roadmap), roadmap.school_id
    covered = surveys.whole_coverages({row.survey_id for row in rows if row.survey_id is not None})
    with system_scope("facts of stages that execute measures"):
        expected = session.execute(_expected(stages, school_id)).all()
        counted = session.execute(_counted(stages, school_id)).all()
        reported = session.scalars(
            select(Report.stage_id).where(
                Report.stage_id.in_(stages),
                Report.kind == ReportKind.STAGE,
                Report.accepted_at.is_not(None),
            )
        ).all()
    return _Facts(
        {(stage, kind): schools for stage, kind, schools in expected},
        {(stage, kind): (sent, examined, placed) for stage, kind, sent, examined, placed in counted},
        frozenset(one for one in reported if one is not None),
        recorded,
        covered,
    )


def _expected(stages: Collection[int], school_id: int | None) -> Select[int, str, int]:
    statement = (
        select(StageDue.stage_id, StageDue.kind, func.count(Participation.id))
        .join(Stage, Stage.id == StageDue.stage_id)
        .join(Participation, Participation.programme_id == Stage.programme_id)
        .where(
            StageDue.stage_id.in_(stages),
            or_(Participation.left_on.is_(None), Participation.left_on > Stage.closes_on),
        )
        .group_by(StageDue.stage_id, StageDue.kind)
    )
    return statement.where(Participation.school_id == school_id) if school_id else statement


def _counted(stages: Collection[int], school_id: int | None) -> Select[Any]:
    def schools(*states: State) -> Any:
        return func.count(Package.school_id.distinct()).filter(Package.state.in_(states))

    statement = (
        select(
            Package.stage_id,
            Package.kind,
            schools(*(state for state in State if state not in NOT_SENT)),
            schools(*DECIDED),
            schools(State.PLACED),
        )
        .where(Package.stage_id.in_(stages))
        .group_by(Package.stage_id, Package.kind)
    )
    return statement.where(Package.school_id == school_id) if school_id else statement


def _proving_packages(
    stages: Collection[int], conditions: Sequence[Condition], school_id: int | None
) -> Select[str]:
    kinds = {
        one.row.package_kind
        for one in conditions
        if one.row.stage_id is not None and one.row.kind is not ConditionKind.STAGE_REPORTED
    }
    statement = (
        select(Package.number)
        .where(Package.stage_id.in_(stages), Package.state.not_in(NOT_SENT))
        .order_by(Package.id)
        .limit(PROVING)
    )
    if kinds and "" not in kinds:
        statement = statement.where(Package.kind.in_(kinds))
    return statement.where(Package.school_id == school_id) if school_id else statement


def _proving_reports(stages: Collection[int]) -> Select[str]:
    return (
        select(Report.number)
        .where(
            Report.stage_id.in_(stages), Report.kind == ReportKind.STAGE, Report.state == ReportState.READY
        )
        .order_by(Report.id.desc())
        .limit(1)
    )
