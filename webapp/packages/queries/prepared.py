"""Conclusions that are ready and still held by the coordinator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select

from webapp.database import session
from webapp.models import Expertise, HeldStep, Package, Remark, School, Verdict
from workflows.kinds import KINDS
from workflows.remarks import SETTLED
from workflows.verdicts import VerdictKind
from workflows.vocabulary import State

RELEASE_LIMIT = 200
"""Conclusions shown, and sent, at once."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A conclusion as it would go to the school."""

    number: str
    seen: int
    school: str
    kind: str
    verdict: VerdictKind
    rationale: str
    decided_by: str
    remarks: int
    """Remarks the school will have to answer or read."""
    mend_by: date | None
    """The last of their terms."""


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A conclusion that goes to its school at `due_at` unless it is taken back."""

    number: str
    school: str
    due_at: datetime
    sent_by: str


def on_their_way() -> tuple[OnItsWay, ...]:
    """Return the conclusions that wait for the moment of their sending, the next one first. One statement."""
    rows = session.execute(
        select(Package.number, School.short_name, Package.held_until, HeldStep.user_name)
        .join(School, School.id == Package.school_id)
        .join(HeldStep, HeldStep.package_id == Package.id)
        .where(Package.state == State.CONCLUDED, Package.held_until.is_not(None))
        .order_by(Package.held_until, Package.id)
        .limit(RELEASE_LIMIT)
    )
    return tuple(OnItsWay(number, school, due, name) for number, school, due, name in rows if due is not None)


def prepared(numbers: Iterable[str] = ()) -> tuple[Prepared, ...]:
    """Return the conclusions this coordinator may send, by school; all of them or the named ones. One statement."""
    open_remarks = and_(Remark.package_id == Package.id, Remark.state.not_in(SETTLED))
    count = select(func.count(Remark.id)).where(open_remarks).correlate(Package).scalar_subquery()
    term = select(func.max(Remark.due_on)).where(open_remarks).correlate(Package).scalar_subquery()
    statement = (
        select(
            Package.number, Package.seen, School.short_name, Package.kind,
            Verdict.kind, Verdict.rationale, Verdict.decided_by_name, count, term,
        )
        .join(School, School.id == Package.school_id)
        .join(Expertise, Expertise.version_id == Package.current_version_id)
        .join(Verdict, Verdict.expertise_id == Expertise.id)
        .where(Package.state == State.CONCLUDED, Verdict.released_at.is_(None), Package.held_until.is_(None))
        .order_by(School.short_name, Package.id)
        .limit(RELEASE_LIMIT)
    )  # fmt: skip
    picked = tuple(numbers)
    if picked:
        statement = statement.where(Package.number.in_(picked))
    rows = session.execute(statement)
    return tuple(
        Prepared(number, seen, school, KINDS[kind].short_title, *rest)
        for number, seen, school, kind, *rest in rows
    )
