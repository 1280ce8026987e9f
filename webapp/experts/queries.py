"""Who examines in the municipality, how much each has, and what keeps whom from which schools."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.curators import queries as curators
from webapp.database import session
from webapp.models import ConflictOfInterest, School, Stage
from webapp.packages import queries as packages
from workflows.vocabulary import Role


@dataclass(frozen=True, slots=True)
class ExpertLine:
    """A person who may examine, and what is on their table."""

    user_id: int
    name: str
    post: str
    expert: bool
    """Holds the role of an expert; otherwise a coordinator, who reconciles."""
    load: int
    conflicts: int


def experts() -> tuple[ExpertLine, ...]:
    """Return those who may examine today, by name, in a constant number of statements."""
    load, able = packages.load(), packages.holders(Role.EXPERT)
    conflicts = Counter(one.user_id for one in declared())
    return tuple(
        ExpertLine(one.id, one.name, one.post, one.id in able, load.get(one.id, 0), conflicts[one.id])
        for one in packages.experts()
    )


def judges(today: date) -> dict[int, str]:
    """Return id → name of everybody who may judge a package today, experts and curators, by name."""
    people = {one.id: one.name for one in packages.experts()}
    people |= {one.id: one.name for one in curators.curator_options(today)}
    return dict(sorted(people.items(), key=lambda person: (person[1], person[0])))


def declared() -> Sequence[ConflictOfInterest]:
    """Return the conflicts in force that this person may see, by person."""
    return session.scalars(
        select(ConflictOfInterest)
        .where(ConflictOfInterest.withdrawn_at.is_(None))
        .order_by(ConflictOfInterest.user_name, ConflictOfInterest.id)
        .options(joinedload(ConflictOfInterest.school))
    ).all()


def schools() -> Sequence[School]:
    """Return the schools this person may name, by name."""
    return session.scalars(select(School).order_by(School.short_name)).all()


def stage(slug: str) -> Stage | None:
    return session.scalar(select(Stage).where(Stage.slug == slug)) if slug else None


def stages() -> Sequence[Stage]:
    return session.scalars(select(Stage).order_by(Stage.opens_on.desc(), Stage.id)).all()
