"""Office files on their way to a roadmap, and addresses by which calendars of people are read from outside."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.models.columns import (
    Created,
    Id,
    Json,
    JsonList,
    Line,
    LongText,
    MunicipalityKey,
    Sha256,
    UserKey,
    word,
)
from workflows.roadmaps.words import ImportState


class RoadmapImport(Base):
    """An office file on its way to a roadmap. Nothing of it is in a roadmap before a person accepts it (К40)."""

    __tablename__ = "roadmap_import"
    __table_args__ = (
        UniqueConstraint("municipality_id", "number"),
        Index("ix_roadmap_import_roadmap", "roadmap_id"),
        Index("ix_roadmap_import_content", "sha256"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    number: Mapped[int]
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    roadmap_id: Mapped[int | None] = mapped_column(ForeignKey("roadmap.id"))
    """The roadmap it amends; once accepted, the one it became."""
    amends: Mapped[bool] = mapped_column(default=False)
    name: Mapped[Line]
    sha256: Mapped[Sha256] = mapped_column(ForeignKey("stored_file.sha256"))
    state: Mapped[ImportState] = mapped_column(word(ImportState), default=ImportState.READING)
    failure: Mapped[LongText] = mapped_column(default="")
    lines: Mapped[JsonList]
    """The lines of the file (`workflows.roadmaps.Line`) as plain values."""
    columns: Mapped[Json]
    """Role → place of the column, as guessed and corrected."""
    heading: Mapped[Json]
    """Title, territory, first and last day, as read and corrected."""
    rows: Mapped[JsonList]
    """Rows as read and corrected; what a person has looked at is marked."""
    parties: Mapped[JsonList]
    created_by_id: Mapped[UserKey]
    created_by_name: Mapped[Line]
    created_at: Mapped[Created]
    updated_at: Mapped[Created]
    seen: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": seen}  # noqa: RUF012


class CalendarFeed(Base):
    """The secret address of a person's calendar; only its hash is kept."""

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("token_sha256"), Index("ix_calendar_feed_user", "user_id"))

    id: Mapped[Id]
    user_id: Mapped[UserKey]
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    """In which role the deadlines are read."""
    token_sha256: Mapped[Sha256]
    created_at: Mapped[Created]
    revoked_at: Mapped[datetime | None]
