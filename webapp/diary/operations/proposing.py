"""The diary fills itself: what a curator did in the product becomes a draft, which they enter, edit or throw away."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.diary import queries
from webapp.diary.queries import Act
from webapp.errors import Invalid, Stale
from webapp.models import DiaryEntry
from webapp.numbering import next_number
from workflows.diary import Contact
from workflows.diary_proposals import origin_of, words_of
from workflows.vocabulary import Event

EMPTY = "Напишите, что рассмотрели: документы, уроки, меры."


def propose(event: Event, payload: Mapping[str, Any], *, key: str) -> None:
    """Make a draft of what a curator did with a school they look after; of anything else nothing. Once for a key."""
    act = queries.act_of(payload)
    if act is None or not act.mine:
        return
    with transaction():
        origin = origin_of(event, key, act.about, act.today.isoformat())
        examined = words_of(event, number=act.number, kind=act.kind, text=act.text)
        if not examined or _known(act, origin):
            return
        row = DiaryEntry(
            municipality_id=act.municipality_id,
            number=next_number(act.municipality_id, "diary"),
            school_id=act.school_id,
            stage_id=act.stage_id,
            author_id=act.user_id,
            author_name=act.user_name,
            happened_at=now(),
            contact=Contact.LETTERS,
            examined=examined,
            origin=origin,
        )
        session.add(row)
        session.flush()
        journal.record(
            "diary.proposed", kind="diary", object_id=row.number, municipality_id=row.municipality_id,
            school=row.school_id, origin=origin,
        )  # fmt: skip


def accept(number: int, *, actor: Actor) -> None:
    """Enter a proposed draft as it stands. Raises NotThere, Stale, Invalid when it says nothing."""
    with transaction():
        row = queries.own(number, actor)
        if row.entered_at is not None:
            raise Stale("Запись уже внесена.")
        if queries.is_closed(row.stage_id):
            raise Stale("Этап, к которому относится запись, подписан. Удалите черновик.")
        if not row.examined.strip():
            raise Invalid(EMPTY, "examined")
        row.entered_at = now()
        row.version += 1
        journal.record(
            "diary.entered", kind="diary", object_id=row.number, municipality_id=row.municipality_id,
            school=row.school_id, origin=row.origin or "",
        )  # fmt: skip


def _known(act: Act, origin: str) -> bool:
    same = (DiaryEntry.municipality_id == act.municipality_id, DiaryEntry.origin == origin)
    return session.scalar(select(DiaryEntry.id).where(*same)) is not None
