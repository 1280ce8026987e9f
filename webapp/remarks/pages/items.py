"""A remark as a ledger shows it: place, term, answer, history, and what this person may do with it now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import url_for

from webapp.access.actor import Actor
from webapp.database import today_in
from webapp.formatting import DueIn, date_ru, datetime_ru, days_left, fio_for, time_ru
from webapp.models import AnswerDraft, Remark, RemarkChange
from webapp.preview import Stand, address
from webapp.remarks.forms import SETTLING
from webapp.remarks.operations import SCHOOL_TURN
from webapp.remarks.queries import LedgerRow
from workflows.kinds import KINDS
from workflows.places import page_named
from workflows.remarks import SETTLED, closes, is_overdue, writes
from workflows.vocabulary import SCHOOL_ROLES, RemarkState, Toned


@dataclass(frozen=True, slots=True)
class Change:
    words: str
    text: str


@dataclass(frozen=True, slots=True)
class LedgerItem:
    """A remark of a ledger and what this person may do with it now."""

    number: int
    text: str
    state: Toned
    kind: Toned
    package: str
    package_kind: str
    stage: str
    ledger_url: str
    criterion: str
    place: str
    url: str
    due: DueIn | None
    due_words: str
    overdue: bool
    answer: str
    answered: str
    resolution: str
    resolved: str
    author: str
    seen: int
    unsent: bool
    may_answer: bool
    may_settle: bool
    settling: tuple[RemarkState, ...]
    """How this person may close it: what the school has not seen can only be dropped."""
    may_edit: bool
    changes: tuple[Change, ...]
    draft: str
    draft_seen: int
    draft_saved: str


NO_DRAFTS: Mapping[int, AnswerDraft] = {}


def item(row: LedgerRow, actor: Actor, drafts: Mapping[int, AnswerDraft] = NO_DRAFTS) -> LedgerItem:
    """Return what a row of a ledger shows to this person."""
    remark, zone, today = row.remark, ZoneInfo(actor.zone), today_in(actor.zone)
    settled, file = remark.state in SETTLED, remark.file
    working = writes(actor.role, row.package_state) and not settled
    kind, draft = KINDS.get(row.kind), drafts.get(remark.id)
    return LedgerItem(
        number=remark.number,
        text=remark.text,
        state=remark.state,
        kind=remark.kind,
        package=row.package,
        package_kind=kind.short_title if kind else row.kind,
        stage=row.stage,
        ledger_url=url_for("remarks.ledger", number=row.package, _anchor=f"remark-{remark.number}"),
        criterion=remark.criterion,
        place=", ".join(
            part for part in (_criterion(remark), file.name if file else "", remark.place) if part
        ),
        url=address(Stand.FILE, row.package, file.number, page_named(remark.place)) if file else "",
        due=days_left(remark.due_on, today) if remark.due_on and not settled else None,
        due_words=date_ru(remark.due_on) if remark.due_on else "без срока",
        overdue=is_overdue(remark.state, remark.due_on, today),
        answer=remark.answer,
        answered=_signed(remark.answered_by_name, remark.answered_at, zone),
        resolution=remark.resolution,
        resolved=_signed(remark.resolved_by_name, remark.resolved_at, zone, remark.resolved_for),
        author=f"{fio_for(remark.author_name, remark.acting_for)}, {remark.author_role.label.lower()}, "
        f"раунд {remark.round}, редакция {row.version}",
        seen=remark.seen,
        unsent=remark.published_at is None,
        may_answer=actor.role in SCHOOL_ROLES and row.package_state in SCHOOL_TURN and not settled,
        may_settle=working and closes(actor.role, remark.origin),
        settling=SETTLING if remark.published_at else (RemarkState.DROPPED,),
        may_edit=working and remark.published_at is None and remark.author_id == actor.user_id,
        changes=tuple(_change(change, zone) for change in remark.changes),
        draft=draft.text if draft else "",
        draft_seen=draft.seen if draft else 0,
        draft_saved=f"Черновик сохранён в {time_ru(draft.saved_at, zone)}" if draft and draft.text else "",
    )


def _change(change: RemarkChange, zone: ZoneInfo) -> Change:
    return Change(
        f"{change.state.label}. Раунд {change.round}, редакция {change.version_number}. "
        f"{fio_for(change.actor_name, change.acting_for)}, {change.actor_role.label.lower()}, "
        f"{datetime_ru(change.at, zone)}",
        change.text,
    )


def _signed(name: str, at: datetime | None, zone: ZoneInfo, acting_for: str = "") -> str:
    return f"{fio_for(name, acting_for)}, {datetime_ru(at, zone)}" if at else ""


def _criterion(remark: Remark) -> str:
    return f"критерий {remark.criterion}" if remark.criterion else ""
