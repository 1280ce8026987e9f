"""Roadmaps of schools, with the share each of them has executed (К24)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp.database import session
from webapp.models import Participation, Roadmap, School
from webapp.roadmap.queries.choosing import listed
from webapp.roadmap.queries.counting import period_of, rows_of
from workflows.roadmaps.indicator import Reading, Share, share


@dataclass(frozen=True, slots=True)
class SchoolMap:
    """A school's roadmap and how far it is on a day."""

    roadmap: Roadmap
    share: Share
    parent: str
    """The title of the municipal one it rolls up to."""


@dataclass(frozen=True, slots=True)
class Schools:
    maps: tuple[SchoolMap, ...]
    without: Sequence[str]
    """Schools of the projects that have none yet, as far as the person sees."""


def of_schools(today: date) -> Schools:
    """Return the roadmaps of schools the person sees; the number of statements does not grow with them."""
    every = listed()
    own = [one for one in every if one.school_id is not None]
    titles = {one.id: one.title for one in every}
    counted = rows_of(own)
    maps = tuple(
        SchoolMap(
            one,
            share(counted[one.id], today, Reading.ALL, period_of(one)),
            titles.get(one.parent_id or 0, ""),
        )
        for one in sorted(own, key=lambda one: one.school.name if one.school else "")
    )
    return Schools(maps, _without({one.school_id for one in own if one.school_id is not None}))


def _without(have: set[int]) -> Sequence[str]:
    taking_part = select(Participation.school_id).where(Participation.left_on.is_(None))
    return session.scalars(
        select(School.short_name)
        .where(School.id.in_(taking_part), School.id.not_in(have), School.closed.is_(False))
        .order_by(School.short_name)
    ).all()
