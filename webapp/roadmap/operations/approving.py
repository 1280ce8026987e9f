"""A roadmap is approved by an order: its text is frozen, its deadlines are in force (К17)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from webapp import journal
from webapp.access.actor import Actor
from webapp.access.permissions import Permission, holds
from webapp.database import now, session, today_in, transaction
from webapp.errors import Invalid, NotThere, Stale
from webapp.models import Measure, MeasureParty, MeasureTerm, Roadmap, RoadmapEdition, RoadmapSection
from webapp.roadmap import queries
from workflows.roadmaps.words import RoadmapState, TermOrigin


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """The order that approves a roadmap, or an amendment of it."""

    title: str
    number: str
    dated: date


def approve(number: str, order: OrderFacts, *, seen: int, actor: Actor) -> None:
    """Approve a draft by an order. Raises NotThere, Invalid, Stale.

    In one commit: the state, the first edition with the whole text, a deadline in force from the day of the order for
    each measure."""
    with transaction():
        row = queries.get(number, lock=True)
        if row.school_id != actor.school_id or not holds(actor, Permission.APPROVE_ROADMAP):
            raise NotThere
        if row.state is not RoadmapState.DRAFT:
            raise Stale("Дорожная карта уже утверждена.")
        if row.seen != seen:
            raise Stale("Проект с тех пор изменился. Посмотрите его ещё раз и утвердите.")
        measures = _measures(row)
        if not measures:
            raise Invalid("В дорожной карте нет мероприятий. Добавьте их и утвердите.")
        row.state, row.approved_at, row.approved_by_name = RoadmapState.APPROVED, now(), actor.name
        row.order_title, row.order_number, row.order_date = order.title, order.number, order.dated
        for measure in measures:
            enact(measure, TermOrigin.APPROVED, since=order.dated, actor=actor)
        freeze(row, order, actor=actor)
        journal.record("roadmap.approved", kind="roadmap", object_id=number, order=order.number,
                       dated=order.dated.isoformat(), measures=len(measures))  # fmt: skip


def close(number: str, *, actor: Actor) -> None:
    """End a roadmap whose time is over: nothing of it is awaited any more, it is read and reported on as it is.

    Raises NotThere, Invalid; ending it twice changes nothing."""
    with transaction():
        row = queries.get(number, lock=True)
        if row.school_id != actor.school_id or not holds(actor, Permission.APPROVE_ROADMAP):
            raise NotThere
        if row.state is RoadmapState.CLOSED:
            return
        if row.state is RoadmapState.DRAFT:
            raise NotThere
        if row.ends_on >= today_in(actor.zone):
            raise Invalid(
                f"Дорожная карта действует до {row.ends_on:%d.%m.%Y}: завершить её можно после этого дня."
            )
        row.state = RoadmapState.CLOSED
        journal.record("roadmap.closed", kind="roadmap", object_id=number)


def enact(
    measure: Measure, origin: TermOrigin, *, since: date, actor: Actor, reason: str = "", order: str = ""
) -> None:
    """Write the deadline of a measure's row as the one in force from a day, in the open transaction."""
    session.add(
        MeasureTerm(
            municipality_id=measure.municipality_id,
            measure_id=measure.id,
            origin=origin,
            text=measure.deadline_text,
            deadline=measure.deadline,
            since=since,
            reason=reason,
            order_requisites=order,
            set_by_name=actor.name,
        )
    )


def freeze(
    row: Roadmap, order: OrderFacts, *, actor: Actor, reason: str = "",
    source: tuple[str, str] = ("", ""),
) -> None:  # fmt: skip
    """Keep the whole text of a roadmap as an order approved it, in the open transaction; `source` is name and hash."""
    last = session.scalar(select(func.max(RoadmapEdition.number)).where(RoadmapEdition.roadmap_id == row.id))
    session.add(
        RoadmapEdition(
            municipality_id=row.municipality_id,
            roadmap_id=row.id,
            number=(last or 0) + 1,
            content=_content(row, [one for one in _measures(row) if one.excluded_on is None]),
            reason=reason,
            order_title=order.title,
            order_number=order.number,
            order_date=order.dated,
            source_name=source[0],
            source_sha256=source[1],
            made_by_name=actor.name,
        )
    )


def _measures(row: Roadmap) -> list[Measure]:
    return list(
        session.scalars(
            select(Measure)
            .where(Measure.roadmap_id == row.id)
            .order_by(Measure.position, Measure.id)
            .options(selectinload(Measure.parties).joinedload(MeasureParty.party))
            .execution_options(populate_existing=True)
        )
    )


def _content(row: Roadmap, measures: list[Measure]) -> dict[str, Any]:
    sections = session.scalars(
        select(RoadmapSection).where(RoadmapSection.roadmap_id == row.id).order_by(RoadmapSection.position)
    ).all()
    loose = [measure for measure in measures if measure.section_id is None]
    told = [
        {"number": one.number or None, "title": one.title, "level": one.level, "goals": one.goals or None,
         "items": [_item(measure) for measure in measures if measure.section_id == one.id]}
        for one in sections
    ]  # fmt: skip
    if loose:
        told.insert(
            0,
            {"number": None, "title": "", "level": 1, "goals": None, "items": [_item(one) for one in loose]},
        )
    return {
        "title": row.title,
        "territory": row.territory or None,
        "period": {"start": row.starts_on.isoformat(), "end": row.ends_on.isoformat()},
        "sections": told,
    }


def _item(measure: Measure) -> dict[str, Any]:
    return {
        "ref": measure.ref,
        "number": measure.number or None,
        "title": measure.title,
        "deadline_text": measure.deadline_text or None,
        "deadline": measure.deadline,
        "responsible_text": measure.responsible_text or None,
        "responsible": [one.party.name for one in measure.parties],
        "result": measure.result or None,
        "plan": measure.plan or None,
    }
