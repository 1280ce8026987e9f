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
    """Return when the one whose turn it is must have moved, at the end of a municipal day; on the day `asked` for
    where the step named one."""
    package = found.package
    zone = ZoneInfo(package.municipality.zone)
    today = today_in(package.municipality.zone)
    turn = route_of(package.kind).turn[state]
    if turn is Turn.NOBODY:
        return None
    if asked is not None:
        return deadline_instant(asked, zone)
    if turn is Turn.CHIEF or state is State.AGREED:
        return deadline_instant(add_working_days(today, package.municipality.founder_days), zone)
    if turn is Turn.CURATOR:
        return deadline_instant(add_working_days(today, package.municipality.curator_days, calendars()), zone)
    if turn in {Turn.EXPERT, Turn.COORDINATOR}:
        return deadline_instant(max(package.stage.examine_until, today), zone)
    if state is State.DRAFT:
        return deadline_instant(package.stage.closes_on, zone)
    dated = [
        remark.due_on
        for remark in queries.remarks_of(package)
        if remark.due_on and remark.state in WAITING and remark.kind is not RemarkKind.RECOMMENDATION
    ]
    day = max(dated) if dated else add_working_days(today, package.municipality.curator_days, calendars())
    return deadline_instant(day, zone)
