"""What waits beside packages: reports to make, accept or read, schools without a curator, measures, failed work."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from webapp.access.actor import Actor, system_scope
from webapp.access.permissions import Permission as P
from webapp.access.permissions import holds, may
from webapp.dashboard.queries import agreements, measures, recommendations, surveys
from webapp.dashboard.queries.measures import NO_DAY
from webapp.database import kept, session, today_in
from webapp.models import (
    Acquaintance,
    Curatorship,
    Delivery,
    Mail,
    Municipality,
    Package,
    Participation,
    Report,
    School,
    Stage,
    Substitution,
)
from workflows.vocabulary import ReportKind, ReportState, Role, Standing, State

LIMIT = 50
OFFERED_DAYS = 14
"""How long after a leave its summary is offered."""
UNDECIDED = (State.CURATOR_REVIEW, *Standing.EXAMINED.states, *Standing.REWORKED.states)
DECIDED = (
    State.CONFORMS,
    State.CONFORMS_WITH_REMARKS,
    State.FAILS,
    State.FOUNDER_REVIEW,
    State.AGREED,
    State.APPROVED,
)


@dataclass(frozen=True, slots=True)
class Errand:
    """A thing to do beside packages."""

    what: str
    """accept, failed, read: a report; collect: a stage without one; curators: schools without a curator; returned: a
    leave that is over; confirm: an executed measure; execute: a measure that is due; agreement: of the diary;
    drafts: of the diary; survey: to take part in; advised, advice_due, advice_reported: a
    recommendation to receive, to carry out, whose report is to be accepted."""
    title: str
    ref: str
    """Number of the report, the entry or the survey, slug of the stage, address of the measure."""
    place: str
    """Code of the municipality, where a reader sees several."""
    count: int
    """How many schools; of an executed measure, which fact."""
    due: date | None = None


def errands(actor: Actor) -> tuple[Errand, ...]:
    """Return what the person has to do with reports, stages and schools; one statement, none for most roles."""
    statement = _errands(actor.role)
    if statement is None:
        return ()
    values = errand_values(actor)
    return tuple(Errand(*row) for row in session.execute(statement, values))


def failed_deliveries(actor: Actor) -> int:
    """Return how many consequences and letters failed for good; for the administrator of the installation alone."""
    if not holds(actor, P.KEEP_SYSTEM):
        return 0
    with system_scope("failures for the administrator's queue"):
        return session.execute(_FAILED).scalar_one()


def rows_of(role: Role) -> CompoundSelect[Any] | Select[*tuple[Any, ...]] | None:
    """Return the lines a role has beside packages, to be listed or counted; None where there are none."""
    found: list[Any] = []
    if may(role, P.BUILD_REPORTS):
        found += [_to_accept(), _to_collect(), _to_name_curators()]
    if role is Role.CURATOR:
        found.append(_to_look_back())
    if may(role, P.TAKE_NOTE):
        found.append(_to_read())
    found += measures.rows_of(role)
    found += agreements.rows_of(role)
    found += surveys.rows_of(role)
    found += recommendations.rows_of(role)
    if len(found) > 1:
        return union_all(*found)
    return found[0] if found else None


def errand_values(actor: Actor) -> dict[str, object]:
    """Return what the lines beside packages are asked with."""
    today = today_in(actor.zone)
    return {
        "today": today,
        "me": actor.user_id,
        "lately": today - timedelta(days=OFFERED_DAYS),
        **measures.values_of(actor),
    }


def failed() -> ColumnElement[int]:
    return (
        select(func.count(Delivery.id)).where(Delivery.state == "failed").scalar_subquery()
        + select(func.count(Mail.id)).where(Mail.state == "failed").scalar_subquery()
    )


@cache
def _errands(role: Role) -> Any:
    rows = rows_of(role)
    return None if rows is None else kept(rows.limit(LIMIT))


def _to_accept() -> Select[*tuple[Any, ...]]:
    what = case((Report.state == ReportState.READY, "accept"), else_="failed")
    return _line(what, Report.title, Report.number).where(
        Report.stage_id.is_not(None),
        Report.accepted_at.is_(None),
        Report.state.in_((ReportState.READY, ReportState.FAILED)),
    )


def _to_collect() -> Select[*tuple[Any, ...]]:
    """Stages examined to the end, or past their last day, of which no report was ever asked for."""
    of_stage = Package.stage_id == Stage.id
    return _line(literal("collect"), Stage.title, Stage.slug).where(
        Stage.closes_on < _today,
        or_(Stage.examine_until < _today, ~exists().where(of_stage, Package.state.in_(UNDECIDED))),
        exists().where(of_stage, Package.state.in_(DECIDED)),
        ~exists().where(Report.stage_id == Stage.id, Report.kind == ReportKind.STAGE),
    )


def _to_name_curators() -> Any:
    """One line for all schools that take part in a stage now and have no curator today."""
    taking_part = (
        select(Participation.school_id)
        .join(Stage, Stage.programme_id == Participation.programme_id)
        .where(Participation.left_on.is_(None), Stage.opens_on <= _today, Stage.examine_until >= _today)
    )
    fixed = exists().where(
        Curatorship.school_id == School.id,
        Curatorship.direction == "",
        Curatorship.since <= _today,
        or_(Curatorship.until.is_(None), Curatorship.until >= _today),
    )
    lonely = func.count(School.id)
    return (
        select(literal("curators"), literal(""), literal(""), literal(""), lonely, NO_DAY)
        .where(School.closed.is_(False), School.id.in_(taking_part), ~fixed)
        .having(lonely > 0)
    )


def _to_read() -> Any:
    read = exists().where(
        Acquaintance.report_id == Report.id, Acquaintance.user_id == bindparam("me", type_=Integer())
    )
    return (
        select(literal("read"), Report.title, Report.number, Municipality.code, literal(0), NO_DAY)
        .join(Municipality, Municipality.id == Report.municipality_id)
        .where(
            Report.accepted_at.is_not(None), Report.kind.in_((ReportKind.STAGE, ReportKind.ROADMAP)), ~read
        )
    )


def _to_look_back() -> Any:
    """What happened meanwhile, for a curator in the first days after a leave, until it has been read."""
    return select(
        literal("returned"), literal(""), cast(Substitution.id, String), literal(""), literal(0), NO_DAY
    ).where(
        Substitution.absent_id == bindparam("me", type_=Integer()),
        Substitution.dismissed_at.is_(None),
        Substitution.cancelled.is_(False),
        Substitution.until < _today,
        Substitution.until >= bindparam("lately", type_=Date()),
    )


def _line(what: ColumnElement[str], title: Any, ref: Any) -> Select[*tuple[Any, ...]]:
    return select(what, title, ref, literal(""), literal(0), NO_DAY)


_today: Any = bindparam("today", type_=Date())
_FAILED = kept(select(failed()))
