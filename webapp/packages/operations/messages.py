"""What is said about a package."""

from datetime import datetime

from sqlalchemy import select

from webapp import journal
from webapp.access.actor import Actor
from webapp.database import now, session, transaction
from webapp.dossier import queries
from webapp.errors import Invalid
from webapp.models import Message, MessageDraft
from webapp.outbox import announce
from workflows.vocabulary import SCHOOL_ROLES, Audience, Event

MESSAGE_LIMIT = 5000


def post_message(number: str, text: str, audience: Audience, *, actor: Actor) -> Message:
    """Add a message to the discussion and forget its draft. A school's message is always for everyone."""
    with transaction():
        package = queries.get(number)
        if not text.strip():
            raise Invalid("Напишите текст сообщения.", "text")
        if len(text) > MESSAGE_LIMIT:
            raise Invalid(f"Сократите сообщение до {MESSAGE_LIMIT} знаков или приложите файл.", "text")
        heard = Audience.EVERYONE if actor.role in SCHOOL_ROLES else audience
        message = Message(
            package_id=package.id,
            audience=heard,
            text=text.strip(),
            author_id=actor.user_id,
            author_name=actor.name,
            acting_for=queries.in_place_of(package.school_id, actor),
            author_role=actor.role,
        )
        session.add(message)
        draft = session.scalar(
            select(MessageDraft).where(
                MessageDraft.user_id == actor.user_id, MessageDraft.package_id == package.id
            )
        )
        if draft is not None:
            session.delete(draft)
        session.flush()
        journal.record(
            "message.posted", kind="package", object_id=number, message=message.id, audience=heard.value
        )
        announce(Event.MESSAGE_POSTED, package_id=package.id, message_id=message.id, actor_id=actor.user_id)
        return message


def save_message_draft(number: str, text: str, *, actor: Actor) -> datetime:
    """Keep what is being typed, for its author alone; returns when it was kept."""
    with transaction():
        package = queries.get(number, lock=True)
        saved = now()
        draft = session.scalar(
            select(MessageDraft).where(
                MessageDraft.user_id == actor.user_id, MessageDraft.package_id == package.id
            )
        ) or MessageDraft(user_id=actor.user_id, package_id=package.id)
        draft.text, draft.saved_at = text[:MESSAGE_LIMIT], saved
        session.add(draft)
        return saved
