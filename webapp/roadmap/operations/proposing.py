"""The product proposes an execution it knows of; a person accepts it. Another person confirms it all the same."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, today_in, transaction
from webapp.errors import Invalid, NotThere
from webapp.models import MeasureCondition, Roadmap
from webapp.roadmap import queries
from webapp.roadmap.operations.drafting import kept
from webapp.roadmap.operations.executing import Execution, execute
from webapp.roadmap.operations.proofs import Proofs
from webapp.roadmap.queries import Line
from workflows.kinds import KINDS
from workflows.roadmaps.words import ConditionKind

NO_LONGER = "Исполнение больше не предлагается: условия изменились или его уже отметили. Обновите страницу."


def accept(ref: str, *, actor: Actor) -> int:
    """Accept the execution that is proposed for a measure; returns the id of the fact. Raises NotThere, Invalid.

    What proves it are the packages and the report of the stage, as far as the person sees them."""
    line = queries.line(ref, today_in(actor.zone))
    found = queries.conditions_of(line.measure.roadmap, (line.measure.id,))
    proposed = queries.proposal(line, found.get(line.measure.id, ()))
    if proposed is None:
        raise Invalid(NO_LONGER)
    said = Execution(
        occurrence=proposed.occurrence.key,
        done_on=line.today,
        note=f"Предложено системой. {proposed.reason}",
        proofs=Proofs(packages=proposed.packages, reports=proposed.reports),
        by_system=True,
    )
    return execute(ref, said, actor=actor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a condition is about: a stage, of one kind of documents or of all, or a survey."""

    stage_id: int | None = None
    package_kind: str = ""
    survey_id: int | None = None


def add_condition(ref: str, kind: ConditionKind, source: Source, *, actor: Actor) -> None:
    """Tie a measure to a fact the product knows. The same condition twice is one. Raises NotThere."""
    with transaction():
        line = _kept_line(ref, actor)
        row = line.measure
        _require(kind, source, row.roadmap)
        same = (
            MeasureCondition.measure_id == row.id,
            MeasureCondition.kind == kind,
            MeasureCondition.stage_id.is_not_distinct_from(source.stage_id),
            MeasureCondition.survey_id.is_not_distinct_from(source.survey_id),
            MeasureCondition.package_kind == source.package_kind,
        )
        if session.scalar(select(MeasureCondition.id).where(*same)) is not None:
            return
        session.add(
            MeasureCondition(
                municipality_id=row.municipality_id,
                measure_id=row.id,
                kind=kind,
                stage_id=source.stage_id,
                survey_id=source.survey_id,
                package_kind=source.package_kind,
                set_by_name=actor.name,
            )
        )
        _written(ref, "measure.condition_added", kind)


def remove_condition(ref: str, condition_id: int, *, actor: Actor) -> None:
    """Untie a measure from a fact; what was executed by it stays. Raises NotThere."""
    with transaction():
        line = _kept_line(ref, actor)
        row = session.scalar(
            select(MeasureCondition).where(
                MeasureCondition.id == condition_id, MeasureCondition.measure_id == line.measure.id
            )
        )
        if row is None:
            raise NotThere
        session.execute(delete(MeasureCondition).where(MeasureCondition.id == condition_id))
        _written(ref, "measure.condition_removed", row.kind)


def _require(kind: ConditionKind, source: Source, roadmap: Roadmap) -> None:
    """Raise NotThere for a stage or a survey that this roadmap does not watch."""
    if kind is ConditionKind.SURVEY_TAKEN:
        known = {one.id for one in queries.surveys_to_watch(roadmap)}
        there = source.survey_id in known and source.stage_id is None and not source.package_kind
    else:
        known = {one.id for one in queries.stages_to_watch(roadmap)}
        there = source.stage_id in known and source.survey_id is None
        there = there and (not source.package_kind or source.package_kind in KINDS)
    if not there:
        raise NotThere


def _kept_line(ref: str, actor: Actor) -> Line:
    """Return a measure of a roadmap the person keeps; the roadmap is locked first, as everywhere."""
    number = queries.line(ref, today_in(actor.zone)).measure.roadmap.number
    kept(number, actor)
    return queries.line(ref, today_in(actor.zone), lock=True)


def _written(ref: str, what: str, kind: ConditionKind) -> None:
    journal.record(what, kind="measure", object_id=ref, condition=kind.value)
