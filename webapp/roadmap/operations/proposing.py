"""The product proposes an execution it knows of; a person accepts it. Another person confirms it all the same."""

from sqlalchemy import delete, select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, today_in, transaction
from webapp.errors import Invalid, NotThere
from webapp.models import MeasureCondition
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


def add_condition(
    ref: str, kind: ConditionKind, stage_id: int, package_kind: str = "", *, actor: Actor
) -> None:
    """Tie a measure to a fact the product knows. The same condition twice is one. Raises NotThere."""
    with transaction():
        line = _kept_line(ref, actor)
        row = line.measure
        stages = {stage.id for stage in queries.stages_to_watch(row.roadmap)}
        if stage_id not in stages or (package_kind and package_kind not in KINDS):
            raise NotThere
        same = (
            MeasureCondition.measure_id == row.id,
            MeasureCondition.kind == kind,
            MeasureCondition.stage_id == stage_id,
            MeasureCondition.package_kind == package_kind,
        )
        if session.scalar(select(MeasureCondition.id).where(*same)) is not None:
            return
        session.add(
            MeasureCondition(
                municipality_id=row.municipality_id,
                measure_id=row.id,
                kind=kind,
                stage_id=stage_id,
                package_kind=package_kind,
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


def _kept_line(ref: str, actor: Actor) -> Line:
    """Return a measure of a roadmap the person keeps; the roadmap is locked first, as everywhere."""
    number = queries.line(ref, today_in(actor.zone)).measure.roadmap.number
    kept(number, actor)
    return queries.line(ref, today_in(actor.zone), lock=True)


def _written(ref: str, what: str, kind: ConditionKind) -> None:
    journal.record(what, kind="measure", object_id=ref, condition=kind.value)
