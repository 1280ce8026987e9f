"""Remarks as the page of a package shows them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.database import today_in
from webapp.dossier import queries
from webapp.dossier.queries import Dossier
from webapp.formatting import DueIn, days_left
from webapp.models import Remark
from webapp.packages.pages.parts import RETURNED
from workflows.vocabulary import SCHOOL_ROLES, RemarkState, Role, State, Toned


@dataclass(frozen=True, slots=True)
class RemarkItem:
    number: int
    text: str
    state: Toned
    kind: Toned
    place: str
    url: str
    due: DueIn | None
    answer: str
    resolution: str
    seen: int
    published: bool
    settled: bool
    awaits_answer: bool
    may_settle: bool


def remark_item(found: Dossier, remark: Remark, actor: Actor, zone: ZoneInfo) -> RemarkItem:
    today = today_in(actor.zone)
    file = remark.file
    place = ", ".join(part for part in (remark.criterion, file.name if file else "", remark.place) if part)
    settled = remark.state in queries.SETTLED
    school = actor.role in SCHOOL_ROLES
    working = {State.CURATOR_REVIEW: {Role.CURATOR}, State.EXPERTISE: {Role.EXPERT, Role.COORDINATOR}}
    mine = (remark.origin == "curator") == (actor.role is Role.CURATOR)
    return RemarkItem(
        number=remark.number,
        text=remark.text,
        state=remark.state,
        kind=remark.kind,
        place=place,
        url=url_for("packages.file", number=found.package.number, file=file.number) if file else "",
        due=days_left(remark.due_on, today) if remark.due_on and not settled else None,
        answer=remark.answer,
        resolution=remark.resolution,
        seen=remark.seen,
        published=remark.published_at is not None,
        settled=settled,
        awaits_answer=school and found.package.state in RETURNED and not settled,
        may_settle=mine
        and not settled
        and actor.role in working.get(found.package.state, set())
        and remark.published_at is not None
        and remark.state is not RemarkState.OPEN,
    )
