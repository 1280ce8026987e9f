"""When whose turn it is must have moved."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from webapp.calendars.queries import calendars
from webapp.database import today_in
from webapp.dossier import queries
from webapp.dossier.queries import Dossier
from workflows.dates import deadline_instant
from workflows.kinds import route_of
from workflows.remarks import WAITING
from workflows.vocabulary import RemarkKind, State, Turn
from workflows.working_days import add_working_days


def due(found: Dossier, state: State, asked: date | None = None) -> datetime | None:
    """Return when the one whose turn it is must have moved, at the end of a municipal day.

    `asked` is the day the step itself named, where it named one."""
    package = found.package
    turn = route_of(package.kind).turn[state]
    if turn is Turn.NOBODY:
        return None
    day = asked or _day(found, state, turn, today_in(package.municipality.zone))
    return deadline_instant(day, ZoneInfo(package.municipality.zone))


def _day(found: Dossier, state: State, turn: Turn, today: date) -> date:
    package = found.package
    if turn is Turn.CHIEF or state is State.AGREED:
        return add_working_days(today, package.municipality.founder_days, calendars())
    if turn is Turn.CURATOR:
        return add_working_days(today, package.municipality.curator_days, calendars())
    if turn in {Turn.EXPERT, Turn.COORDINATOR}:
        return max(package.stage.examine_until, today)
    if state is State.DRAFT:
        return package.stage.closes_on
    dated = [
        remark.due_on
        for remark in queries.remarks_of(package)
        if remark.due_on and remark.state in WAITING and remark.kind is not RemarkKind.RECOMMENDATION
    ]
    return max(dated) if dated else add_working_days(today, package.municipality.curator_days, calendars())
