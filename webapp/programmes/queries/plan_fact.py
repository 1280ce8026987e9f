"""Plan and fact of an expertise: «План 11 = 1 муниципальная + 10 школьных, факт 7 = 1 + 6» (К31)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.access.actor import system_scope
from webapp.database import session
from webapp.formatting import counted
from webapp.models import Package, Stage
from workflows.vocabulary import DECIDED


@dataclass(frozen=True, slots=True)
class ExpertisePlan:
    """What the coordinator sets. A package is a school's: a municipal programme is entered by its conclusion."""

    municipal: int = 0
    school: int = 0
    municipal_done: int = 0
    municipal_basis: str = ""
    """Requisites of the conclusions on municipal programmes, without which none counts as done."""


NO_PLAN = ExpertisePlan()


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A stage with a plan; school programmes are counted by their released verdicts."""

    stage: str
    plan: ExpertisePlan
    school_done: int

    @property
    def words(self) -> str:
        plan, done = self.plan, self.plan.municipal_done
        municipal = counted(plan.municipal, "муниципальная", "муниципальные", "муниципальных")
        school = counted(plan.school, "школьная", "школьные", "школьных")
        return (
            f"План {plan.municipal + plan.school} = {municipal} + {school}, "
            f"факт {done + self.school_done} = {done} + {self.school_done}"
        )


def plan_of(row: Stage) -> ExpertisePlan:
    return ExpertisePlan(row.planned_municipal, row.planned_school, row.municipal_done, row.municipal_basis)


def plan_facts(stage_ids: Sequence[int]) -> tuple[PlanFact, ...]:
    """Return plan and fact of those of the stages that have a plan; two statements at most.

    The fact is that of the whole stage, also for a curator who sees some of its packages: a number names nobody."""
    visible = session.scalars(
        select(Stage)
        .where(Stage.id.in_(stage_ids), Stage.planned_municipal + Stage.planned_school > 0)
        .order_by(Stage.opens_on, Stage.id)
    ).all()
    if not visible:
        return ()
    with system_scope("number of verdicts of visible stages"):
        done = session.execute(
            select(Package.stage_id, func.count())
            .where(Package.stage_id.in_([row.id for row in visible]), Package.state.in_(DECIDED))
            .group_by(Package.stage_id)
        )
        counts = {stage_id: count for stage_id, count in done}
    return tuple(PlanFact(row.title, plan_of(row), counts.get(row.id, 0)) for row in visible)
