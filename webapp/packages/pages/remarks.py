"""Remarks as the page of a package shows them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.database import today_in
from webapp.dossier.queries import Dossier
from webapp.formatting import DueIn, days_left, plural
from webapp.models import Remark
from webapp.preview import Stand, address
from workflows.places import page_named
from workflows.remarks import SETTLED, closes, writes
from workflows.vocabulary import RemarkState, Toned


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
    settled: bool


@dataclass(frozen=True, slots=True)
class ToCheck:
    """What the school says it has mended since the round before, for the one who has to look."""

    words: str
    url: str


def remark_item(found: Dossier, remark: Remark, actor: Actor, zone: ZoneInfo) -> RemarkItem:
    today = today_in(actor.zone)
    file = remark.file
    place = ", ".join(part for part in (remark.criterion, file.name if file else "", remark.place) if part)
    settled = remark.state in SETTLED
    return RemarkItem(
        number=remark.number,
        text=remark.text,
        state=remark.state,
        kind=remark.kind,
        place=place,
        url=address(Stand.FILE, found.package.number, file.number, page_named(remark.place)) if file else "",
        due=days_left(remark.due_on, today) if remark.due_on and not settled else None,
        answer=remark.answer,
        resolution=remark.resolution,
        settled=settled,
    )


def to_check(found: Dossier, actor: Actor) -> ToCheck | None:
    """Return what of the rounds before this person has to check now, before anything else; None when nothing."""
    if not writes(actor.role, found.package.state):
        return None
    own = [one for one in found.remarks if one.published_at and closes(actor.role, one.origin)]
    fixed = sum(1 for one in own if one.state is RemarkState.FIXED)
    if not fixed:
        return None
    url = url_for("remarks.ledger", number=found.package.number, state=RemarkState.FIXED.value)
    verb = plural(fixed, "исправлено", "исправлены", "исправлено")
    return ToCheck(f"Замечания прежнего раунда: {fixed} {verb}, проверьте.", url)
