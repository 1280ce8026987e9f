"""What was said and done around a package, in the order of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, select

from webapp.database import kept, session
from webapp.models import Message, MessageDraft, Package, PackageEvent
from workflows.vocabulary import Audience, Role


@dataclass(frozen=True, slots=True)
class EventLine:
    """What happened to the package, who did it and on which version."""

    id: int
    at: datetime
    action: str
    title: str
    text: str
    actor_name: str
    acting_for: str
    version_number: int | None


@dataclass(frozen=True, slots=True)
class MessageLine:
    """What somebody wrote, and for whom."""

    id: int
    at: datetime
    author_id: int
    author_name: str
    acting_for: str
    author_role: Role
    audience: Audience
    text: str


StreamItem = EventLine | MessageLine


def stream(package: Package, *, limit: int = 50) -> tuple[StreamItem, ...]:
    """Return the last events and messages of a package, oldest first."""
    values = {"package": package.id, "most": limit}
    items: list[StreamItem] = [EventLine(*row) for row in session.execute(_EVENTS, values)]
    items += [MessageLine(*row) for row in session.execute(_MESSAGES, values)]
    return tuple(sorted(items, key=lambda item: (item.at, item.id))[-limit:])


def line_of(message: Message) -> MessageLine:
    """Return a message just written as the stream shows it."""
    return MessageLine(
        message.id,
        message.sent_at,
        message.author_id,
        message.author_name,
        message.acting_for,
        message.author_role,
        message.audience,
        message.text,
    )


def history(package: Package) -> Sequence[EventLine]:
    """Return every event of the package, newest first."""
    return [EventLine(*row) for row in session.execute(_HISTORY, {"package": package.id})]


def message_draft(package: Package, user_id: int) -> str:
    return session.scalar(_DRAFT, {"package": package.id, "user": user_id}) or ""


_package = bindparam("package", type_=Integer())
_most = bindparam("most", type_=Integer())
_HISTORY = kept(
    select(
        PackageEvent.id,
        PackageEvent.at,
        PackageEvent.action,
        PackageEvent.title,
        PackageEvent.text,
        PackageEvent.actor_name,
        PackageEvent.acting_for,
        PackageEvent.version_number,
    )
    .where(PackageEvent.package_id == _package)
    .order_by(PackageEvent.id.desc())
)
_EVENTS = kept(_HISTORY.limit(_most))
_MESSAGES = kept(
    select(
        Message.id,
        Message.sent_at,
        Message.author_id,
        Message.author_name,
        Message.acting_for,
        Message.author_role,
        Message.audience,
        Message.text,
    )
    .where(Message.package_id == _package)
    .order_by(Message.id.desc())
    .limit(_most)
)
_DRAFT = kept(
    select(MessageDraft.text).where(
        MessageDraft.package_id == _package, MessageDraft.user_id == bindparam("user", type_=Integer())
    )
)
