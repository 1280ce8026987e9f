"""A page of the matrix, or all of it, in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from webapp.access.actor import Actor
from webapp.calendars.queries import calendars
from webapp.database import now, session
from webapp.models import School
from webapp.monitoring.queries.cells import Cell, Clock, cells
from webapp.monitoring.queries.columns import Shape
from webapp.monitoring.queries.conditions import Filters, school_conditions
from webapp.monitoring.queries.totals import Total, totals
from webapp.paging import START, Page, Place, cut
from webapp.schools import queries as schools
from workflows.working_days import DayCount


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school and its documents in the order of the columns."""

    id: int
    slug: str
    short_name: str
    locality: str
    curators: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the matrix, how many schools are asked for in all, the total of each column over all of them."""

    page: Page[SchoolRow]
    count: int = 0
    totals: tuple[Total, ...] = ()


def matrix(filters: Filters, found: Shape, place: Place, actor: Actor) -> Found:
    """Return a page of schools; eight statements, ten with single documents, whatever the number of schools."""
    if not found.columns:
        return Found(Page(()))
    clock = _clock(actor)
    named = school_conditions(filters, found.programme, found.stage_ids, clock.today)
    place = schools.fitting(place, filters.schools)
    rows = session.execute(schools.in_order(_SCHOOLS.where(*named), filters.schools, place)).all()
    key = [column.key for column in schools.order_of(filters.schools)]
    page = cut(rows, place, lambda row: [getattr(row, name) for name in key])
    count = session.scalar(select(func.count(School.id)).where(*named)) or 0
    whole = Page(_rows(page.rows, found, clock), page.after, page.before)
    return Found(whole, count, totals(found, named, clock.today))


def everything(filters: Filters, found: Shape, actor: Actor) -> Sequence[SchoolRow]:
    """Return every school asked for, for a table file; bounded."""
    return chosen(filters, found, (), actor, most=schools.EXPORT_LIMIT)


def chosen(
    filters: Filters, found: Shape, slugs: Sequence[str], actor: Actor, *, most: int
) -> Sequence[SchoolRow]:
    """Return the named schools of the programme; all that the address asks for when none is named."""
    if not found.columns:
        return ()
    clock = _clock(actor)
    asked = Filters() if slugs else filters
    named = school_conditions(asked, found.programme, found.stage_ids, clock.today)
    if slugs:
        named = (*named, School.slug.in_(slugs))
    statement = schools.in_order(_SCHOOLS.where(*named), filters.schools, START, most=most - 1)
    return _rows(session.execute(statement).all(), found, clock)


def _rows(rows: Sequence[Any], found: Shape, clock: Clock) -> tuple[SchoolRow, ...]:
    ids = [row.id for row in rows]
    by_school, curators = cells(ids, found, clock), schools.curators_of(ids, clock.today)
    return tuple(
        SchoolRow(
            row.id, row.slug, row.short_name, row.locality, tuple(curators.get(row.id, ())), by_school[row.id]
        )
        for row in rows
    )


def _clock(actor: Actor) -> Clock:
    return Clock(now(), ZoneInfo(actor.zone), DayCount(calendars()))


_SCHOOLS = select(School.id, School.slug, School.short_name, School.locality)
