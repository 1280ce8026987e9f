"""The append-only, hash-chained record of who did what."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.models.columns import Code, Created, Id, Json, Line, Sha256


class JournalEntry(Base):
    """One act. `digest` covers the entry and the digest before it, so that a change anywhere shows.

    No row is ever changed or deleted: triggers of the migrated database refuse (ADR 0058)."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index("ix_journal_entry_place", "municipality_id", "id"),
        Index("ix_journal_entry_object", "object_kind", "object_id"),
    )

    id: Mapped[Id]
    at: Mapped[Created]
    action: Mapped[Code]
    actor_id: Mapped[int | None]
    actor_name: Mapped[Line]
    actor_role: Mapped[Code] = mapped_column(default="")
    municipality_id: Mapped[int | None]
    object_kind: Mapped[Code] = mapped_column(default="")
    object_id: Mapped[Line] = mapped_column(default="")
    details: Mapped[Json]
    address: Mapped[Line] = mapped_column(default="")
    request_id: Mapped[str] = mapped_column(String(40), default="")
    previous: Mapped[Sha256] = mapped_column(default="")
    digest: Mapped[Sha256]
    erased: Mapped[str | None] = mapped_column(String(64))
    """Of an entry a person's data were taken out of (AU-05): the keyed mark of what stands here instead."""


class JournalHead(Base):
    """The end of the chain; locked while an entry is added, so that two never share a predecessor."""

    __tablename__ = "journal_head"

    id: Mapped[Id]
    count: Mapped[int] = mapped_column(default=0)
    digest: Mapped[Sha256] = mapped_column(default="")
    key: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """By which name of a key the last entry was written; empty: by none."""
