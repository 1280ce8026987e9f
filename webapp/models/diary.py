"""The curator's diary: entries on the work with a school, what was added to them, what was agreed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.models.columns import (
    Created,
    Id,
    Instant,
    JsonList,
    Line,
    LongText,
    MunicipalityKey,
    SchoolKey,
    Sha256,
    UserKey,
    word,
)
from webapp.models.organisations import School
from webapp.models.programmes import Stage
from workflows.diary import Advance, Contact, Doer
from workflows.vocabulary import Role


class DiaryEntry(Base):
    """One contact of a curator with a school (К16). A draft is its author's alone until it is entered."""

    __tablename__ = "diary_entry"
    __table_args__ = (
        UniqueConstraint("municipality_id", "number"),
        UniqueConstraint("municipality_id", "origin"),
        Index("ix_diary_entry_school", "school_id", "happened_at"),
        Index("ix_diary_entry_place", "municipality_id", "happened_at", "id"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    number: Mapped[int]
    school_id: Mapped[SchoolKey]
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    author_id: Mapped[UserKey]
    author_name: Mapped[Line]
    happened_at: Mapped[Instant]
    contact: Mapped[Contact] = mapped_column(word(Contact))
    minutes: Mapped[int | None]
    participants: Mapped[Line] = mapped_column(default="")
    """Posts of those of the school who took part; names are not asked for."""
    risks: Mapped[JsonList]
    """Codes of risk directions it was about."""
    goal: Mapped[LongText] = mapped_column(default="")
    examined: Mapped[LongText]
    problems: Mapped[LongText] = mapped_column(default="")
    recommendations: Mapped[LongText] = mapped_column(default="")
    advance: Mapped[Advance | None] = mapped_column(word(Advance))
    question: Mapped[LongText] = mapped_column(default="")
    """To the municipal coordinator; the school does not see it."""
    created_at: Mapped[Created]
    entered_at: Mapped[datetime | None]
    """Empty of a draft."""
    edited_at: Mapped[datetime | None]
    marked_at: Mapped[datetime | None]
    marked_by_name: Mapped[Line] = mapped_column(default="")
    mark_remark: Mapped[LongText] = mapped_column(default="")
    read_at: Mapped[datetime | None]
    """When the school wrote that it had read the entry."""
    read_by_name: Mapped[Line] = mapped_column(default="")
    origin: Mapped[str | None] = mapped_column(String(120))
    """Of a draft that the product proposed: the act it is about."""
    version: Mapped[int] = mapped_column(default=1)

    school: Mapped[School] = relationship(lazy="raise_on_sql")
    stage: Mapped[Stage | None] = relationship(lazy="raise_on_sql")
    agreements: Mapped[list["DiaryAgreement"]] = relationship(
        lazy="raise_on_sql",
        order_by="DiaryAgreement.id",
        back_populates="entry",
        cascade="all, delete-orphan",
    )
    files: Mapped[list["DiaryFile"]] = relationship(
        lazy="raise_on_sql", order_by="DiaryFile.id", back_populates="entry", cascade="all, delete-orphan"
    )
    additions: Mapped[list["DiaryAddition"]] = relationship(
        lazy="raise_on_sql", order_by="DiaryAddition.id", back_populates="entry"
    )


class DiaryAgreement(Base):
    """What was agreed: what, by whom, until when."""

    __tablename__ = "diary_agreement"
    __table_args__ = (Index("ix_diary_agreement_open", "municipality_id", "doer", "done_at"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    entry_id: Mapped[int] = mapped_column(ForeignKey("diary_entry.id"), index=True)
    school_id: Mapped[SchoolKey]
    what: Mapped[Line]
    doer: Mapped[Doer] = mapped_column(word(Doer))
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    done_by_name: Mapped[Line] = mapped_column(default="")

    entry: Mapped[DiaryEntry] = relationship(lazy="raise_on_sql", back_populates="agreements")


class DiaryFile(Base):
    """A file attached to an entry: a photograph, a protocol."""

    __tablename__ = "diary_file"

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    entry_id: Mapped[int] = mapped_column(ForeignKey("diary_entry.id"), index=True)
    name: Mapped[Line]
    sha256: Mapped[Sha256] = mapped_column(ForeignKey("stored_file.sha256"))
    size: Mapped[int]
    at: Mapped[Created]
    by_name: Mapped[Line]

    entry: Mapped[DiaryEntry] = relationship(lazy="raise_on_sql", back_populates="files")


class DiaryAddition(Base):
    """A dated addition to an entry; it never changes."""

    __tablename__ = "diary_addition"

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    entry_id: Mapped[int] = mapped_column(ForeignKey("diary_entry.id"), index=True)
    text: Mapped[LongText]
    at: Mapped[Created]
    by_name: Mapped[Line]
    by_role: Mapped[Role] = mapped_column(word(Role))

    entry: Mapped[DiaryEntry] = relationship(lazy="raise_on_sql", back_populates="additions")
