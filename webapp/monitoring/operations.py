"""Reminding schools of the documents they owe."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import session, today_in, transaction
from webapp.errors import Invalid
from webapp.models import SchoolReminder
from webapp.monitoring import queries
from webapp.monitoring.queries import Draft, Filters
from webapp.outbox import announce
from workflows.listing import listed
from workflows.vocabulary import Event

NAMED = 50


def remind(filters: Filters, slugs: Sequence[str], *, actor: Actor) -> int:
    """Remind the named schools of what they owe in the stages looked at; returns how many reminders went.

    What is owed is read anew, so that who has sent a package meanwhile is left in peace. A school hears of a stage
    once a day, whoever asks first: the constraint decides. Raises Invalid when nobody is left to be reminded."""
    with transaction():
        drafts = queries.drafts(filters, queries.shape(filters), slugs, actor) if slugs else ()
        in_one_order = sorted(
            drafts, key=lambda draft: (draft.school_id, draft.stage_id)
        )  # or two would wait in a ring
        sent = [draft for draft in in_one_order if draft.goes and _send(draft, actor)]
        if not sent:
            raise Invalid("Напоминать некому: этим школам сегодня уже напомнили, или они ничего не должны.")
        journal.record(
            "school.reminded",
            kind="monitoring",
            object_id=filters.schools.programme,
            count=len(sent),
            schools=listed([draft.slug for draft in sent], NAMED),
        )
    return len(sent)


def _send(draft: Draft, actor: Actor) -> bool:
    row = SchoolReminder(
        municipality_id=actor.municipality_id,
        school_id=draft.school_id,
        stage_id=draft.stage_id,
        day=today_in(actor.zone),
        text=draft.text,
        sent_by_id=actor.user_id,
        sent_by_name=actor.name,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    announce(Event.SCHOOL_REMINDED, school_reminder_id=row.id, actor_id=actor.user_id)
    return True
