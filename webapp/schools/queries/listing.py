"""Which schools a list names and in which order: the register and what else is listed by school."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, false, or_, select, tuple_

from webapp.models import Curatorship, Participation, Programme, School
from webapp.paging import PAGE_SIZE, START, Place
from webapp.schools.queries.statuses import COLUMNS, Status, in_force
from workflows.search_keys import variants
from workflows.vocabulary import Labelled

LARGEST_ID = 2**31
NO_CURATOR = "none"
Columns = TypeVarTuple("Columns")


class Sort(Labelled):
    NAME = "name", "Школа"
    LOCALITY = "locality", "Населённый пункт"


@dataclass(frozen=True, slots=True)
class Filters:
    """What an address asks of a list of schools; an empty value asks nothing."""

    q: str = ""
    programme: str = ""
    status: str = ""
    curator: str = ""
    locality: str = ""
    closed: bool = False
    sort: Sort = Sort.NAME
    descending: bool = False

    @property
    def active(self) -> bool:
        return any((self.q, self.programme, self.status, self.curator, self.locality, self.closed))


def conditions(filters: Filters, today: date) -> tuple[ColumnElement[bool], ...]:
    """Return what a school must meet to be in the list."""
    found: list[ColumnElement[bool]] = [School.closed.is_(filters.closed)]
    if filters.q:
        keys = variants(filters.q)
        found.append(or_(false(), *(School.search_key.contains(key, autoescape=True) for key in keys)))
    if filters.programme:
        found.append(_takes_part(filters.programme))
    if filters.status in set(Status):
        found.append(COLUMNS[Status(filters.status)].is_(True))
    if filters.curator:
        found.append(_looked_after(filters.curator, today))
    if filters.locality:
        found.append(School.locality == filters.locality)
    return tuple(found)


def in_order(
    statement: Select[*Columns], filters: Filters, place: Place, *, most: int = PAGE_SIZE
) -> Select[*Columns]:
    """Return a selection of schools in the asked order from a place on, with one row over the page."""
    columns = order_of(filters)
    backwards = filters.descending != place.backwards
    if place.key:
        key, bound = tuple_(*columns), tuple_(*place.key)
        statement = statement.where(key < bound if backwards else key > bound)
    order = [column.desc() if backwards else column.asc() for column in columns]
    return statement.order_by(*order).limit(most + 1)


def order_of(filters: Filters) -> tuple[Any, ...]:
    """Return the columns that order the list; together they are the key of its pages."""
    if filters.sort is Sort.LOCALITY:
        return School.locality, School.short_name, School.id
    return School.short_name, School.id


def fitting(place: Place, filters: Filters) -> Place:
    """Return the place when it belongs to this order; a forged one, or one of another order, is the beginning."""
    if len(place.key) != len(order_of(filters)):
        return START
    *words, last = place.key
    wordy = all(isinstance(word, str) and "\x00" not in word for word in words)
    return place if wordy and isinstance(last, int) and 0 <= last < LARGEST_ID else START


def _takes_part(programme: str) -> ColumnElement[bool]:
    taking_part = (
        select(Participation.id)
        .join(Programme, Programme.id == Participation.programme_id)
        .where(Participation.school_id == School.id, Participation.left_on.is_(None))
        .where(Programme.code == programme)
        .correlate(School)
    )
    return taking_part.exists()


def _looked_after(curator: str, today: date) -> ColumnElement[bool]:
    fixed = (
        select(Curatorship.id).where(Curatorship.school_id == School.id, *in_force(today)).correlate(School)
    )
    if curator == NO_CURATOR:
        return ~fixed.exists()
    number = int(curator) if curator.isdecimal() and len(curator) < len(str(LARGEST_ID)) else 0
    return fixed.where(Curatorship.user_id == number).exists()
