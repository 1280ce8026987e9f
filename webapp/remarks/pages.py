"""What the ledger of remarks shows: each remark with its place, term, answer and history."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for
from wtforms.fields.choices import SelectChoice

from webapp.access.actor import Actor
from webapp.database import today_in
from webapp.formatting import DueIn, date_ru, datetime_ru, days_left, fio_short
from webapp.models import Package, PackageFile, Remark
from webapp.remarks.forms import SETTLING
from webapp.remarks.operations import SCHOOL_TURN
from workflows.vocabulary import SCHOOL_ROLES, RemarkOrigin, RemarkState, Role, State, Toned

SETTLED = frozenset({RemarkState.CONFIRMED, RemarkState.DROPPED})
WORKING = {
    Role.CURATOR: State.CURATOR_REVIEW,
    Role.EXPERT: State.EXPERTISE,
    Role.COORDINATOR: State.EXPERTISE,
}


@dataclass(frozen=True, slots=True)
class Change:
    words: str
    text: str


@dataclass(frozen=True, slots=True)
class LedgerItem:
    """A remark of the ledger and what this person may do with it now."""

    number: int
    text: str
    state: Toned
    kind: Toned
    place: str
    url: str
    due: DueIn | None
    due_words: str
    answer: str
    resolution: str
    author: str
    seen: int
    unsent: bool
    may_answer: bool
    may_settle: bool
    settling: tuple[RemarkState, ...]
    """How this person may close it: what the school has not seen can only be dropped."""
    may_edit: bool
    changes: tuple[Change, ...]


def ledger_items(package: Package, remarks: Sequence[Remark], actor: Actor) -> tuple[LedgerItem, ...]:
    return tuple(item(package, remark, actor) for remark in remarks)


def item(package: Package, remark: Remark, actor: Actor) -> LedgerItem:
    zone = ZoneInfo(actor.zone)
    today = today_in(actor.zone)
    settled = remark.state in SETTLED
    working = package.state is WORKING.get(actor.role)
    mine = (remark.origin is RemarkOrigin.CURATOR) is (actor.role is Role.CURATOR)
    return LedgerItem(
        number=remark.number,
        text=remark.text,
        state=remark.state,
        kind=remark.kind,
        place=", ".join(
            part
            for part in (_criterion(remark), remark.file.name if remark.file else "", remark.place)
            if part
        ),
        url=url_for("packages.file", number=package.number, file=remark.file.number) if remark.file else "",
        due=days_left(remark.due_on, today) if remark.due_on and not settled else None,
        due_words=date_ru(remark.due_on) if remark.due_on else "без срока",
        answer=remark.answer,
        resolution=remark.resolution,
        seen=remark.seen,
        author=f"{fio_short(remark.author_name)}, {remark.author_role.label.lower()}, раунд {remark.round}",
        unsent=remark.published_at is None,
        may_answer=actor.role in SCHOOL_ROLES and package.state in SCHOOL_TURN and not settled,
        may_settle=working and mine and not settled,
        settling=SETTLING if remark.published_at else (RemarkState.DROPPED,),
        may_edit=working
        and not settled
        and remark.published_at is None
        and remark.author_id == actor.user_id,
        changes=tuple(
            Change(
                f"{change.state.label}. {fio_short(change.actor_name)}, редакция {change.version_number}, "
                f"{datetime_ru(change.at, zone)}",
                change.text,
            )
            for change in remark.changes
        ),
    )


def file_choices(files: Sequence[PackageFile]) -> list[SelectChoice]:
    return [SelectChoice(0, "Весь пакет"), *(SelectChoice(file.id, file.name) for file in files)]


def may_write(package: Package, actor: Actor) -> bool:
    """Tell whether this person may add remarks now."""
    return package.state is WORKING.get(actor.role)


def _criterion(remark: Remark) -> str:
    return f"критерий {remark.criterion}" if remark.criterion else ""
