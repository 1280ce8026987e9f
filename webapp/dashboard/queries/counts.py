"""The numbers in the frame: what waits, what of it is late, what is put off, what is unread."""

from collections.abc import Sequence
from contextlib import nullcontext
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, ScalarSelect, Select, bindparam, case, func, literal, select

from webapp.access.actor import Actor, system_scope
from webapp.access.permissions import Permission as P
from webapp.access.permissions import holds
from webapp.dashboard.queries.errands import errand_values, failed, rows_of
from webapp.dashboard.queries.stages import not_begun
from webapp.dashboard.queries.waiting import COUNT_LIMIT, MY_TURNS, Shelf, held, values_of
from webapp.database import UtcDateTime, kept, session
from webapp.frame import Counts
from webapp.models import Notification, Package, Postponement, StageDue
from workflows.vocabulary import SCHOOL_ROLES, Role


def frame_counts(actor: Actor) -> Counts:
    """Return what home lists, what of it is late, what is put off, what is unread: one bounded statement."""
    values = {**values_of(actor), **errand_values(actor), "school": actor.school_id}
    keeps = holds(actor, P.KEEP_SYSTEM)
    with system_scope("failures counted for their administrator") if keeps else nullcontext():
        waiting, overdue, unread, put_off = session.execute(_frame_counts(actor.role, keeps), values).one()
    return Counts(waiting, overdue, unread, put_off)


def recent(actor: Actor, *, limit: int = 5) -> Sequence[Notification]:
    return session.scalars(_RECENT, {"me": actor.user_id, "most": limit}).all()


@cache
def _frame_counts(role: Role, keeps: bool) -> Select[int, int, int, int]:
    unread = _bounded(
        select(Notification.id).where(Notification.user_id == _me, Notification.read_at.is_(None))
    )
    beside = _beside(role, keeps)
    turns = MY_TURNS.get(role)
    if not turns:
        return kept(select(beside, literal(0), unread, literal(0)))
    mine = Package.turn.in_(turns)
    due = select(Package.due_at).where(mine, held(role, Shelf.MINE)).limit(COUNT_LIMIT + 1).subquery()
    overdue = func.count().filter(due.c.due_at < bindparam("instant", type_=UtcDateTime()))
    put_off = _bounded(
        select(Postponement.id)
        .join(Package, Package.id == Postponement.package_id)
        .where(Postponement.user_id == _me, mine, held(role, Shelf.PUT_OFF))
    )
    return kept(select(func.count() + beside, overdue, unread, put_off).select_from(due))


def _beside(role: Role, keeps: bool) -> ColumnElement[int]:
    """Return how many lines home shows beside packages."""
    rows = rows_of(role)
    if role in SCHOOL_ROLES:
        begun = _bounded(not_begun(select(StageDue.id)))
        return begun + _bounded(rows) if rows is not None else begun
    if rows is not None:
        return _bounded(rows)
    return case((failed() > 0, 1), else_=0) if keeps else literal(0)


def _bounded(rows: Any) -> ScalarSelect[int]:
    """Return how many rows there are, counted no further than the frame shows."""
    return select(func.count()).select_from(rows.limit(COUNT_LIMIT + 1).subquery()).scalar_subquery()


_me = bindparam("me", type_=Integer())
_RECENT = kept(
    select(Notification)
    .where(Notification.user_id == _me)
    .order_by(Notification.id.desc())
    .limit(bindparam("most", type_=Integer()))
)
