"""A conflict of interest is declared, and withdrawn when its reason is gone; both stay in the journal."""

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, today_in, transaction
from webapp.errors import Invalid, NotThere
from webapp.experts import queries
from webapp.models import ConflictOfInterest
from workflows.vocabulary import Role

REASON_LIMIT = 500


def declare(school_id: int, reason: str, *, actor: Actor, user_id: int | None = None) -> None:
    """Keep that a person may not judge a school, and why: oneself, or anybody for a coordinator.

    Raises NotThere for a school or a person out of sight, Invalid without a reason or when it is known already."""
    with transaction():
        school = next((one for one in queries.schools() if one.id == school_id), None)
        person, name = _whom(user_id, actor)
        if school is None or actor.municipality_id is None:
            raise NotThere
        text = reason.strip()
        if not text:
            raise Invalid("Напишите, в чём состоит конфликт интересов.", "reason")
        if len(text) > REASON_LIMIT:
            raise Invalid(f"Сократите причину до {REASON_LIMIT} знаков.", "reason")
        if any(one.user_id == person and one.school_id == school_id for one in queries.declared()):
            raise Invalid("О конфликте интересов с этой школой уже заявлено.", "school")
        session.add(
            ConflictOfInterest(
                municipality_id=actor.municipality_id,
                user_id=person,
                user_name=name,
                school_id=school_id,
                reason=text,
                declared_by_name=actor.name,
            )
        )
        journal.record("conflict.declared", kind="school", object_id=school.slug, person=person)


def withdraw(conflict_id: int, *, actor: Actor) -> None:
    """End a declared conflict; the row stays. Raises NotThere for one that is gone or out of sight.

    Only a coordinator ends one that a coordinator declared for somebody."""
    with transaction():
        row = session.scalar(
            select(ConflictOfInterest)
            .where(ConflictOfInterest.id == conflict_id, ConflictOfInterest.withdrawn_at.is_(None))
            .with_for_update()
        )
        if row is None:
            raise NotThere
        if actor.role is not Role.COORDINATOR and row.declared_by_name != actor.name:
            raise Invalid("Этот конфликт интересов внёс координатор: снимает его тоже координатор.")
        row.withdrawn_at, row.withdrawn_by_name = now(), actor.name
        journal.record("conflict.withdrawn", kind="conflict", object_id=str(conflict_id), person=row.user_id)


def _whom(user_id: int | None, actor: Actor) -> tuple[int, str]:
    if user_id is None or user_id == actor.user_id:
        return actor.user_id, actor.name
    name = queries.judges(today_in(actor.zone)).get(user_id)
    if actor.role is not Role.COORDINATOR or name is None:
        raise NotThere
    return user_id, name
