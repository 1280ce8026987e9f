"""What people are told: inside the product, and by mail."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.models.columns import Code, Created, Id, Line, LongText, UserKey


class Notification(Base):
    """One event told to one person; the key makes it one however often it is delivered (RL-05)."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index("ix_notification_unread", "user_id", "read_at"),
        Index("ix_notification_list", "user_id", "id"),
    )

    id: Mapped[Id]
    user_id: Mapped[UserKey]
    key: Mapped[Line]
    event: Mapped[Code]
    title: Mapped[Line]
    link: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[Created]
    read_at: Mapped[datetime | None]


class Mail(Base):
    """A letter to one person, sent by the worker under a lease; its Message-ID never changes."""

    __tablename__ = "mail"
    __table_args__ = (UniqueConstraint("key"), Index("ix_mail_state", "state", "lease_until"))

    id: Mapped[Id]
    key: Mapped[Line]
    user_id: Mapped[UserKey]
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[Line]
    body: Mapped[LongText]
    message_id: Mapped[Line]
    state: Mapped[Code] = mapped_column(default="ready")
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    lease_owner: Mapped[Code] = mapped_column(default="")
    last_error: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[Created]
    sent_at: Mapped[datetime | None]
