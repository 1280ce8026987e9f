"""What was said and done around a package, in the order of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.database import session
from webapp.models import Message, MessageDraft, Package, PackageEvent


@dataclass(frozen=True, slots=True)
class StreamItem:
    """A line of the discussion: an event or a message, in the order of time."""

    at: datetime
    event: PackageEvent | None = None
    message: Message | None = None


def _in_time(item: StreamItem) -> tuple[datetime, int]:
    """Order by time; of events at one instant, the earlier written comes first."""
    row = item.event or item.message
    return item.at, row.id if row else 0


def stream(package: Package, *, limit: int = 50) -> tuple[StreamItem, ...]:
    """Return the last events and messages of a package, oldest first."""
    events = session.scalars(
        select(PackageEvent)
        .where(PackageEvent.package_id == package.id)
        .order_by(PackageEvent.id.desc())
        .limit(limit)
    )
    messages = session.scalars(
        select(Message).where(Message.package_id == package.id).order_by(Message.id.desc()).limit(limit)
    )
    items = [StreamItem(event.at, event=event) for event in events]
    items += [StreamItem(message.sent_at, message=message) for message in messages]
    return tuple(sorted(items, key=_in_time)[-limit:])


def history(package: Package) -> Sequence[PackageEvent]:
    """Return every event of the package, newest first."""
    return session.scalars(
        select(PackageEvent).where(PackageEvent.package_id == package.id).order_by(PackageEvent.id.desc())
    ).all()


def message_draft(package: Package, user_id: int) -> str:
    return (
        session.scalar(
            select(MessageDraft.text).where(
                MessageDraft.package_id == package.id, MessageDraft.user_id == user_id
            )
        )
        or ""
    )
