"""Recommendations under the scope of the person: the list, one of them, whom they may be addressed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from webapp.database import session
from webapp.errors import NotThere
from webapp.models import Participation, Recommendation, School, Stage
from webapp.paging import PAGE_SIZE, Page, Place, cut
from workflows.recommendations import OPEN, RecommendationState


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed by; '' for everything. `state` may be «open» or «overdue» too."""

    school: str = ""
    stage: str = ""
    state: str = ""

    @property
    def active(self) -> bool:
        return any((self.school, self.stage, self.state))


def register(filters: Filters, place: Place, today: date, size: int = PAGE_SIZE) -> Page[Recommendation]:
    """Return a page of recommendations, the latest first; two statements."""
    statement = select(Recommendation).options(*_AROUND)
    if filters.school:
        statement = statement.where(
            Recommendation.school_id.in_(select(School.id).where(School.slug == filters.school))
        )
    if filters.stage:
        statement = statement.where(
            Recommendation.stage_id.in_(select(Stage.id).where(Stage.slug == filters.stage))
        )
    if filters.state in {"open", "overdue"}:
        statement = statement.where(Recommendation.state.in_(OPEN))
    if filters.state == "overdue":
        statement = statement.where(Recommendation.due_on < today)
    if filters.state in {one.value for one in RecommendationState}:
        statement = statement.where(Recommendation.state == RecommendationState(filters.state))
    if place.key:
        (key,) = place.key
        statement = statement.where(Recommendation.id > key if place.backwards else Recommendation.id < key)
    order = Recommendation.id.asc() if place.backwards else Recommendation.id.desc()
    rows = session.scalars(statement.order_by(order).limit(size + 1)).all()
    return cut(rows, place, lambda row: (row.id,), size)


def get(number: int, *, lock: bool = False) -> Recommendation:
    """Return a recommendation; raises NotThere for a foreign one."""
    statement = select(Recommendation).where(Recommendation.number == number).options(*_AROUND)
    if lock:
        statement = statement.with_for_update(of=Recommendation).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotThere
    return found


def schools() -> Sequence[tuple[str, str, int]]:
    """Return slug, name and id of the schools a recommendation may be addressed to."""
    rows = session.execute(
        select(School.slug, School.short_name, School.id)
        .where(School.closed.is_(False))
        .order_by(School.short_name, School.id)
    )
    return [(slug, name, school_id) for slug, name, school_id in rows]


def stages() -> Sequence[tuple[str, str, int]]:
    """Return slug, title and id of the stages, the latest first."""
    rows = session.execute(
        select(Stage.slug, Stage.title, Stage.id).order_by(Stage.opens_on.desc(), Stage.id.desc())
    )
    return [(slug, title, stage_id) for slug, title, stage_id in rows]


def take_part(school_id: int, stage_id: int) -> bool:
    """Tell whether a school takes part in the project of a stage."""
    found = session.scalar(
        select(Participation.id)
        .join(Stage, Stage.programme_id == Participation.programme_id)
        .where(Stage.id == stage_id, Participation.school_id == school_id)
    )
    return found is not None


def of_stage(stage_id: int) -> Sequence[Recommendation]:
    """Return the recommendations of a stage that stand, by school, as its report prints them."""
    return session.scalars(
        select(Recommendation)
        .join(Recommendation.school)
        .where(Recommendation.stage_id == stage_id, Recommendation.state != RecommendationState.WITHDRAWN)
        .order_by(School.short_name, Recommendation.id)
        .options(*_AROUND)
    ).all()


def count_of_stage(stage_id: int) -> int:
    """Return how many of them there are."""
    statement = select(func.count(Recommendation.id)).where(
        Recommendation.stage_id == stage_id, Recommendation.state != RecommendationState.WITHDRAWN
    )
    return session.scalar(statement) or 0


_AROUND = (joinedload(Recommendation.school), joinedload(Recommendation.stage))
