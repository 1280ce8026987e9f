"""Reports: data frozen as of an instant, the files made of it, and how far the making has come."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.database import Base
from webapp.models.columns import (
    Code,
    Created,
    Id,
    Json,
    Line,
    LongText,
    MunicipalityKey,
    Sha256,
    UserKey,
    word,
)
from workflows.signing import new_code
from workflows.vocabulary import ReportKind, ReportState


class Report(Base):
    """One making of a report. `request_key` is unique: asking twice while one is being made finds the first."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("request_key"),
        UniqueConstraint("municipality_id", "number"),
        Index("ix_report_register", "municipality_id", "created_at", "id"),
        Index("ix_report_stage", "stage_id"),
        Index("ix_report_package", "package_id"),
        Index("ix_report_roadmap", "roadmap_id"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    number: Mapped[Code]
    kind: Mapped[ReportKind] = mapped_column(word(ReportKind))
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    package_id: Mapped[int | None] = mapped_column(ForeignKey("package.id"))
    roadmap_id: Mapped[int | None] = mapped_column(ForeignKey("roadmap.id"))
    title: Mapped[Line]
    code: Mapped[str | None] = mapped_column(String(19), unique=True, default=new_code)
    """By which anybody checks that the document is genuine; printed on it."""
    request_key: Mapped[str] = mapped_column(String(120))
    state: Mapped[ReportState] = mapped_column(word(ReportState), default=ReportState.QUEUED)
    step: Mapped[Line] = mapped_column(default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    content: Mapped[Json]
    frozen_at: Mapped[datetime | None]
    content_sha256: Mapped[str] = mapped_column(String(64), default="")
    conclusion: Mapped[LongText] = mapped_column(default="")
    """The conclusions a person writes; printed in section 5."""
    failure: Mapped[LongText] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    requested_by_id: Mapped[UserKey]
    requested_by_name: Mapped[Line]
    created_at: Mapped[Created]
    finished_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    """When the coordinator accepted it as the stage's report and its packages were included."""
    accepted_by_name: Mapped[Line] = mapped_column(default="")
    revoked_at: Mapped[datetime | None]
    """When it was said that the document is no longer in force; its check answers «Отозван»."""
    revoked_by_name: Mapped[Line] = mapped_column(default="", server_default="")
    revoked_reason: Mapped[LongText] = mapped_column(default="", server_default="")

    files: Mapped[list["ReportFile"]] = relationship(
        lazy="raise_on_sql", order_by="ReportFile.format", back_populates="report"
    )


class ReportFile(Base):
    """A rendered file of a report, by content."""

    __tablename__ = "report_file"
    __table_args__ = (UniqueConstraint("report_id", "format"),)

    id: Mapped[Id]
    municipality_id: Mapped[MunicipalityKey]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    format: Mapped[Code]
    name: Mapped[Line]
    sha256: Mapped[Sha256]
    size: Mapped[int]
    sealed_by: Mapped[Line] = mapped_column(default="")
    """Whose electronic seal is on it, and by which certificate; empty where there is none."""
    created_at: Mapped[Created]

    report: Mapped[Report] = relationship(lazy="raise_on_sql", back_populates="files")
