"""What has happened and must have consequences; written in the commit that made it true."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.models.columns import Code, Created, Id, Json, LongText, word
from workflows.vocabulary import Event


class OutboxMessage(Base):
    """An event waiting to be spread to its subscribers."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_waiting", "spread_at", "id"),)

    id: Mapped[Id]
    event: Mapped[Event] = mapped_column(word(Event))
    payload: Mapped[Json]
    created_at: Mapped[Created]
    spread_at: Mapped[datetime | None]


class Delivery(Base):
    """One consequence of one event: a task with its attempts and its lease (M1-M5: the broker only wakes)."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("message_id", "task"),
        Index("ix_delivery_state", "state", "lease_until"),
    )

    id: Mapped[Id]
    message_id: Mapped[int] = mapped_column(ForeignKey("outbox_message.id"))
    task: Mapped[Code]
    state: Mapped[Code] = mapped_column(default="ready")
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    lease_owner: Mapped[Code] = mapped_column(default="")
    last_error: Mapped[LongText] = mapped_column(default="")
    created_at: Mapped[Created]
    finished_at: Mapped[datetime | None]

    message: Mapped[OutboxMessage] = relationship(lazy="raise_on_sql")


class Heartbeat(Base):
    """When a part of the system last showed that it is alive; one row for each part."""

    __tablename__ = "heartbeat"

    part: Mapped[Code] = mapped_column(primary_key=True)
    at: Mapped[Created]
